"""What the notes that this guide grew out of say, judged: ``statements.toml``.

["S0-16"]
verdict = "wrong"
at = "start/desktop-or-engine.md#both"      # or left_out.en = "why" and left_out.zh = "为什么"
said.en = "…"                               # what the notes say, with `code` in it; not of a correct one
said.zh = "…"
right.en = "…"                              # what is true, and why
right.zh = "…"
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
_ID = re.compile(r"S[04]-[0-9]{2,3}")
_PLACE = re.compile(r"[a-z0-9/-]+\.md#[a-z0-9-]+")
_TEXTS = ("left_out", "said", "right")
_FIELDS = {"verdict", "at", *_TEXTS}


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


def _statement(name: str, fields: Any, path: Path) -> Statement:
    if not isinstance(fields, dict) or not _ID.fullmatch(name):
        raise BadStatement(f"{name!r} is not a table called like 'S0-16'", relative(path), table_line(path, name))
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
    texts = {name: fields[name] for name in _TEXTS if name in fields}
    for name, text in texts.items():
        yield from _text_problems(name, text)
    if fields.get("verdict") == CORRECT and {"said", "right"} & set(texts):
        yield "is correct, so it has nothing to correct; leave out said and right"
    if fields.get("verdict") != CORRECT and not {"said", "right"} <= set(texts):
        yield "is to be corrected, so it needs what the notes say (said) and what is true (right)"


def _text_problems(name: str, text: Any) -> Iterator[str]:
    if not isinstance(text, dict) or set(text) != set(LANGUAGES):
        yield f"needs {name} in each of: {', '.join(LANGUAGES)}"
    elif not all(isinstance(words, str) and words.strip() for words in text.values()):
        yield f"needs words in {name}, in each of: {', '.join(LANGUAGES)}"
    elif any(words.count("`") % 2 for words in text.values()):
        yield f"has a backtick in {name} that no other one closes"
