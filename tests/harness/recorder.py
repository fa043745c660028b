"""Turns a finished walk into evidence, where it was walked, and writes it, where the run was started."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from snippets.evidence import Evidence, Outcome, save_evidence
from tests.harness.durations import duration_key, record_durations
from tests.harness.machine import Machine
from tests.harness.walker import Walker
from tests.world.attachment import WorldImage


def evidence_of(walker: Walker, world: str, image: WorldImage) -> Evidence:
    """The record of a walk that passed; asks the machine for the versions on it."""
    plan = walker.plan
    return Evidence(
        page=plan.page,
        distro=plan.distro.id,
        variant=plan.variant,
        world=world,
        origin=image.origin,
        image=image.recipe,
        architecture=str(walker.machine.client.version()["Arch"]),
        walk=plan.digest,
        parameters=dict(plan.values),
        engine=_engine(walker.machine),
        compose=_compose(walker.machine),
        date=datetime.now(UTC).date().isoformat(),
        steps=tuple(walker.outcomes),
    )


def pack(evidence: Evidence) -> dict[str, Any]:
    """The evidence as something that travels with a test's report, from another process or host too."""
    return asdict(evidence)


def unpack(fields: dict[str, Any]) -> Evidence:
    """The evidence that was packed."""
    return Evidence(**{**fields, "steps": tuple(Outcome(**outcome) for outcome in fields["steps"])})


class Recorder:
    """Writes the evidence that comes with the report of a walk's last step, into the checkout of this process."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write, if the walk was worth it: only one that passed, whole, has any."""
        if fields := getattr(report, "evidence", None):
            evidence = unpack(fields)
            save_evidence(evidence)
            record_durations({duration_key(evidence.world, evidence): report.seconds})


def _engine(machine: Machine) -> str:
    status, version = machine.execute("docker version --format '{{.Server.Version}}' 2>/dev/null")
    return version.strip() if status == 0 else ""


def _compose(machine: Machine) -> str:
    status, version = machine.execute("docker compose version --short 2>/dev/null")
    return version.strip() if status == 0 else ""
