"""Reads files of the guide, with errors that say where."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from snippets.errors import SnippetsError

ROOT = Path(__file__).parents[1]
"""The repository."""

LANGUAGES = ("en", "zh")
"""The languages of the guide, the source first."""


def relative(path: Path) -> Path:
    """The path as a maintainer knows it: from the repository's root where it lies inside."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def read(path: Path, error: type[SnippetsError]) -> str:
    """The file's text.

    Raises:
        SnippetsError: of the kind ``error``, if the file is unreadable or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as e:
        raise error(f"cannot be read ({e.strerror}); check its name and permissions", relative(path)) from e
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise error("is not UTF-8; save it as UTF-8", relative(path), line) from e


def read_toml(path: Path, error: type[SnippetsError]) -> dict[str, Any]:
    """The file's tables.

    Raises:
        SnippetsError: of the kind ``error``, if the file is unreadable or is not TOML.
    """
    text = read(path, error)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise error(f"is not TOML: {e}", relative(path)) from e


def table_line(path: Path, name: str) -> int | None:
    """The line of the table header that names ``name``, for an error message."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("[") and (f'"{name}"' in line or f".{name}]" in line or f"[{name}]" in line):
            return number
    return None
