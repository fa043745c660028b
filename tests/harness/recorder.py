"""Turns a finished walk into evidence."""

from __future__ import annotations

from datetime import UTC, datetime

from snippets.evidence import Evidence
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


def _engine(machine: Machine) -> str:
    status, version = machine.execute("docker version --format '{{.Server.Version}}' 2>/dev/null")
    return version.strip() if status == 0 else ""


def _compose(machine: Machine) -> str:
    status, version = machine.execute("docker compose version --short 2>/dev/null")
    return version.strip() if status == 0 else ""
