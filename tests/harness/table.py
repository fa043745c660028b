"""Tables that docker prints: columns as wide as their widest cell, so one volatile cell moves them all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

_HEADER = re.compile(r"[A-Z][A-Z %/]*(?: {2,}[A-Z][A-Z %/]*)+")
_GAP = " " * 3
_NOTE = " " * 4
"""What begins like this belongs to the row above it, and is no row."""


def align(lines: list[str], normalise: Callable[[str], str]) -> Iterator[str]:
    """The lines, with the cells of tables normalised one by one and their columns set anew."""
    table: list[str] = []
    for line in [*lines, ""]:
        if table and line.strip() and (line.startswith(_NOTE) or _fits(line, table[0])):
            table.append(line)
            continue
        yield from _set(table, normalise)
        table = [line] if _HEADER.fullmatch(line.rstrip()) else []
        if not table:
            yield line


def _starts(header: str) -> list[int]:
    return [match.start() for match in re.finditer(r"(?<![^ ] )(?<![^ ])[^ ]", header)]


def _fits(line: str, header: str) -> bool:
    starts = _starts(header)
    return len(line) > starts[1] and all(line[start - 1 : start] in {" ", ""} for start in starts[1:])


def _set(table: list[str], normalise: Callable[[str], str]) -> Iterator[str]:
    if not table:
        return
    starts = [*_starts(table[0]), None]
    rows = {
        number: [normalise(row[a:b].strip()) for a, b in itertools.pairwise(starts)]
        for number, row in enumerate(table)
        if not row.startswith(_NOTE)
    }
    widths = [max(map(len, column)) for column in zip(*rows.values(), strict=True)]
    for number, line in enumerate(table):
        cells = zip(rows.get(number, ()), widths, strict=False)
        yield _GAP.join(cell.ljust(width) for cell, width in cells).rstrip() if number in rows else line
