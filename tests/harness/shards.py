"""Spreads whole walks over shards: one line of walks, cut where the longest shard becomes as short as it can be.

Each shard makes its own docker machines, so walks of one distro stand together in the line.
Adding a walk moves the cuts by about its length; the other walks stay, or go to the shard beside theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.harness.errors import HarnessError
from tests.harness.plan import Plan


@dataclass
class Shard:
    """Walks for one host, and how long they will take there."""

    plans: list[Plan] = field(default_factory=list)
    seconds: int = 0
    _made: set[tuple[str, str]] = field(default_factory=set)

    def cost(self, plan: Plan, duration: Callable[[Plan], int]) -> int:
        """What ``plan`` would add: its own time, and that of the docker machine if there is none yet."""
        return duration(plan) + sum(duration(page) for page in plan.installs if _machine(page) not in self._made)

    def add(self, plan: Plan, duration: Callable[[Plan], int]) -> None:
        """Put ``plan`` behind the others."""
        self.seconds += self.cost(plan, duration)
        self._made |= {_machine(page) for page in plan.installs}
        self.plans.append(plan)


def spread(plans: Sequence[Plan], duration: Callable[[Plan], int], count: int) -> list[Shard]:
    """At most ``count`` shards of ``plans``, in their order; which are the same for the same arguments."""
    low = 0
    high = sum(Shard().cost(plan, duration) for plan in plans)
    while low < high:
        middle = (low + high) // 2
        fits = (shards := _fill(plans, duration, middle)) is not None and len(shards) <= count
        low, high = (low, middle) if fits else (middle + 1, high)
    return _fill(plans, duration, low) or []


def parse_shard(text: str) -> tuple[int, int]:
    """The number and the count that ``2/5`` says.

    Raises:
        HarnessError: it says none.
    """
    found = re.fullmatch(r"([0-9]+)/([0-9]+)", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise HarnessError(f"--shard is {text!r}; say which of how many, such as 2/5")
    return int(found[1]), int(found[2])


def _fill(plans: Sequence[Plan], duration: Callable[[Plan], int], limit: int) -> list[Shard] | None:
    """The fewest shards of ``limit`` seconds that hold ``plans``; None if a single one does not fit."""
    shards: list[Shard] = []
    for plan in plans:
        if not shards or shards[-1].seconds + shards[-1].cost(plan, duration) > limit:
            shards.append(Shard())
        shards[-1].add(plan, duration)
        if shards[-1].seconds > limit:
            return None
    return shards


def _machine(page: Plan) -> tuple[str, str]:
    return page.distro.id, page.page
