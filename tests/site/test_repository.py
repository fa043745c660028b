"""Building leaves the repository as it was."""

from __future__ import annotations

from snippets.text import ROOT
from tests.site.built import Site, build


def listing() -> dict[str, int]:
    """Every source file of the site, and when it was last written."""
    folders = ("docs", "snippets", "macros", "overrides")
    paths = [path for name in folders for path in (ROOT / name).rglob("*") if "__pycache__" not in path.parts]
    return {path.as_posix(): path.stat().st_mtime_ns for path in paths if path.is_file()}


def test_two_builds_are_equal_and_touch_nothing(site: Site) -> None:
    """A second build gives the same files, byte for byte, and writes only into its own folder."""
    before, second = listing(), site.folder.with_name("second")
    build(second)
    files = sorted(path.relative_to(site.folder) for path in site.folder.rglob("*") if path.is_file())

    assert listing() == before
    assert [f for f in files if (site.folder / f).read_bytes() != (second / f).read_bytes()] == []
