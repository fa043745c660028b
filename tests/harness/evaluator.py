"""Takes the steps of a page: a Sybil evaluator, with one machine for the walk that a step belongs to."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from sybil import Example

from snippets.errors import SnippetsError
from tests.harness.errors import EngineUnavailable, HarnessError
from tests.harness.machine import GONE
from tests.harness.parser import PlannedStep
from tests.harness.plan import Plan
from tests.harness.recorder import evidence_of
from tests.harness.surroundings import Surroundings
from tests.harness.walker import Walker
from tests.world.errors import WorldError


class StepEvaluator:
    """Starts the machine at the walk's first step, and ends it after its last, or after a failure."""

    def __init__(self, surroundings: Surroundings, record: bool, keep: bool, host: str = "") -> None:
        self.surroundings, self.record, self.keep, self.host = surroundings, record, keep, host
        self.trouble = ""
        """Why the session cannot go on, if it cannot."""

    def __call__(self, example: Example) -> str | None:
        """Take one step; returns what failed."""
        planned: PlannedStep = example.parsed
        state = example.namespace
        if "failed" in state:
            pytest.skip(f"not run: the walk failed at {state['failed']}")
        try:
            failure = self._step(planned, state)
        except EngineUnavailable as e:
            self.trouble = str(e)
            pytest.exit(str(e), returncode=1)
        except (HarnessError, WorldError, SnippetsError) as e:
            failure = f"{type(e).__name__}: {e}"
        except GONE as e:
            failure = f"EngineLost: the Docker Engine stopped answering in the middle of the walk: {e}"
        except Exception:
            # Not foreseen, so told in full; Sybil's own report of exceptions would hide where it came from.
            failure = traceback.format_exc()
        except BaseException:
            self.close(state)
            raise
        if failure:
            state["failed"] = planned.title
            failure += self._world_trouble() + self._end_failed(state)
        elif planned.index == len(planned.plan.steps) - 1:
            self._end(planned.plan, state)
        if not failure and (reason := planned.plan.steps[planned.index].options.not_run):
            pytest.skip(reason["en"])
        return failure or None

    def close(self, state: dict[str, Any]) -> None:
        """End the walk's machine, if one is left."""
        if walker := state.pop("walker", None):
            walker.close()

    def _step(self, planned: PlannedStep, state: dict[str, Any]) -> str:
        walker = state.get("walker")
        if walker is None:
            walker = state["walker"] = Walker(planned.plan, self.surroundings.machine(planned.plan))
        return str(walker.step(planned.index))

    def _end(self, plan: Plan, state: dict[str, Any]) -> None:
        walker: Walker = state["walker"]
        # A walk of which only some steps were chosen proves nothing of the page.
        if self.record and len(walker.outcomes) == len(plan.steps):
            image = self.surroundings.image(plan.distro)
            state["evidence"] = evidence_of(walker, self.surroundings.world_name, image)
            state["seconds"] = walker.seconds
        self.close(state)

    def _world_trouble(self) -> str:
        """Whether a part of the world died, which may be why the step failed."""
        try:
            self.surroundings.world.check()
        except (WorldError, *GONE) as e:
            return f"\n  the world {e}"
        return ""

    def _end_failed(self, state: dict[str, Any]) -> str:
        if not self.keep:
            self.close(state)
            return ""
        walker: Walker | None = state.pop("walker", None)
        if walker is None:
            return ""
        shell = f"exec -it -u reader -w {walker.folder()} {walker.machine.id[:12]} bash -l"
        where = f", on {self.host}" if self.host else ""
        return (
            f"\n  kept until the next run; a shell in it{where}:\n    docker -H {self.surroundings.engine.url} {shell}"
        )
