"""What was recorded belongs to a walk that there is."""

from __future__ import annotations

from snippets.distro import load_distros
from snippets.evidence import EVIDENCE, WORLDS
from tests.harness.durations import duration_key, load_durations
from tests.harness.selection import all_plans

WALKS = {
    duration_key(world, plan)
    for plan in all_plans(load_distros().values())
    for world in WORLDS
    if plan.walk.is_in(world)
}


def test_evidence_is_of_a_walk() -> None:
    """A page, distro or variant that is gone leaves no evidence behind."""
    recorded = {path.relative_to(EVIDENCE).with_suffix("").as_posix() for path in EVIDENCE.rglob("*.json")}

    assert set() == recorded - WALKS


def test_durations_are_of_walks() -> None:
    """Nor a duration, by which shards are planned."""
    assert set() == set(load_durations()) - WALKS
