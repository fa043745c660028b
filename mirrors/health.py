"""How mirrors fared when they were measured, from one place after another; what others reported is no part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from mirrors.errors import MirrorsError
from mirrors.result import Report, Result

KEPT = 90
"""Days with a measurement that are kept."""
INCONCLUSIVE = "inconclusive"


class BadHealth(MirrorsError):
    """A file of measurements, or a report, is not one; says where."""


@dataclass(frozen=True)
class Day:
    """What was measured on one day, and when last."""

    probed_at: str
    results: Mapping[str, Result]
    """By mirror."""

    @property
    def date(self) -> str:
        """UTC."""
        return self.probed_at[:10]


@dataclass(frozen=True)
class Measured:
    """The last that was measured of one mirror from one place."""

    vantage: str
    date: str
    result: Result
    since: str
    """The day from which on it was always like this, as far back as the file reaches."""


@dataclass(frozen=True)
class History:
    """What was measured from one place, the oldest day first."""

    vantage: str
    days: tuple[Day, ...] = ()

    def merged(self, report: Report) -> History:
        """With a report added to its day; a mirror that was measured twice on a day is as it was last.

        Raises:
            BadHealth: the report measured nothing, or is from a day to come.
        """
        found = {result.mirror: result for result in report.results if result.failure_class != INCONCLUSIVE}
        if not found:
            what = "nothing was measured: no mirror answers, nor any host that always does; nothing was written"
            raise BadHealth(f"{what}; see that this computer has a network")
        day = Day(report.probed_at, found)
        if day.date > (datetime.now(timezone.utc) + timedelta(days=1)).date().isoformat():
            raise BadHealth(f"the report is from {day.date}, which is yet to come; set the clock that it was made by")
        days = {known.date: known for known in self.days}
        if day.date in days:
            first, last = sorted((days[day.date], day), key=lambda known: known.probed_at)
            day = Day(last.probed_at, {**first.results, **last.results})
        days[day.date] = day
        return History(self.vantage, tuple(days[date] for date in sorted(days))[-KEPT:])

    def last(self, mirror: str) -> Measured | None:
        """The last that was measured of a mirror."""
        seen = [(day.date, day.results[mirror]) for day in self.days if mirror in day.results]
        if not seen:
            return None
        date, result = seen[-1]
        since = date
        for earlier, before in reversed(seen):
            if before.failure_class != result.failure_class:
                break
            since = earlier
        return Measured(self.vantage, date, result, since)
