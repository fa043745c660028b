"""Install mirrors for people: a row for each, those in order first, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mirrors.language import language, say
from mirrors.packages import MANAGERS
from mirrors.packages.trees import WORDS
from mirrors.packages.words import classes
from mirrors.result import FITNESS, Result
from mirrors.terminal import escape, pad, width


def table(results: Sequence[Result]) -> str:
    """A row for each mirror with its evidence below, and what each class that occurs means."""
    ordered = sorted(results, key=_rank)
    rows = [[_say(f"column-{name}") for name in ("mirror", "found", "speed", *MANAGERS)], *map(_cells, ordered)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(map(pad, rows[0], widths)).rstrip()]
    for row, result in zip(rows[1:], ordered):
        lines += ["  ".join(map(pad, row, widths)).rstrip(), f"    {result.detail}"]
    occurring = dict.fromkeys(result.failure_class for result in ordered)
    legend = [f"{_label(name)}{_say('colon')}{classes()[name]['means'][language()]}" for name in occurring]
    return "\n".join([*lines, "", *legend])


def _rank(result: Result) -> tuple[int, float]:
    return max((FITNESS.index(v.fitness) for v in result.engines.values()), default=len(FITNESS)), -(result.speed or 0)


def _cells(result: Result) -> list[str]:
    speed = f"{result.speed / 1e6:.1f} MB/s" if result.speed else "-"
    verdicts = [_say(result.engines[m].fitness) if m in result.engines else "-" for m in MANAGERS]
    return [escape(result.mirror, 60), _label(result.failure_class), speed, *verdicts]


def _label(name: str) -> str:
    label: str = classes()[name]["label"][language()]
    return label


def _say(key: str, **values: Any) -> str:
    return say(key, file=WORDS, **values)
