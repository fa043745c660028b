"""Nothing escapes: every block on the site is a step, and every snippet is on a page."""

from __future__ import annotations

import pytest

from macros.labels import Labels
from snippets.distro import load_distros
from snippets.errors import Unknown
from snippets.text import LANGUAGES
from snippets.topic import load_topic, steps_of, topics
from tests.harness.outline import read_outline
from tests.site.built import DOCS, PAGES, WALKED, Shown, Site, expected_blocks, soup

EXAMPLES = {"text", "markdown", "toml", "yaml", "json", "python"}
"""What a page about contributing may show by hand: formats, never commands."""
CASES = [(page, language) for page in PAGES for language in LANGUAGES]


def identity(block: Shown) -> tuple[str, str]:
    """A block's step and distros, as they stand in its attributes."""
    return block.step.key, " ".join(distro.id for distro in block.distros)


@pytest.mark.parametrize("page", PAGES)
def test_no_block_is_written_by_hand(page: str) -> None:
    """Only pages about contributing hold fences, and those show formats."""
    allowed = EXAMPLES if page.startswith("contributing/") else set()

    assert set(read_outline(DOCS / page).fences) - allowed == set()


@pytest.mark.parametrize(("page", "language"), CASES)
def test_every_code_block_is_a_step(site: Site, page: str, language: str) -> None:
    """The built page has as many code blocks as steps, tabs counted, those that are not run included."""
    html = soup(site.html(page, language))
    examples = 0 if page in WALKED else len(read_outline(DOCS / page).fences)
    shown = [(step["data-step"], step["data-distro"]) for step in html.select(".step")]

    assert shown == [identity(block) for block in expected_blocks(page)]
    assert len(html.select("article pre > code")) == len(shown) + examples
    assert len(html.select("article pre:not(.transcript)")) == len(shown) + examples


@pytest.mark.parametrize(("page", "language"), CASES)
def test_a_block_shows_the_bytes_that_were_run(site: Site, page: str, language: str) -> None:
    """The text of each code block is its section, with the comments of the page's language."""
    shown = [code.get_text() for code in soup(site.html(page, language)).select(".step pre > code")]

    assert shown == [block.step.shown.shown(language) for block in expected_blocks(page)]


@pytest.mark.parametrize(("page", "language"), CASES)
def test_every_block_has_a_badge(site: Site, page: str, language: str) -> None:
    """Each block says how it stands; one that is not run says why."""
    steps = soup(site.html(page, language)).select(".step")
    for step, block in zip(steps, expected_blocks(page), strict=True):
        reason = block.step.options.not_run.get(language)
        badge = step.select_one(".badge")

        assert badge is not None
        assert badge.select_one("a[href*='how-it-is-verified.html#badges']") is not None
        if reason:
            assert Labels(language).say("not-run-because", reason=reason) in badge.get_text()
        else:
            assert all(distro.name[language] in badge.get_text() for distro in block.distros)


@pytest.mark.parametrize("topic", topics())
def test_every_snippet_is_on_a_page(topic: str) -> None:
    """Each visible section and each file of the topic is called by a page."""
    called = {identity(block)[0] for page in WALKED for block in expected_blocks(page)}
    for distro in load_distros().values():
        try:
            steps = steps_of(load_topic(topic), distro)
        except Unknown:
            continue  # the topic is not for this distro
        assert {step.key for step in steps} - called == set()
