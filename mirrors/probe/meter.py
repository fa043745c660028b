"""What one mirror cost: its time, its bytes, and how much of both it has left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from mirrors.probe.fault import Fault
from mirrors.probe.options import Limits

CONNECTING = ("resolve", "connect", "tls")
"""The phases before a word is spoken."""


class Meter:
    """Counts for one mirror, and stops it at its limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.timings_ms: dict[str, float] = {}
        self.bytes = 0
        """Of bodies."""
        self.answered = False
        """Whether any host said anything that was HTTP."""
        self._received = 0
        self._end = time.monotonic() + limits.total

    @property
    def left(self) -> float:
        """Seconds that remain; never less than nothing."""
        return max(0.0, self._end - time.monotonic())

    def receive(self, count: int) -> None:
        """Bytes came over the line."""
        self._received += count
        if self._received > self.limits.bytes:
            raise Fault("server_error", f"sent more than {self.limits.bytes} bytes", at="too_long")

    def took(self, phase: str, since: float) -> None:
        """A phase that began at ``since`` is over; several of the same name add up."""
        spent = (time.monotonic() - since) * 1000
        self.timings_ms[phase] = round(self.timings_ms.get(phase, 0.0) + spent, 1)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure what happens inside, also if it fails; a connection is a phase of its own."""
        since, before = time.monotonic(), self._connecting
        try:
            yield
        finally:
            self.took(name, since + self._connecting - before)

    @property
    def _connecting(self) -> float:
        return sum(self.timings_ms.get(part, 0.0) for part in CONNECTING) / 1000

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What happens inside is not the mirror's doing, and not on its time."""
        since = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - since
