"""Finds the steps of a page: a Sybil parser whose regions are the macro calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sybil import Document, Region
from sybil.typing import Evaluator

from snippets.distro import Distro
from tests.harness.plan import Plan, read_plan


@dataclass(frozen=True)
class PlannedStep:
    """One step of a plan: what a region holds."""

    plan: Plan
    index: int

    @property
    def title(self) -> str:
        """As in a test's id: ``repository (line 42)``."""
        call = self.plan.calls[self.index]
        return f"{call.arguments[1]} (line {call.line})"


class StepParser:
    """Yields a region for each step that the page makes on one distro, with the values of one variant."""

    def __init__(self, distro: Distro, variant: str, evaluator: Evaluator) -> None:
        self.distro, self.variant, self.evaluator = distro, variant, evaluator

    def __call__(self, document: Document) -> Iterator[Region]:
        """Find the regions of a page."""
        plan = read_plan(Path(document.path), self.distro, self.variant)
        if plan is None:
            return
        starts = [0]
        for line in document.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        for index, call in enumerate(plan.calls):
            yield Region(starts[call.line - 1], starts[call.line] - 1, PlannedStep(plan, index), self.evaluator)
