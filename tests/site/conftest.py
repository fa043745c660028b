"""The site, built once for all tests."""

from __future__ import annotations

import pytest

from tests.site.built import Site, build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Both languages, built strictly into a folder of their own."""
    folder = tmp_path_factory.mktemp("site")
    done = build(folder)
    problems = [line for line in done.stderr.splitlines() if not line.startswith("INFO")]
    assert done.returncode == 0, "mkdocs build --strict failed:\n" + "\n".join(problems)
    return Site(folder, done.stderr)
