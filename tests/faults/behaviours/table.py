"""The table that the modules beside fill."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.faults.behaviour import Answering, Behaviour

BEHAVIOURS: dict[str, Behaviour] = {}


def behaves(
    failure_class: str = "", *, case: str = "", place: str = "listens", certificate: str = "good", scheme: str = "https"
) -> Callable[[Answering], Answering]:
    """Adds a function to the table: its name is the behaviour's, its docstring says what it does."""

    def add(answer: Answering) -> Answering:
        name = str(getattr(answer, "__name__"))  # noqa: B009 - a protocol has none
        says = str(answer.__doc__)
        BEHAVIOURS[name] = Behaviour(name, failure_class, says, answer, case, place, certificate, scheme)
        return answer

    return add


async def forever() -> None:
    """Never returns."""
    await asyncio.Event().wait()
