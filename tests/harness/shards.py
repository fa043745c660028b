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


@dataclass(frozen=True)
class Weight:
    """How long a walk takes, and making the docker machine it starts on."""

    plan: Plan
    seconds: int
    machine: dict[tuple[str, str], int]
    """By distro and install page."""


@dataclass
class Shard:
    """Walks for one host, and how long they will take there."""

    plans: list[Plan] = field(default_factory=list)
    seconds: int = 0
    _made: set[tuple[str, str]] = field(default_factory=set)

    def cost(self, walk: Weight) -> int:
        """What ``walk`` would add: its own time, and that of what is not made yet of its machine."""
        return walk.seconds + sum(seconds for page, seconds in walk.machine.items() if page not in self._made)

    def add(self, walk: Weight) -> None:
        """Put ``walk`` behind the others."""
        self.seconds += self.cost(walk)
        self._made |= walk.machine.keys()
        self.plans.append(walk.plan)


def spread(plans: Sequence[Plan], duration: Callable[[Plan], int], count: int) -> list[Shard]:
    """At most ``count`` shards of ``plans``, in their order; which are the same for the same arguments."""
    walks = [
        Weight(plan, duration(plan), {(page.distro.id, page.page): duration(page) for page in plan.installs})
        for plan in plans
    ]
    low, high = max((Shard().cost(walk) for walk in walks), default=0), sum(Shard().cost(walk) for walk in walks)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_fill(walks, middle)) <= count else (middle + 1, high)
    return _fill(walks, low)


def parse_shard(text: str) -> tuple[int, int]:
    """The number and the count that ``2/5`` says.

    Raises:
        HarnessError: it says none.
    """
    found = re.fullmatch(r"([0-9]+)/([0-9]+)", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise HarnessError(f"--shard is {text!r}; say which of how many, such as 2/5")
    return int(found[1]), int(found[2])


def _fill(walks: Sequence[Weight], limit: int) -> list[Shard]:
    """The fewest shards of ``limit`` seconds that hold ``walks`` in their order; each walk alone fits."""
    shards: list[Shard] = []
    for walk in walks:
        if not shards or shards[-1].seconds + shards[-1].cost(walk) > limit:
            shards.append(Shard())
        shards[-1].add(walk)
    return shards
