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
PLACED = [s for s in load_statements().values() if s.at]


def test_every_statement_is_judged() -> None:
    """None is forgotten, none is invented."""
    ids = [f"{notes}-{n:02}" for notes, verdicts in JUDGED.items() for n in range(1, sum(verdicts.values()) + 1)]

    assert ids == list(load_statements())


@pytest.mark.parametrize("notes", JUDGED)
def test_verdicts_are_those_that_were_counted(notes: str) -> None:
    """Whoever changes a verdict counts again."""
    judged = Counter(s.verdict for name, s in load_statements().items() if name.startswith(notes))

    assert JUDGED[notes] == judged


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("statement", PLACED, ids=lambda s: s.id)
def test_its_place_exists_in_both_languages(statement: Statement, language: str) -> None:
    """The page and the heading that carry it are there."""
    page = (DOCS if language == "en" else DOCS / "zh") / statement.page

    assert page.exists()
    assert re.search(rf"^#+ .*\{{ #{statement.anchor} \}}$", page.read_text("utf-8"), re.M), statement.at
