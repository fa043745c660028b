"""What the notes that this guide grew out of say, judged: ``statements.toml``.

["S0-16"]
verdict = "wrong"
at = "start/desktop-or-engine.md#both"      # or left_out = { en = "why", zh = "为什么" }
said = { en = "…", zh = "…" }               # what the notes say; not of a correct one
right = { en = "…", zh = "…" }              # what is true, and why
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from snippets.errors import BadStatement
from snippets.text import LANGUAGES, ROOT, read_toml, relative, table_line

STATEMENTS = ROOT / "snippets" / "statements.toml"
CORRECT = "correct"
VERDICTS = ("dangerous", "wrong", "outdated", "unverifiable", CORRECT)
"""The gravest first."""
_PLACE = re.compile(r"[a-z0-9/-]+\.md#[a-z0-9-]+")
_FIELDS = {"verdict", "at", "left_out", "said", "right"}


@dataclass(frozen=True)
class Statement:
    """One statement or command of the notes."""

    id: str
    verdict: str
    at: str = ""
    """The page and heading that carries it, such as ``use/ports.md#publish``."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Why no page carries it, in each language."""
    said: dict[str, str] = field(default_factory=dict)
    """What the notes say; empty for what is correct."""
    right: dict[str, str] = field(default_factory=dict)
    """What is true, and why."""

    @property
    def page(self) -> str:
        """The page that carries it."""
        return self.at.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The heading that carries it."""
        return self.at.partition("#")[2]


def load_statements(path: Path = STATEMENTS) -> dict[str, Statement]:
    """The statements by id, in their order in the notes.

    Raises:
        BadStatement: an entry breaks the format.
    """
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@cache
def _load(path: Path, _changed: int) -> dict[str, Statement]:
    tables = read_toml(path, BadStatement)
    return {name: _statement(name, tables[name], path) for name in sorted(tables, key=_in_order)}


def _in_order(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", name)]


def _statement(name: str, fields: dict[str, Any], path: Path) -> Statement:
    for problem in _problems(fields):
        raise BadStatement(f"{name!r} {problem}", relative(path), table_line(path, name))
    return Statement(id=name, **fields)


def _problems(fields: dict[str, Any]) -> Iterator[str]:
    if odd := ", ".join(sorted(set(fields) - _FIELDS)):
        yield f"has unknown fields: {odd}"
    if fields.get("verdict") not in VERDICTS:
        yield f"has the verdict {fields.get('verdict')!r}; choose one of: {', '.join(VERDICTS)}"
    if ("at" in fields) == ("left_out" in fields):
        yield "needs either a place (at) or a reason (left_out)"
    if "at" in fields and not _PLACE.fullmatch(str(fields["at"])):
        yield f"is not at a page and heading such as 'use/ports.md#publish', but {fields['at']!r}"
    texts = [name for name in ("left_out", "said", "right") if name in fields]
    if any(not isinstance(fields[name], dict) or set(fields[name]) != set(LANGUAGES) for name in texts):
        yield f"needs each of its texts in: {', '.join(LANGUAGES)}"
    if fields.get("verdict") != CORRECT and not {"said", "right"} <= set(fields):
        yield "is to be corrected, so it needs what the notes say (said) and what is true (right)"
