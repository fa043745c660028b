"""Plans: on which distros a page is walked with its second values."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets.distro import load_distros
from tests.harness.plan import SECOND, read_plan

DISTROS = ("debian-13", "debian-12", "ubuntu-24.04", "fedora-44")
PAGE = """---
walk:
  machine: bare
  distros: [{}]
  second: {}
---
{{= {} =}}
"""
SHARED = 'steps("private-registry", "trust")'
"""Has a parameter, and one text for all distros."""
OWN = 'steps("install-from-mirror", "keyring")'
"""Has a parameter, and a text for each family."""
PLAIN = 'steps("install-engine", "install")'
"""Has no parameter."""


@pytest.mark.parametrize(
    ("call", "second", "expected"),
    [
        (SHARED, "once", ["debian-13"]),
        (OWN, "once", ["debian-13", "ubuntu-24.04", "fedora-44"]),
        (SHARED, "every", list(DISTROS)),
        (PLAIN, "every", []),
    ],
    ids=["one text", "a text for each family", "every distro", "nothing varies"],
)
def test_each_text_is_walked_once_with_the_second_values(
    tmp_path: Path, call: str, second: str, expected: list[str]
) -> None:
    """The commands that a family has of its own meet the second values; a page can ask for every distro."""
    page = tmp_path / "page.md"
    page.write_text(PAGE.format(", ".join(DISTROS), second, call), "utf-8")

    assert expected == [name for name in DISTROS if read_plan(page, load_distros()[name], SECOND)]
