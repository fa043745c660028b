"""How things stand: what evidence says of a block, or of a whole page, over its distros."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from snippets.call import Call
from snippets.distro import Distro
from snippets.evidence import CHANGED, NEVER, NOT_RUN, REHEARSED, VERIFIED, Status, status
from snippets.step import MISTAKE, RUN, WRITE, Step
from snippets.topic import load_topic
from snippets.walk import Walk

WORST_FIRST = (NEVER, CHANGED, REHEARSED, VERIFIED, NOT_RUN)
"""A page is no better than its weakest block; a block that says why it is not run does not count against it."""


@dataclass(frozen=True)
class Standing:
    """What evidence says on one distro."""

    distro: Distro
    status: Status

    @property
    def kind(self) -> str:
        """The kind of badge."""
        return self.status.kind

    @property
    def date(self) -> str:
        """The day of the run; empty if there was none."""
        return self.status.evidence.date[:10] if self.status.evidence else ""


def step_standing(step: Step, page: str, distro: Distro) -> Standing:
    """How one block stands on one distro."""
    return Standing(distro, status(step, page, distro.id))


def page_standings(calls: Sequence[Call], walk: Walk, page: str) -> list[Standing]:
    """How a page stands on each of its distros: as its weakest block does."""
    return [Standing(distro, _weakest(_steps(calls, distro), page, distro)) for distro in walk.distros]


def worst(kinds: Iterable[str]) -> str:
    """The weakest of several kinds; never run, if there are none."""
    return min(kinds, key=WORST_FIRST.index, default=NEVER)


def _steps(calls: Sequence[Call], distro: Distro) -> list[Step]:
    made = [call for call in calls if call.macro in {RUN, WRITE, MISTAKE}]
    return [load_topic(call.arguments[0]).step(call.macro, call.arguments[1], distro) for call in made]


def _weakest(steps: list[Step], page: str, distro: Distro) -> Status:
    statuses = [status(step, page, distro.id) for step in steps]
    return min(statuses, key=lambda s: WORST_FIRST.index(s.kind), default=Status(NEVER))
