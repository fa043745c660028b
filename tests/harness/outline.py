"""An outline: what two pages must have in common to say the same in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from snippets.call import find_calls

_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})\s*(?P<language>[^\s`]*)")
_HEADING = re.compile(r"(?P<marks>#{1,6})\s.*?(?:\{\s*#(?P<id>[\w.-]+)\s*\})?\s*$")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)(?:\s[^)]*)?\)")
_ADMONITION = re.compile(r"\s*(?P<kind>(?:!!!|\?\?\?\+?)\s+\w+)(?P<title>\s+\".*\")?")
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Outline:
    """The bones of a page, in order."""

    headings: tuple[tuple[int, str], ...]
    """Level and id; the id is empty where none is written."""
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    """Macro and arguments."""
    links: tuple[str, ...]
    """Targets of links and images."""
    admonitions: tuple[tuple[str, bool], ...]
    """Kind, and whether it has a title of its own."""
    fences: tuple[str, ...]
    """Languages of the blocks that are written by hand."""
    rows: int
    """Lines that are rows of tables."""


def read_outline(path: Path) -> Outline:
    """The outline of the page at ``path``.

    Raises:
        BadCall: a macro call breaks its format.
    """
    text = path.read_text("utf-8")
    lines = [line for _, line in _prose(text)]
    headings = (m for line in lines if (m := _HEADING.match(line)))
    admonitions = (m for line in lines if (m := _ADMONITION.match(line)))
    return Outline(
        headings=tuple((len(m["marks"]), m["id"] or "") for m in headings),
        calls=tuple((call.macro, call.arguments) for call in find_calls(text, path)),
        links=tuple(m["target"] for line in lines for m in _LINK.finditer(_INLINE_CODE.sub("", line))),
        admonitions=tuple((m["kind"], bool(m["title"])) for m in admonitions),
        fences=tuple(_fences(text)),
        rows=sum(line.startswith("|") for line in lines),
    )


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Lines outside of front matter and fences."""
    for number, line, inside, _ in _lines(text):
        if not inside:
            yield number, line


def _fences(text: str) -> Iterator[str]:
    return (language for _, _, _, language in _lines(text) if language is not None)


def _lines(text: str) -> Iterator[tuple[int, str, bool, str | None]]:
    """Each line with its number, whether it is part of a fence, and on a fence's first line its language."""
    lines = text.splitlines()
    start = lines.index("---", 1) + 1 if lines[:1] == ["---"] and "---" in lines[1:] else 0
    fence = ""
    for number, line in enumerate(lines[start:], start + 1):
        edge = _FENCE.match(line)
        if fence:
            yield number, line, True, None
            fence = "" if edge and edge["fence"].startswith(fence) and not edge["language"] else fence
        elif edge:
            fence = edge["fence"]
            yield number, line, True, edge["language"]
        else:
            yield number, line, False, None
