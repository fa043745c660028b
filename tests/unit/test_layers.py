"""Imports go one way: docs → macros → snippets, mirrors ← tests/harness ← conftest.py, tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from snippets.text import ROOT

FORBIDDEN = {
    "snippets": {"macros", "tests", "mirrors", "conftest", "docker", "sybil", "pytest", "mkdocs"},
    "mirrors": {"macros", "tests", "conftest", "docker", "sybil", "pytest"},
    "macros": {"tests", "conftest", "docker", "sybil", "pytest"},
    "tests/harness": {"macros", "conftest", "mkdocs", "tests.ci"},
    "tests/world": {"macros", "conftest", "mkdocs", "sybil", "tests.harness", "tests.ci"},
    "tests/ci": {"macros", "conftest", "mkdocs", "sybil", "docker"},
}
FILES = [(layer, path) for layer in FORBIDDEN for path in sorted((ROOT / layer).rglob("*.py"))]


def imports(source: str) -> set[str]:
    """The modules that a file imports, and the packages that they are in."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "."} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names | {".".join(name.split(".")[:depth]) for name in names for depth in (1, 2)}


@pytest.mark.parametrize(("layer", "path"), FILES, ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_imports_go_one_way(layer: str, path: Path) -> None:
    """No file imports what its layer must not know."""
    assert imports(path.read_text("utf-8")) & FORBIDDEN[layer] == set()


def test_a_wrong_import_is_seen() -> None:
    """The test would catch each way to write one."""
    for line in ("import tests.harness", "from tests import harness", "from tests.harness.run import Run"):
        assert "tests.harness" in imports(line), line
