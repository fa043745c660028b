"""Programs that a block writes with a here-document are held to what programs of their kind are held to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.text import ROOT
from tests.lint.test_snippets import SNIPPETS, shell, tool

_HERE_DOCUMENT = re.compile(r"(?:cat >|tee )\S.* <<'(?P<kind>[A-Z]+)'.*\n(?P<text>(?:.*\n)*?)(?P=kind)\n")


def python(path: Path) -> None:
    """Ruff finds nothing, and would change nothing; a reader's program needs no docstrings."""
    configuration = ("--no-cache", "--config", ROOT / "pyproject.toml")
    tool("ruff", "check", *configuration, "--extend-ignore", "D", path)
    tool("ruff", "format", "--check", *configuration, path)


VALIDATORS: dict[str, Callable[[Path], object]] = {"PYTHON": python, "SHELL": shell}
"""Settings have none here: some are wrong on purpose, and the program that reads them says so in a walk."""


def programs(path: Path) -> list[tuple[str, str]]:
    """The kind and the text of each program that the snippet writes."""
    found = _HERE_DOCUMENT.finditer(path.read_text("utf-8"))
    return [(match["kind"], match["text"]) for match in found if match["kind"] in VALIDATORS]


WRITERS = [path for path in SNIPPETS if path.suffix == ".sh" and programs(path)]


@pytest.mark.parametrize("path", WRITERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_program_passes_its_validator(path: Path, tmp_path: Path) -> None:
    """Each of them, in a file of its own."""
    for kind, text in programs(path):
        program = tmp_path / kind.lower()
        program.write_text(text, "utf-8")
        VALIDATORS[kind](program)


@pytest.mark.parametrize("program", ["<<'PYTHON'\nimport os\nPYTHON\n", "<<'SHELL'\n#!/bin/sh\nrm $1\nSHELL\n"])
def test_a_wrong_program_is_found(tmp_path: Path, program: str) -> None:
    """Each validator can fail."""
    path = tmp_path / "writer.sh"
    path.write_text(f"cat >program {program}", "utf-8")

    with pytest.raises(AssertionError):
        test_a_program_passes_its_validator(path, tmp_path)
