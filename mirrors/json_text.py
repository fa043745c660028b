"""JSON as dockerd reads it, with the place of everything: strict, and no key twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mirrors.errors import BadFile
from mirrors.language import say

BOM = "\ufeff"
DEEPEST = 10000
"""Go reads no value that is nested deeper."""
_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>true|false|null)"
    r"|(?P<mark>[][{}:,])"
)
_BLANK = re.compile(r"[ \t\r\n]*")
_VALUE = frozenset({"string", "number", "word", "{", "["})
_AFTER = {"": frozenset({"end"}), "{": frozenset({",", "}"}), "[": frozenset({",", "]"})}
_QUOTES = "“”„‟‘’＂'`"
_PUNCTUATION = "，：；、｛｝［］【】"


class Token(NamedTuple):
    """The smallest part of the text that means something."""

    kind: str
    start: int
    end: int


@dataclass
class Node:
    """A value, and where it stands: ``text[start:end]``."""

    kind: str
    start: int
    end: int
    keys: list[Node] = field(default_factory=list)
    """Of an object, one for each of ``items``."""
    items: list[Node] = field(default_factory=list)

    def read(self, text: str) -> object:
        """What a string, number or word says."""
        return json.loads(text[self.start : self.end])


def scan(text: str) -> Node:
    """The value that the text is.

    Raises:
        BadFile: it is not JSON; says where and why.
    """
    top = Node("", 0, 0)
    inside, allowed = [top], _VALUE
    for token in _tokens(text):
        node, kind = inside[-1], token.kind
        if kind not in allowed or len(inside) > DEEPEST:
            raise _unexpected(text, token, allowed)
        if kind == "end":
            break
        if kind in "}]":
            inside.pop().end = token.end
            allowed = _AFTER[inside[-1].kind]
        elif kind in ",:":
            allowed = frozenset({"string"}) if kind == "," and node.kind == "{" else _VALUE
        elif node.kind == "{" and len(node.keys) == len(node.items):
            node.keys.append(Node(*token))
            allowed = frozenset({":"})
        else:
            node.items.append(Node(*token))
            allowed = _AFTER[node.kind]
            if kind in "{[":
                inside.append(node.items[-1])
                allowed = frozenset({"string", "}"}) if kind == "{" else _VALUE | {"]"}
    return top.items[0]


def find_repeated(text: str, node: Node) -> Iterator[tuple[Node, Node]]:
    """The keys that an object has twice, at any depth: the first, and the one that takes its place."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(node.items))
        seen: dict[object, Node] = {}
        for key in node.keys:
            first = seen.setdefault(key.read(text), key)
            if first is not key:
                yield first, key


def place(text: str, at: int) -> tuple[int, int]:
    """The line and the column of a character, as an editor counts them."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while True:
        at = _after_blank(text, at)
        if at == len(text):
            yield Token("end", at, at)
            return
        match = _TOKEN.match(text, at)
        if match is None:
            yield Token("bad", at, at + 1)
            return
        kind = match.lastgroup or ""
        yield Token(match[0] if kind == "mark" else kind, at, match.end())
        at = match.end()


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _unexpected(text: str, token: Token, allowed: frozenset[str]) -> BadFile:
    at = token.start
    why = _why(text, token, allowed)
    if why in ("trailing-comma", "missing-comma"):
        at = len(text[:at].rstrip(" \t\r\n")) - (why == "trailing-comma")
    found = text[token.start : token.start + 1]
    shown = found if found.isprintable() and not found.isspace() else f"U+{ord(found):04X}"
    line, column = place(text, at)
    return BadFile(say(why, file="rules.toml", part="what", found=shown), line, column, why)


def _why(text: str, token: Token, allowed: frozenset[str]) -> str:
    """The kind of the mistake: a table of rules.toml."""
    found, rest = text[token.start : token.start + 1], text[token.start :]
    before = text[: token.start].rstrip(" \t\r\n")[-1:]
    if token.kind == "end":
        return "cut-short"
    if found == "#" or rest.startswith(("//", "/*")):
        return "comment"
    if found in "}]" and before == ",":
        return "trailing-comma"
    if found in _QUOTES:
        return "quotation-mark"
    if found in _PUNCTUATION:
        return "punctuation"
    if allowed == {"end"}:
        return "more"
    if token.kind != "bad" and "," in allowed and token.kind in _VALUE:
        return "missing-comma"
    if token.kind == "bad" and found == '"':
        return "string"
    return "character"
