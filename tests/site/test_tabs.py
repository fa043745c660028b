"""Tabs: one for each family, in it a block for each text, under the name of whom it is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from snippets.distro import FAMILIES
from snippets.text import LANGUAGES
from tests.site.built import WALKED, Site, build, soup
from tests.site.guide import PAGE, write_guide, write_topic

SECTION = "# --8<-- [start:it]\n{}\n# --8<-- [end:it]\n"
FILES = {"debian.sh": "one", "debian-12.sh": "two", "fedora.sh": "three"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    """A page for four distros: the two of one family differ, the two of the other do not."""
    root = tmp_path_factory.mktemp("guide")
    front = PAGE.replace("debian-12]", "debian-12, fedora-44, fedora-43]")
    write_guide(root, f'{front}\n{{= steps("each", "it") =}}\n\n{{= steps("some", "it") =}}\n')
    write_topic(root, "each", {name: SECTION.format(text) for name, text in FILES.items()})
    write_topic(root, "some", {"dnf.sh": SECTION.format("four"), "topic.toml": 'families = ["fedora"]\n'})
    done = build(root / "site", root)
    assert done.returncode == 0, done.stderr
    return soup(root / "site/page.html")


def test_a_tab_has_a_block_for_each_text(page: BeautifulSoup) -> None:
    """Each is under the name of whom it is for; where a family has one text, nothing needs to be said."""
    tabs = page.select(".tabbed-block")
    said = [[tag.get_text() for tag in tab.select(".whom, .step pre > code")] for tab in tabs]

    assert [label.get_text() for label in page.select(".tabbed-labels label")] == ["Debian", "Fedora"]
    assert said == [["For Debian 13:", "one\n", "For Debian 12:", "two\n"], ["three\n"]]


def test_a_block_has_an_address(page: BeautifulSoup) -> None:
    """It ends in the family, or in the distro where a family has several; not at all if the block is for everyone."""
    assert [str(step["id"]) for step in page.select(".step")] == [
        "step-each-it-debian-13", "step-each-it-debian-12", "step-each-it-fedora", "step-some-it",
    ]  # fmt: skip


def test_a_topic_for_some_is_shown_for_them_only(page: BeautifulSoup) -> None:
    """Its block speaks for its family's distros, and for no other."""
    assert [step["data-distro"] for step in page.select("#step-some-it")] == ["fedora-44 fedora-43"]


def test_a_page_for_none_of_a_topics_families_cannot_be_built(tmp_path: Path) -> None:
    """A call that would show nothing stops the build, with the place of the call."""
    write_guide(tmp_path, f'{PAGE}\n{{= steps("some", "it") =}}\n')
    write_topic(tmp_path, "some", {"dnf.sh": SECTION.format("x"), "topic.toml": 'families = ["fedora"]\n'})
    done = build(tmp_path / "site", tmp_path)

    assert done.returncode != 0
    assert 'docs/page.md:12: steps("some", "it"): ' in done.stdout + done.stderr
    assert "is for fedora only, and the page for none of them" in done.stdout + done.stderr


@pytest.mark.parametrize("page", WALKED)
def test_tabs_are_families_in_their_order(site: Site, page: str) -> None:
    """Every tab set of the guide has the same labels in the same order, as far as it has them."""
    for language in LANGUAGES:
        for labels in soup(site.html(page, language)).select(".tabbed-labels"):
            names = [label.get_text() for label in labels.select("label")]

            assert names == [name for name in FAMILIES.values() if name in names]


@pytest.mark.parametrize("page", WALKED)
def test_a_block_has_the_same_address_in_both_languages(site: Site, page: str) -> None:
    """A link to a block holds when the language changes."""
    english, chinese = ([step["id"] for step in soup(site.html(page, x)).select(".step")] for x in LANGUAGES)

    assert chinese == english
    assert len(set(english)) == len(english)
