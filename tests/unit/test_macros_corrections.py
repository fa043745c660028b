"""The corrections: their order, their counts, their links, and what becomes of code and markup in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from macros import corrections as macro
from macros.view import View
from snippets import evidence as records
from snippets.statement import load_statements

ENTRY = """["{id}"]
verdict = "{verdict}"
at = "{at}"
said.en = "Type `docker <x> && y` & see."
said.zh = "输入 `docker <x> && y`。"
right.en = "<b>No</b>."
right.zh = "不对。"
"""
LEFT_OUT = """["S4-02"]
verdict = "unverifiable"
left_out.en = "An opinion."
left_out.zh = "只是看法。"
said.en = "A"
said.zh = "甲"
right.en = "B"
right.zh = "乙"
"""
CORRECT = '["S0-01"]\nverdict = "correct"\nat = "plain.md#a"\n'
WALKED = """---
title: "Use <it>"
walk: {machine: booted, distros: [debian-13]}
---
{= steps("first-container", "pull") =}
"""


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pages, one of them walked, with statements about both."""
    monkeypatch.setattr(records.status, "__defaults__", (tmp_path / "evidence",))
    entries = [
        ("S0-16", "wrong", "use/it.md#a"),
        ("S0-100", "wrong", "plain.md#b"),
        ("S4-01", "dangerous", "plain.md#a"),
    ]
    text = "".join(ENTRY.format(id=i, verdict=v, at=at) for i, v, at in entries)
    file = tmp_path / "statements.toml"
    file.write_text(CORRECT + LEFT_OUT + text, "utf-8")
    monkeypatch.setattr(macro, "load_statements", lambda: load_statements(file))
    for name, page in (
        ("use/it.md", WALKED),
        ("zh/use/it.md", WALKED.replace("Use <it>", "用它")),
        ("plain.md", "---\ntitle: Plain\n---\n"),
    ):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, "utf-8")
    return tmp_path / "docs"


def listed(docs: Path, language: str = "en") -> BeautifulSoup:
    """The list on the page ``reference/corrections.md``."""
    view = View("reference/corrections.md", "docs/reference/corrections.md", language, {}, "", pretty=False)
    return BeautifulSoup(macro.corrections(view, docs=docs), "html.parser")


def entry(docs: Path, name: str, language: str = "en") -> Tag:
    """One entry of the list."""
    found = listed(docs, language).find(id=name)
    assert isinstance(found, Tag)
    return found


def test_the_gravest_come_first_and_the_correct_not_at_all(docs: Path) -> None:
    """By verdict, and within a verdict in the order of the notes."""
    assert [li["id"] for li in listed(docs).select("li")] == ["s4-01", "s0-16", "s0-100", "s4-02"]


def test_each_choice_says_how_many_it_shows(docs: Path) -> None:
    """All at first; the numbers are those of the entries below."""
    page = listed(docs)
    labels = [label.get_text().strip() for label in page.select("fieldset label")]

    assert labels == ["all (4)", "dangerous (1)", "wrong (2)", "outdated (0)", "cannot be checked (1)"]
    assert [str(i["value"]) for i in page.select("input[checked]")] == ["all"]
    for name, count in (("dangerous", 1), ("wrong", 2), ("outdated", 0), ("unverifiable", 1)):
        assert len(page.select(f".correction--{name}")) == count


def test_links_are_relative_and_named_after_their_page(docs: Path) -> None:
    """They work from disk, and say in the reader's language where they lead."""
    for name, language, words, address in (
        ("s0-16", "en", "Shown in “Use <it>”", "../use/it.html#a"),
        ("s0-16", "zh", "详见《用它》", "../use/it.html#a"),
        ("s4-01", "zh", "详见《Plain》", "../plain.html#a"),
    ):
        link = entry(docs, name, language).select_one("a")

        assert link is not None
        assert (link.get_text(), link["href"]) == (words, address)


def test_what_evidence_says_of_the_page_stands_beside_the_link(docs: Path) -> None:
    """A page that is walked has its badge; one without anything to run has none."""
    assert [chip.get_text() for chip in entry(docs, "s0-16").select(".correction__shown .chip")] == ["never run"]
    assert entry(docs, "s4-01").select(".correction__shown .chip") == []


def test_what_is_left_out_says_why(docs: Path) -> None:
    """No link, but the reason."""
    shown = entry(docs, "s4-02").select_one(".correction__shown")

    assert shown is not None
    assert (shown.get_text(), shown.select("a")) == ("Not in this guide: An opinion.", [])


def test_code_is_code_and_markup_is_text(docs: Path) -> None:
    """Backticks make code; angle brackets and ampersands are shown as they are."""
    said = entry(docs, "s0-16")

    assert [code.get_text() for code in said.select("code")] == ["docker <x> && y"]
    assert "& see." in said.get_text()
    assert "<b>No</b>." in said.get_text()
    assert said.select("b") == []
