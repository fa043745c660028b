"""Committed evidence is current, whole, and of pages that exist."""

from __future__ import annotations

import pytest

from snippets.distro import load_distros
from snippets.evidence import EVIDENCE, all_evidence, load_evidence
from snippets.step import MISTAKE, WRITE
from tests.harness.plan import DOCS, SECOND, Plan, read_plan
from tests.harness.selection import is_current

PAGES = [path for path in sorted(DOCS.rglob("*.md")) if path.relative_to(DOCS).parts[0] != "zh"]
PLANS = [
    plan
    for page in PAGES
    for distro in load_distros().values()
    for variant in ("", SECOND)
    if (plan := read_plan(page, distro, variant))
]


def identify(plan: Plan) -> str:
    """Such as ``install/linux.md on debian-13``."""
    return f"{plan.page} on {plan.name}"


@pytest.mark.parametrize("plan", PLANS, ids=identify)
def test_evidence_is_current(plan: Plan) -> None:
    """What the page says today is what was walked, in the world that every maintainer has."""
    assert is_current(plan, "rehearsal"), f"run: nox -s verify -- --record docs/{plan.page}"


@pytest.mark.parametrize("plan", PLANS, ids=identify)
def test_every_step_says_how_it_is_checked(plan: Plan) -> None:
    """By a check, by what it must say, or, unless it is a mistake, by its exit status with a reason."""
    ran = [step for step in plan.steps if not step.options.not_run and step.macro != WRITE]
    exempt = [step for step in ran if step.macro != MISTAKE and (step.options.unchecked or step.shown.name == "short")]

    assert [step.key for step in ran if not step.is_checked and step not in exempt] == []


@pytest.mark.parametrize("plan", PLANS, ids=identify)
def test_transcripts_hold_what_the_steps_must_say(plan: Plan) -> None:
    """The demand may be newer than the walk, and still be met by it."""
    evidence = load_evidence("rehearsal", plan.page, plan.distro.id, plan.variant)
    outcomes = [(step, evidence.find(step)) for step in plan.steps if step.options.says] if evidence else []

    assert [s.key for s, o in outcomes if o and not s.has_said(o.transcript, plan.values)] == []


def test_evidence_is_of_walks_that_exist() -> None:
    """A page or distro that went takes its evidence along."""
    walks = {(plan.page, plan.distro.id, plan.variant) for plan in PLANS}

    assert [e.path for e in all_evidence() if (e.page, e.distro, e.variant) not in walks] == []


def test_evidence_holds_no_unfinished_file() -> None:
    """A recording that was cut short leaves nothing behind in the repository."""
    assert [p.name for p in EVIDENCE.rglob("*") if p.is_file() and p.suffix != ".json"] == []
