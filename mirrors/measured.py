"""What was measured of mirrors, read from ``probe --json``, and which of them an engine should use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from mirrors.address import mistakes_in, root_of
from mirrors.errors import MirrorsError
from mirrors.language import read_table, say
from mirrors.result import ENGINES, FITNESS, Report, Result, Verdict
from mirrors.terminal import escape


def read_report(path: Path) -> Report:
    """A report of ``probe --json``.

    Raises:
        MirrorsError: the file is not one.
    """
    try:
        report = json.loads(path.read_text("utf-8"))
        return Report(str(report["probed_at"]), str(report["vantage"]), tuple(map(_result, report["results"])))
    except OSError as e:
        raise MirrorsError(say("unreadable", path=path, reason=e.strerror)) from e
    except (ValueError, LookupError, TypeError, AttributeError) as e:
        raise MirrorsError(say("not-a-report", path=path, reason=escape(f"{type(e).__name__} {e}"))) from e


def rank(report: Report, engine: str, version: tuple[int, ...] | None = None) -> list[Result]:
    """The mirrors that ``engine`` can use and that lint lets pass, best first."""
    usable = [one for one in report.results if why_not(one, engine, version) is None]
    return sorted(usable, key=lambda one: (one.failure_class != "ok", -(one.speed or 0), sum(one.timings_ms.values())))


def why_not(result: Result, engine: str, version: tuple[int, ...] | None = None) -> str | None:
    """Why a mirror is not chosen, in words; None if it may be."""
    for mistake in mistakes_in(result.mirror, version):
        rule = read_table("rules.toml")[mistake.kind]
        if rule["level"] != "note":
            return f"{rule['rule']}: {_rule_words(mistake.kind, result.mirror, mistake.values)}"
    verdict = result.engines.get(engine)
    if verdict is None or verdict.fitness != "usable":
        return f"{result.failure_class}: {escape(result.detail)}"
    return None


def breaks(result: Result, engine: str) -> bool:
    """Whether an engine's pulls fail with this mirror in its list, whatever comes after it."""
    verdict = result.engines.get(engine)
    return verdict is not None and verdict.fitness == "breaks_pulls"


def by_address(report: Report) -> dict[str, Result]:
    """What was measured, by address in the form that lint compares."""
    return {root_of(result.mirror): result for result in report.results}


def age_in_days(report: Report) -> float:
    """How long ago it was measured; 0 if it does not say so readably."""
    try:
        probed = datetime.strptime(report.probed_at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return 0
    return (datetime.now(timezone.utc) - probed).total_seconds() / 86400


def _rule_words(kind: str, mirror: str, values: Mapping[str, object]) -> str:
    shown = {name: escape(str(value)) for name, value in {"value": mirror, **values}.items()}
    return say(kind, file="rules.toml", part="what", **shown)


def _result(table: Mapping[str, Any]) -> Result:
    return Result(
        mirror=str(table["mirror"]),
        failure_class=escape(str(table["class"])),
        detail=escape(str(table["detail"])),
        engines={name: _verdict(table["engines"][name]) for name in ENGINES if name in table["engines"]},
        timings_ms={str(name): float(value) for name, value in table.get("timings_ms", {}).items()},
        bytes=int(table.get("bytes", 0)),
        speed=None if table.get("speed") is None else float(table["speed"]),
    )


def _verdict(table: Mapping[str, Any]) -> Verdict:
    if table["fitness"] not in FITNESS:
        raise ValueError(f"fitness {table['fitness']!r}")
    return Verdict(str(table["fitness"]), None if table.get("seconds") is None else float(table["seconds"]))
