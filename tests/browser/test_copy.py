"""The copy button yields exactly the bytes that were run, with the reader's values in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from snippets.parameter import Parameter, load_parameters, parameters_in, substitute
from snippets.text import LANGUAGES
from tests.browser.conftest import reader
from tests.site.built import FOLDERS, WALKED, expected_blocks

CASES = [(page, language) for page in WALKED for language in LANGUAGES]
WITH_VALUES = [case for case in CASES if any(parameters_in(b.step.shown.source) for b in expected_blocks(case[0]))]


COPY = """async () => {
  const texts = []
  for (const button of document.querySelectorAll(".step [data-md-type=copy]")) {
    await navigator.clipboard.writeText("")
    button.click()
    texts.push(await navigator.clipboard.readText())
  }
  return texts
}"""


def copied(tab: Page) -> list[str]:
    """What each copy button of the page yields, in every tab, open or not."""
    tab.wait_for_selector("[data-md-type=copy]", state="attached")
    texts: list[str] = tab.evaluate(COPY)
    return texts


def copied_by_hand(tab: Page) -> list[str]:
    """The same as a reader does it: chooses the tab, and clicks what can be seen."""
    texts = []
    tab.wait_for_selector("[data-md-type=copy]", state="attached")
    for step in tab.locator(".step").all():
        open_tab(step)
        tab.evaluate("navigator.clipboard.writeText('')")
        step.locator("[data-md-type=copy]").click()
        texts.append(str(tab.evaluate("navigator.clipboard.readText()")))
    return texts


def open_tab(step: Locator) -> None:
    """Choose the tab that the block is in."""
    if not step.is_visible():
        number = step.evaluate("s => [...s.closest('.tabbed-content').children].indexOf(s.closest('.tabbed-block'))")
        step.locator("xpath=ancestor::div[contains(@class,'tabbed-set')][1]//label").nth(number).click()


def expected(page: str, language: str, values: dict[str, str]) -> list[str]:
    """The sections of the page's blocks, with values."""
    sections = [block.step.shown.shown(language) for block in expected_blocks(page)]
    return [substitute(text, values).removesuffix("\n") for text in sections]


def longer(parameter: Parameter) -> str:
    """A valid value of another length than the default: of a host or of a path, or the second one as it is."""
    value = re.sub(r"^/?", r"\g<0>longer-", parameter.second)
    return value if re.fullmatch(parameter.pattern, value) else parameter.second


@pytest.fixture(scope="module")
def reading(address: str, browser: Browser) -> Iterator[Page]:
    """The tab of one who reads page after page."""
    with reader(address, browser) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def values() -> dict[str, str]:
    """Every parameter's value, of another length than the default."""
    return {name: longer(parameter) for name, parameter in load_parameters().items()}


@pytest.fixture(scope="module")
def reading_with_values(address: str, browser: Browser, values: dict[str, str]) -> Iterator[Page]:
    """The same, of one who has given these values."""
    with reader(address, browser) as context:
        tab = context.new_page()
        tab.goto("index.html")
        tab.evaluate("values => __md_set('values', values)", values)
        yield tab


@pytest.mark.parametrize(("page", "language"), CASES)
def test_copy_yields_the_bytes_that_were_run(reading: Page, page: str, language: str) -> None:
    """Every block, in every tab, less the newline at its end."""
    reading.goto(f"{FOLDERS[language]}{page.removesuffix('.md')}.html")

    assert copied(reading) == expected(page, language, {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["install/uninstall.md", "configure/logs.md"])
def test_a_reader_can_click_every_button(tab: Page, page: str, language: str) -> None:
    """On a page with tabs and on one without: each button is seen, once its tab is open, and nothing covers it."""
    tab.goto(f"{FOLDERS[language]}{page.removesuffix('.md')}.html")

    assert copied_by_hand(tab) == expected(page, language, {})


@pytest.mark.parametrize(("page", "language"), WITH_VALUES)
def test_copy_follows_the_readers_values(
    reading_with_values: Page, values: dict[str, str], page: str, language: str
) -> None:
    """The same with every parameter set to a value of another length."""
    reading_with_values.goto(f"{FOLDERS[language]}{page.removesuffix('.md')}.html")

    assert copied(reading_with_values) == expected(page, language, values)
