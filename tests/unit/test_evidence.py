"""Evidence: written the same for equal walks, current only while every hash matches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from snippets.distro import load_distros
from snippets.errors import BadEvidence
from snippets.evidence import (
    CHANGED,
    NEVER,
    NOT_RUN,
    REHEARSED,
    VERIFIED,
    Evidence,
    Outcome,
    load_evidence,
    save_evidence,
    status,
)
from snippets.snippet import Section
from snippets.step import RUN, Options, Step

DISTRO = next(iter(load_distros()))
STEP = Step(RUN, "topic", Section("a", Path("snippets/topic/all.sh"), 3, "echo a\n"), None, Options())


def evidence(step: Step = STEP, **changes: str) -> Evidence:
    """Evidence of a page with one step."""
    outcome = Outcome(step.key, step.macro, step.digests(), "passed", "a\n中文")
    fields: dict[str, Any] = {
        "page": "use/page.md", "distro": DISTRO, "variant": "", "world": "rehearsal", "origin": "bootstrapped",
        "image": "abc", "architecture": "amd64", "walk": "def", "engine": "26.1.5", "compose": "", "date": "2026-11-22",
    }  # fmt: skip
    return Evidence(parameters={}, steps=(outcome,), **(fields | changes))


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    """Nothing is lost on the way through the file."""
    save_evidence(evidence(), tmp_path)

    assert evidence() == load_evidence("rehearsal", "use/page.md", DISTRO, root=tmp_path)


def test_equal_walks_differ_in_their_date_only(tmp_path: Path) -> None:
    """A second recording changes one line."""
    one = save_evidence(evidence(), tmp_path).read_text("utf-8").splitlines()
    other = save_evidence(evidence(date="2026-11-23"), tmp_path).read_text("utf-8").splitlines()

    assert [(' "date": "2026-11-22",', ' "date": "2026-11-23",')] == [
        p for p in zip(one, other, strict=True) if p[0] != p[1]
    ]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, REHEARSED),
        ({"world": "internet", "origin": "official"}, VERIFIED),
        ({"world": "internet", "origin": "stand-in"}, REHEARSED),
    ],
)
def test_verified_takes_a_real_distro_and_the_internet(tmp_path: Path, changes: dict[str, str], kind: str) -> None:
    """Everything else is called rehearsed."""
    save_evidence(evidence(STEP, **changes), tmp_path)

    assert kind == status(STEP, "use/page.md", DISTRO, tmp_path).kind


def test_the_strongest_current_evidence_is_shown(tmp_path: Path) -> None:
    """Internet before rehearsal, but current before changed."""
    other = replace(STEP, shown=replace(STEP.shown, source="echo b\n"))
    save_evidence(evidence(), tmp_path)
    save_evidence(evidence(other, world="internet", origin="official"), tmp_path)

    assert status(STEP, "use/page.md", DISTRO, tmp_path).kind == REHEARSED
    assert status(other, "use/page.md", DISTRO, tmp_path).kind == VERIFIED


@pytest.mark.parametrize("source", ["echo A\n", "echo a \n", "#en c\n#zh 注\necho a\n"])
def test_one_changed_character_makes_it_changed(tmp_path: Path, source: str) -> None:
    """A badge stands for these bytes and no others."""
    save_evidence(evidence(), tmp_path)
    changed = replace(STEP, shown=replace(STEP.shown, source=source))

    assert status(changed, "use/page.md", DISTRO, tmp_path).kind == CHANGED
    assert not evidence().covers([changed], "def")


def test_a_changed_check_makes_it_changed(tmp_path: Path) -> None:
    """What was asserted is part of the proof."""
    save_evidence(evidence(), tmp_path)
    checked = replace(STEP, check=Section("a-check", Path("x"), 9, "true\n"))

    assert status(checked, "use/page.md", DISTRO, tmp_path).kind == CHANGED


def test_without_evidence_it_was_never_run(tmp_path: Path) -> None:
    """No badge without a run."""
    assert status(STEP, "use/page.md", DISTRO, tmp_path).kind == NEVER


def test_what_is_not_run_says_so(tmp_path: Path) -> None:
    """A reason in the data comes before any evidence."""
    save_evidence(evidence(), tmp_path)
    step = replace(STEP, options=Options(not_run={"en": "needs a GPU", "zh": "需要 GPU"}))

    assert status(step, "use/page.md", DISTRO, tmp_path).kind == NOT_RUN


def test_covers_asks_for_the_same_steps_in_the_same_walk() -> None:
    """A step more, a step less or another kind of machine is another walk."""
    recorded = evidence()

    assert recorded.covers([STEP], "def")
    assert not recorded.covers([STEP, STEP], "def")
    assert not recorded.covers([], "def")
    assert not recorded.covers([STEP], "other")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', '{"format": 1, "generated": "", "steps": []}'])
def test_a_broken_file_is_a_clear_error(tmp_path: Path, text: str) -> None:
    """What is not evidence says how to make it again."""
    path = save_evidence(evidence(), tmp_path)
    path.write_text(text, "utf-8")

    with pytest.raises(BadEvidence, match=r"debian-13\.json: .*record it again"):
        load_evidence("rehearsal", "use/page.md", DISTRO, root=tmp_path)


def test_evidence_at_another_pages_place_is_refused(tmp_path: Path) -> None:
    """A copied file proves nothing."""
    path = save_evidence(evidence(), tmp_path)
    path.rename(path.with_name("debian-12.json"))

    with pytest.raises(BadEvidence, match="belongs at"):
        load_evidence("rehearsal", "use/page.md", "debian-12", root=tmp_path)
