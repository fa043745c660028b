"""One mirror before one engine, with a healthy Docker Hub behind it: what the pull comes to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mirrors.result import Verdict
from tests.containers.engines.daemon import Daemon, Pulled
from tests.faults import Faults, Host
from tests.faults.behaviour import Behaviour
from tests.faults.image import EVIL, image_of

AT_ONCE = 10
"""Seconds within which an engine goes on at once, on a computer that does much beside."""


@dataclass(frozen=True)
class Observed:
    """What an engine did with a mirror."""

    behaviour: str
    kind: str
    fitness: str
    seconds: float
    """How long the pull took, or had taken when it was given up."""
    hangs: bool
    """Whether it was given up."""
    error: str

    def as_json(self) -> dict[str, Any]:
        """A line of the trial's output."""
        return asdict(self)

    def agrees(self, expected: Verdict) -> bool:
        """Whether the engine did as expected; who was given up may yet do what takes longer."""
        if self.hangs:
            return expected.fitness == "breaks_pulls" or (expected.seconds or 0) > self.seconds
        if self.fitness != expected.fitness:
            return False
        if expected.seconds is None:
            return True
        return expected.seconds * 0.9 - 1 <= self.seconds <= expected.seconds * 1.1 + AT_ONCE


async def attempt(daemon: Daemon, behaviour: Behaviour, faults: Faults, hub: Host, limit: float) -> Observed:
    """Pull an image that nobody else pulls, with the mirror as the only one in the list."""
    called = f"{behaviour.name.replace('_', '-')}.mirror.test"
    host = await faults.start(behaviour.name, called)
    repository = f"trial/{behaviour.name}-{daemon.kind.name}"
    await daemon.use([host.url])
    pulled = await daemon.pull(repository, limit)
    asked = any(f"/{repository}/" in request.path for request in hub.requests)
    fitness = fitness_of(pulled, repository, plain=host.url.startswith("http:"), hub_was_asked=asked)
    seconds = round(pulled.seconds, 1)
    return Observed(behaviour.name, daemon.kind.name, fitness, seconds, not pulled.finished, pulled.error)


def fitness_of(pulled: Pulled, repository: str, *, plain: bool, hub_was_asked: bool) -> str:
    """What the mirror was to the engine: one of mirrors.result.FITNESS."""
    if pulled.error or not pulled.finished:
        return "breaks_pulls"
    if pulled.digest == image_of(repository, EVIL).digest:
        return "insecure"
    if hub_was_asked:
        return "falls_back"
    return "insecure" if plain else "usable"
