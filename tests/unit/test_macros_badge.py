"""Badges say what evidence says, no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from macros.badge import badge
from macros.strip import strip
from macros.transcript import transcript
from macros.view import View
from snippets import evidence as records
from snippets.distro import Distro
from snippets.evidence import Evidence, Outcome, save_evidence
from snippets.step import RUN, Step

META = {"walk": {"machine": "docker", "distros": ["debian-13", "debian-12"]}, "effect": "reads"}
CALLS = '{= badge() =}\n\n{= steps("first-container", "pull") =}\n'


@pytest.fixture
def view() -> View:
    """A page that pulls an image, on two distros."""
    return View("use/page.md", "docs/use/page.md", "en", META, CALLS, pretty=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of evidence."""
    monkeypatch.setattr(records, "EVIDENCE", tmp_path)
    monkeypatch.setattr(records.status, "__defaults__", (tmp_path,))
    return tmp_path


def made(view: View) -> list[tuple[Distro, Step]]:
    """The page's only step, on each of its distros."""
    return view.made(RUN, "first-container", "pull")


def record(view: View, folder: Path, distro: str, transcript: str = "done", **changes: str) -> Evidence:
    """Write evidence that the page's step passed on ``distro``."""
    _, step = made(view)[0]
    outcome = Outcome(step.key, step.macro, step.digests(), "passed", transcript)
    evidence = Evidence(
        page=view.page, distro=distro, variant="", world="rehearsal", origin="bootstrapped", image="",
        architecture="amd64", walk="", parameters={}, engine="26.1.5", compose="", date="2026-11-22T10:00:00Z",
        steps=(outcome,),
    )  # fmt: skip
    evidence = replace(evidence, **changes)  # type: ignore[arg-type]
    save_evidence(evidence, folder)
    return evidence


def said(view: View) -> str:
    """The summary of the step's badge."""
    return badge(view, made(view)).split("<summary>")[1].split("</summary>")[0]


def test_without_evidence_a_block_was_never_run(view: View) -> None:
    """No evidence, no claim."""
    assert said(view) == "never run on Debian 13/12"


def test_a_badge_names_the_weakest_first(view: View, folder: Path) -> None:
    """What is not proven on one distro is not hidden behind another."""
    record(view, folder, "debian-13")

    assert said(view) == "never run on Debian 12 · rehearsed on Debian 13 · 2026-11-22"
    assert 'class="badge badge--never"' in badge(view, made(view))


def test_verified_needs_a_real_distro_in_the_internet_world(view: View, folder: Path) -> None:
    """A stand-in is rehearsed, wherever it ran."""
    record(view, folder, "debian-13", world="internet", origin="official")
    record(view, folder, "debian-12", world="internet", origin="stand-in")

    assert said(view) == "rehearsed on Debian 12 · verified on Debian 13 · 2026-11-22"


def test_changed_evidence_says_so(view: View, folder: Path) -> None:
    """A digest that no longer matches turns the badge."""
    evidence = record(view, folder, "debian-13")
    outcome = replace(evidence.steps[0], digests={"run": "other"})
    save_evidence(replace(evidence, steps=(outcome,)), folder)

    assert said(view) == "never run on Debian 12 · changed since it was last run on Debian 13 · 2026-11-22"


def test_chinese_badge(view: View, folder: Path) -> None:
    """The badge speaks the language of its page."""
    record(view, folder, "debian-13")

    assert said(replace(view, language="zh")) == "从未运行（Debian 12） · 已演练（Debian 13） · 2026-11-22"


def test_details_hold_world_engine_architecture_and_origin(view: View, folder: Path) -> None:
    """Who opens a badge sees where it ran, with which Engine, and what the distro was made from."""
    record(view, folder, "debian-13")
    html = badge(view, made(view))

    row = "rehearsal: local servers under the real names</td><td>26.1.5</td><td>amd64</td><td>built from the distro"
    assert row in html
    assert '<a href="../how-it-is-verified.html#badges">' in html


