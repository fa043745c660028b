"""A report for people: a row for each mirror, the fittest first, in the user's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from mirrors.classes import classes
from mirrors.language import language, say
from mirrors.probe.target import WORDS
from mirrors.result import ENGINES, FITNESS, Report, Result, Verdict
from mirrors.terminal import escape, pad, width

_COLUMNS = ("mirror", "found", "speed", *ENGINES)


def table(report: Report) -> str:
    """All of it, with what is in common said once."""
    results = sorted(report.results, key=_rank)
    rows = [[_say(f"column-{name}") for name in _COLUMNS], *map(_cells, results)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    lines = []
    for row, result in zip(rows, [None, *results]):
        lines.append("  ".join(map(pad, row, widths)).rstrip())
        if result and result.detail:
            lines.append(f"    {result.detail}")
    return "\n".join([*lines, "", *_legend(results), _say("summary", **_counted(report))])


def _rank(result: Result) -> tuple[int, bool, float]:
    """Fit for every engine before fit for one; among equals the faster first."""
    places = [FITNESS.index(verdict.fitness) for verdict in result.engines.values()] or [len(FITNESS)]
    return max(places), result.failure_class != "ok", -(result.speed or 0.0)


def _cells(result: Result) -> list[str]:
    label = classes()[result.failure_class].label[language()]
    verdicts = [_verdict(result.engines.get(engine)) for engine in ENGINES]
    return [escape(result.mirror, 60), label, _speed(result.speed), *verdicts]


def _speed(speed: float | None) -> str:
    if speed is None:
        return "-"
    return f"{speed / 1e6:.1f} MB/s" if speed >= 1e6 else f"{speed / 1e3:.0f} kB/s"


def _verdict(verdict: Verdict | None) -> str:
    if verdict is None:
        return "-"
    waits = verdict.fitness == "falls_back" and verdict.seconds
    return _say("falls_back_after", seconds=f"{verdict.seconds:g}") if waits else _say(verdict.fitness)


def _legend(results: Sequence[Result]) -> list[str]:
    """What each class that occurs means."""
    occurring = dict.fromkeys(result.failure_class for result in results)
    found = [classes()[name] for name in occurring]
    return [f"{each.label[language()]}{_say('colon')}{each.means[language()]}" for each in found]


def _counted(report: Report) -> dict[str, Any]:
    fit = Counter(
        engine for result in report.results for engine in ENGINES
        if (verdict := result.engines.get(engine)) and verdict.fitness == "usable"
    )  # fmt: skip
    return {"total": len(report.results), "at": report.probed_at, **{engine: fit[engine] for engine in ENGINES}}


def _say(key: str, **values: Any) -> str:
    return say(key, file=WORDS, **values)
