"""The matrix: families, versions, and what each cell says to those who see and to those who listen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from macros.matrix import matrix
from macros.view import View
from snippets import evidence as records
from snippets.distro import FAMILIES, load_distros
from snippets.evidence import Evidence, Outcome, save_evidence
from snippets.step import RUN
from snippets.topic import load_topic

PAGE = """---
title: Page
walk: {machine: booted, distros: [debian-13, fedora-44]}
---
{= steps("first-container", "pull") =}
"""


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page that is for two distros and was rehearsed on a stand-in of one."""
    monkeypatch.setattr(records.status, "__defaults__", (tmp_path / "evidence",))
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "page.md").write_text(PAGE, "utf-8")
    step = load_topic("first-container").step(RUN, "pull", load_distros()["fedora-44"])
    outcome = Outcome(step.key, step.macro, step.digests(), "passed", "")
    evidence = Evidence(
        page="page.md", distro="fedora-44", variant="", world="rehearsal", origin="stand-in", image="",
        architecture="amd64", walk="", parameters={}, engine="28.5.2", compose="", date="2026-11-22T10:00:00Z",
        steps=(outcome,),
    )  # fmt: skip
    save_evidence(evidence, tmp_path / "evidence")
    return folder


def table(docs: Path, language: str = "en") -> BeautifulSoup:
    """The matrix of the guide in ``docs``."""
    view = View("matrix.md", "docs/matrix.md", language, {}, "", pretty=False)
    return BeautifulSoup(matrix(view, docs=docs, order=["page.md"]), "html.parser")


def test_families_stand_above_their_versions(docs: Path) -> None:
    """Every distro has a column, every family spans its own, and the page column spans both rows."""
    head = table(docs).select("thead tr")

    assert [th.get_text() for th in head[0].select("th")] == ["Page", *FAMILIES.values()]
    assert sum(int(str(th.get("colspan", 0))) for th in head[0].select("th")) == len(load_distros())
    assert [th.get_text() for th in head[1].select("th")] == [d.version for d in load_distros().values()]


def test_a_cell_holds_sign_and_date_and_says_the_rest(docs: Path) -> None:
    """Short to look at; in words for those who point at it or listen, in their language."""
    columns = list(load_distros())
    for language, words in (
        ("en", "rehearsed, 2026-11-22, rehearsal: local servers under the real names, a stand-in"),
        ("zh", "已演练、2026-11-22、rehearsal（演练）：以真实主机名应答的本地服务、替身"),
    ):
        cell = table(docs, language).select("tbody td")[columns.index("fedora-44")]
        chip = cell.select_one(".chip--rehearsed.chip--stand-in")

        assert chip is not None
        assert cell.get_text() == "11-22"
        assert (chip["title"], chip["aria-label"]) == (words, words)


def test_another_year_is_written_out(docs: Path, tmp_path: Path) -> None:
    """A short date is of the year that the line below the table names; no other date is short."""
    evidence = records.load_evidence("rehearsal", "page.md", "fedora-44", root=tmp_path / "evidence")
    assert evidence is not None
    save_evidence(replace(evidence, distro="debian-13", date="2025-12-31"), tmp_path / "evidence")
    page = table(docs)

    assert [cell.get_text() for cell in page.select("tbody .chip--rehearsed")] == ["2025-12-31", "11-22"]
    assert page.select(".matrix__year")[0].get_text() == "Month and day of 2026; another year is written out."


def test_what_was_not_walked_is_not_left_empty(docs: Path) -> None:
    """Never run, and not for this distro, are two things."""
    cells, columns = table(docs).select("tbody td"), list(load_distros())

    assert cells[columns.index("debian-13")].select_one(".chip--never[title='never run']") is not None
    assert cells[columns.index("amzn-2023")].select_one(".absent[title='not for this distro']") is not None


def test_the_legend_leads_to_what_its_words_mean(docs: Path) -> None:
    """Rehearsed to what a rehearsal cannot show, stand-in to what stands in for what."""
    links = {a.get_text(): str(a["href"]).partition("#")[2] for a in table(docs).select(".legend a")}

    assert links == {
        "verified": "badges",
        "rehearsed": "rehearsed",
        "rehearsed on a stand-in": "stand-ins",
        "changed since it was last run": "badges",
        "never run": "badges",
    }


def test_a_real_distro_wears_no_dashes(docs: Path, tmp_path: Path) -> None:
    """The border says stand-in, and nothing else does."""
    path = tmp_path / "evidence" / "rehearsal" / "page" / "fedora-44.json"
    evidence = records.load_evidence("rehearsal", "page.md", "fedora-44", root=tmp_path / "evidence")
    assert evidence is not None
    path.unlink()
    save_evidence(replace(evidence, origin="bootstrapped"), tmp_path / "evidence")

    assert table(docs).select("tbody .chip--stand-in") == []
