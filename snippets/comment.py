"""Comments that a reader sees, written once per language: a line ``#en …`` and, right below it, a line ``#zh …``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from snippets.errors import BadSnippet

_COMMENT = re.compile(r"^(?P<indent>\s*)#(?P<language>en|zh)(?: (?P<words>.*))?$")


def check_pairs(text: str, path: Path, first_line: int = 1) -> None:
    """Every ``#en`` has its ``#zh`` on the next line, with the same indent.

    Raises:
        BadSnippet: a comment stands alone.
    """
    pending: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), first_line):
        match = _COMMENT.match(line)
        language = match["language"] if match else None
        if pending and (language != "zh" or match is None or match["indent"] != pending[1]):
            raise BadSnippet("#en stands alone; write its #zh on the next line, with the same indent", path, pending[0])
        if language == "zh" and not pending:
            raise BadSnippet("#zh stands alone; write its #en on the line before", path, number)
        pending = (number, match["indent"]) if match and language == "en" else None
    if pending:
        raise BadSnippet("#en stands alone; write its #zh on the next line, with the same indent", path, pending[0])


def in_language(text: str, language: str) -> str:
    """The text as a reader of ``language`` sees it: their comments as ``# …``, the others gone."""
    return "".join(line for _, line in _lines(text, language))


def line_in_source(text: str, language: str, shown_line: int) -> int:
    """The line, from 1, of ``text`` that a reader of ``language`` sees as line ``shown_line``."""
    numbers = [number for number, _ in _lines(text, language)]
    return numbers[max(0, min(shown_line, len(numbers)) - 1)]


def _lines(text: str, language: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        match = _COMMENT.match(line.rstrip("\n"))
        if match is None:
            yield number, line
        elif match["language"] == language:
            yield number, f"{match['indent']}# {match['words'] or ''}".rstrip() + "\n"
