"""Every statement of the notes has its place on a page, or a reason why it has none."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from snippets.statement import Statement, load_statements
from tests.site.built import DOCS

JUDGED = {
    "S0": {"correct": 74, "outdated": 19, "wrong": 44, "dangerous": 11, "unverifiable": 13},
    "S4": {"correct": 83, "outdated": 29, "wrong": 36, "dangerous": 4, "unverifiable": 7},
}
"""How many statements each of the two notes makes, by verdict."""
WAITING = {
    "S0-132": "outdated", "S0-133": "correct", "S0-134": "correct", "S0-135": "dangerous", "S0-136": "correct",
    "S0-148": "wrong", "S0-149": "wrong", "S0-150": "correct", "S0-151": "dangerous", "S0-152": "correct",
    "S0-153": "unverifiable", "S0-154": "correct", "S0-155": "wrong",
}  # fmt: skip
"""Those about AWS ECR, which has no page yet. Empty this when it has."""
PLACED = [s for s in load_statements().values() if s.at]


def test_every_statement_is_judged_or_waits_for_its_page() -> None:
    """None is forgotten, none is invented."""
    ids = [f"{notes}-{n:02}" for notes, verdicts in JUDGED.items() for n in range(1, sum(verdicts.values()) + 1)]

    assert [name for name in ids if name not in WAITING] == list(load_statements())


@pytest.mark.parametrize("notes", JUDGED)
def test_verdicts_are_those_that_were_counted(notes: str) -> None:
    """Whoever changes a verdict counts again."""
    verdicts = {name: statement.verdict for name, statement in load_statements().items()} | WAITING

    assert JUDGED[notes] == Counter(verdict for name, verdict in verdicts.items() if name.startswith(notes))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("statement", PLACED, ids=lambda s: s.id)
def test_its_place_exists_in_both_languages(statement: Statement, language: str) -> None:
    """The page and the heading that carry it are there."""
    page = (DOCS if language == "en" else DOCS / "zh") / statement.page

    assert page.exists()
    assert re.search(rf"^#+ .*\{{ #{statement.anchor} \}}$", page.read_text("utf-8"), re.M), statement.at
