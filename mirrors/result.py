"""What a probe found out about one mirror: the only thing that prober, health, apply and pages pass to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ENGINES = ("graphdriver", "containerd")
"""The two pull engines: Docker's classic image store, and the containerd image store."""

FITNESS = ("usable", "falls_back", "breaks_pulls", "insecure")
"""What a mirror does to a pull engine that has it first in its list, best first."""


@dataclass(frozen=True)
class Verdict:
    """What one pull engine does with a mirror."""

    fitness: str
    """One of FITNESS."""
    seconds: float | None = None
    """How long each pull waits before the engine goes on to the next mirror; None if it does not, or for ever."""


@dataclass(frozen=True)
class Result:
    """One mirror, measured once."""

    mirror: str
    failure_class: str
    """A short name of the taxonomy, in classes.toml: `ok`, `connect_timeout` …"""
    detail: str
    """The evidence for the class, in one line, with nothing in it that a terminal would obey."""
    engines: Mapping[str, Verdict]
    """A verdict for each of ENGINES; empty if the class is `inconclusive`."""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by phase: resolve, connect, tls, ping, token, manifest, blob …"""
    bytes: int = 0
    """What the mirror sent, in bytes, headers left out."""
    speed: float | None = None
    """Bytes per second while a layer was read; None if none was."""

    def as_json(self) -> dict[str, Any]:
        """The form of `--json` and of the health files."""
        engines = {
            name: {"fitness": verdict.fitness, **({} if verdict.seconds is None else {"seconds": verdict.seconds})}
            for name, verdict in self.engines.items()
        }
        return {
            "mirror": self.mirror,
            "class": self.failure_class,
            "detail": self.detail,
            "engines": engines,
            "timings_ms": dict(self.timings_ms),
            "bytes": self.bytes,
            **({} if self.speed is None else {"speed": self.speed}),
        }


@dataclass(frozen=True)
class Report:
    """One probe of several mirrors."""

    probed_at: str
    """UTC, ISO 8601, to the second."""
    vantage: str
    """Where it was measured from: a name that the person who measures gives, never an address."""
    results: tuple[Result, ...]

    def as_json(self) -> dict[str, Any]:
        """The form of `--json`."""
        return {
            "probed_at": self.probed_at,
            "vantage": self.vantage,
            "results": [result.as_json() for result in self.results],
        }
