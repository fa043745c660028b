"""How things stand: what evidence says of a block, or of a whole page, over its distros."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from snippets.call import Call
from snippets.distro import Distro
from snippets.errors import SnippetsError
from snippets.evidence import CHANGED, NEVER, NOT_RUN, REHEARSED, VERIFIED, Status, status
from snippets.step import STEP_MACROS, Step
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


def page_standings(calls: Sequence[Call], walk: Walk, page: str, source: str) -> list[Standing]:
    """How a page stands on each of its distros: as its weakest block does.

    Raises:
        SnippetsError: a call of the page, whose file is ``source``, names what does not exist.
    """
    steps = [(distro, made_steps(calls, distro, source)) for distro in walk.distros]
    return [Standing(distro, _weakest(made, page, distro)) for distro, made in steps]


def worst(kinds: Iterable[str]) -> str:
    """The weakest of several kinds; never run, if there are none."""
    return min(kinds, key=WORST_FIRST.index, default=NEVER)


def made_steps(calls: Sequence[Call], distro: Distro, source: str) -> list[Step]:
    """The steps of a page, whose file is ``source``, on one distro.

    Raises:
        SnippetsError: a call names what does not exist.
    """
    return [step for call in calls if call.macro in STEP_MACROS for step in _step(call, distro, source)]


def _step(call: Call, distro: Distro, source: str) -> list[Step]:
    topic, name = call.arguments
    try:
        found = load_topic(topic)
        return [found.step(call.macro, name, distro)] if found.is_for(distro) else []
    except SnippetsError as e:
        raise located(e, call.macro, call.arguments, source, call.line) from e


def located(
    error: SnippetsError, macro: str, arguments: tuple[str, ...], source: str, line: int | None
) -> SnippetsError:
    """The error as the writer of the page meets it: with the place of the call, unless it names the page already."""
    if str(error.path) == source:
        return error
    spoken = ", ".join(f'"{argument}"' for argument in arguments)
    return type(error)(f"{macro}({spoken}): {error}", source, line)


def _weakest(steps: list[Step], page: str, distro: Distro) -> Status:
    statuses = [status(step, page, distro.id) for step in steps]
    return min(statuses, key=lambda s: WORST_FIRST.index(s.kind), default=Status(NEVER))