def test_rehearsed_leads_to_what_that_means(view: View, folder: Path) -> None:
    """One click from the word to what a rehearsal cannot show; where nothing was rehearsed there is no such link."""
    link = '<a href="../how-it-is-verified.html#rehearsed">'

    assert link not in badge(view, made(view))
    record(view, folder, "debian-13", world="internet", origin="stand-in")
    assert link in badge(view, made(view))


def test_strip_sums_up_the_page(view: View, folder: Path) -> None:
    """Each distro, the Engine, the effect and the last run."""
    record(view, folder, "debian-13")
    html = strip(view)

    for words in (
        "Debian 13: rehearsed · Engine 26.1.5",
        "Debian 12: never run",
        "Effect: only reads",
        "Last run 2026-11-22",
    ):
        assert words in html, words


def test_strip_groups_distros_by_state(view: View, folder: Path) -> None:
    """Distros of which the same is known share a chip, and the least proven come first."""
    for distro in ("debian-13", "debian-12"):
        record(view, folder, distro)
    wide = replace(
        view, meta=META | {"walk": {"machine": "docker", "distros": ["debian-13", "debian-12", "fedora-44"]}}
    )
    html = strip(wide)

    assert html.index("Fedora 44: never run") < html.index("Debian 13/12: rehearsed · Engine 26.1.5")


def test_transcript_is_escaped_and_no_code_block(view: View, folder: Path) -> None:
    """What a terminal showed cannot become markup, and has no copy button."""
    record(view, folder, "debian-13", "<b>&\n\n  two")
    html = transcript(view, "first-container", "pull")

    assert '<pre class="transcript" tabindex="0">&lt;b&gt;&amp;&#10;&#10;  two</pre>' in html
    assert "<code" not in html


def test_a_long_transcript_is_folded(view: View, folder: Path) -> None:
    """More than twelve lines are one click away."""
    record(view, folder, "debian-13", "line\n" * 13)

    assert transcript(view, "first-container", "pull").startswith("<details")
    assert "What you should see (13 lines)" in transcript(view, "first-container", "pull")


def test_transcript_admits_what_it_does_not_have(view: View, folder: Path) -> None:
    """Not recorded, and silent, are two things."""
    assert "not recorded yet" in transcript(view, "first-container", "pull")

    record(view, folder, "debian-13", "")

    assert "prints nothing" in transcript(view, "first-container", "pull")


def test_a_transcript_says_where_it_is_from_if_others_differ(view: View, folder: Path) -> None:
    """Of several distros, the first that has one speaks; if all are the same, none need be named."""
    record(view, folder, "debian-12", "twelve")

    assert "<p>What you should see</p>" in transcript(view, "first-container", "pull")

    record(view, folder, "debian-13", "thirteen")
    html = transcript(view, "first-container", "pull")

    assert "<p>What you should see, as recorded on Debian 13</p>" in html
    assert "thirteen" in html


def test_a_current_transcript_comes_before_a_changed_one(view: View, folder: Path) -> None:
    """What still holds is shown, even if it is not the first distro's."""
    evidence = record(view, folder, "debian-13", "old")
    outcome = replace(evidence.steps[0], digests={"run": "other"})
    save_evidence(replace(evidence, steps=(outcome,)), folder)
    record(view, folder, "debian-12", "new")

    assert "What you should see, as recorded on Debian 12" in transcript(view, "first-container", "pull")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NAMES     IMAGE\nweb       nginx", "transcript transcript--table"),
        (" Fedora 44          100% |  76.5 KiB/s |   3.8 KiB", "transcript transcript--table"),
        (f" Fedora 44          100% |  76.5 KiB/s |   3.8 KiB\nerror: {'x' * 100}", "transcript"),
        ("one line", "transcript"),
    ],
)
def test_tables_are_not_broken_and_errors_are(view: View, folder: Path, text: str, name: str) -> None:
    """A table scrolls; what is longer than the terminal is wide is seen whole."""
    record(view, folder, "debian-13", text)

    assert f'<pre class="{name}" tabindex="0">' in transcript(view, "first-container", "pull")
