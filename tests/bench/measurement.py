"""One measured figure, and what was promised of it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """A figure with its promise."""

    name: dict[str, str]
    """In each language."""
    value: float
    limit: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.limit

    def row(self, language: str) -> str:
        """A row of the Markdown table."""
        verdict = {"en": ("kept", "broken"), "zh": ("达到", "未达到")}[language][not self.holds]
        return f"| {self.name[language]} | {self.value:.3g} {self.unit} | {self.limit:g} {self.unit} | {verdict} |"


def median_seconds(task: Callable[[], object], times: int = 5) -> float:
    """The median time of ``times`` calls."""
    return statistics.median(seconds(task) for _ in range(times))


def seconds(task: Callable[[], object]) -> float:
    """The time of one call."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start
