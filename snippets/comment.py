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
    return "".join(_lines(text, language))


def _lines(text: str, language: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        match = _COMMENT.match(line.rstrip("\n"))
        if match is None:
            yield line
        elif match["language"] == language:
            yield f"{match['indent']}# {match['words'] or ''}".rstrip() + "\n"
