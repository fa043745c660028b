"""Macro calls on a page: ``{= steps("install-engine", "repository") =}``."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from snippets.errors import BadCall

MACROS = {
    "steps": 2, "file": 2, "mistake": 2, "transcript": 2, "badge": 0, "parameters": None,
    "matrix": 0, "checks": 0, "corrections": 0,
    "mirror_table": 1, "mirror_sources": 0, "mirror_classes": 0, "mirror_doctor": 0,
}  # fmt: skip
"""The macros, and how many arguments each takes (None: one or more)."""

_CALL = re.compile(r"^\{= *(?P<macro>\w+)\((?P<arguments>.*)\) *=\} *$")
_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})")
_LOOSE = re.compile(r"(?<!`)\{=(?!%|#)")


@dataclass(frozen=True)
class Call:
    """One macro call."""

    macro: str
    arguments: tuple[str, ...]
    line: int


def find_calls(markdown: str, path: Path | str) -> list[Call]:
    """The macro calls of a page, in order; what stands in a fenced block or in inline code is no call.

    Raises:
        BadCall: a call has an unknown macro or arguments that are not strings, or does not stand alone on its line.
    """
    calls, fence = [], ""
    for number, line in enumerate(markdown.splitlines(), 1):
        edge = _FENCE.match(line)
        if edge and (not fence or edge["fence"].startswith(fence)):
            fence = "" if fence else edge["fence"]
        elif not fence and (match := _CALL.match(line)):
            calls.append(_call(match["macro"], match["arguments"], path, number))
        elif not fence and _LOOSE.search(line):
            raise BadCall("a macro call stands alone on its line, from the first column", path, number)
    return calls


def _call(macro: str, text: str, path: Path | str, line: int) -> Call:
    if macro not in MACROS:
        raise BadCall(f"unknown macro {macro!r}; known: {', '.join(MACROS)}", path, line)
    try:
        arguments = ast.literal_eval(f"({text},)" if text.strip() else "()")
    except (ValueError, SyntaxError) as e:
        raise BadCall(f"the arguments of {macro} are not plain strings: {text}", path, line) from e
    count = MACROS[macro]
    if not all(isinstance(a, str) for a in arguments) or len(arguments) != (
        count if count is not None else max(1, len(arguments))
    ):
        raise BadCall(f"{macro} takes {'one or more' if count is None else count} strings, not ({text})", path, line)
    return Call(macro, arguments, line)
