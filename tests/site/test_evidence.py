"""Committed evidence is current, whole, and of pages that exist."""

from __future__ import annotations

import pytest

from snippets.distro import load_distros
from snippets.evidence import EVIDENCE, all_evidence
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


def test_evidence_is_of_walks_that_exist() -> None:
    """A page or distro that went takes its evidence along."""
    walks = {(plan.page, plan.distro.id, plan.variant) for plan in PLANS}

    assert [e.path for e in all_evidence() if (e.page, e.distro, e.variant) not in walks] == []


def test_evidence_holds_no_unfinished_file() -> None:
    """A recording that was cut short leaves nothing behind in the repository."""
    assert [p.name for p in EVIDENCE.rglob("*") if p.is_file() and p.suffix != ".json"] == []
