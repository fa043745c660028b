"""A reader sets a value once, and every block of the site follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from macros.labels import Labels
from snippets.call import find_calls
from snippets.parameter import load_parameters
from tests.site.built import DOCS, WALKED

FIELDS = [
    (page, name)
    for page in WALKED
    for call in find_calls((DOCS / page).read_text("utf-8"), page)
    if call.macro == "parameters"
    for name in call.arguments
]


@pytest.mark.parametrize(("page", "name"), FIELDS)
def test_a_value_holds_on_the_page_and_in_the_other_language(tab: Page, page: str, name: str) -> None:
    """Blocks change as the reader types, after a reload, and in Chinese; a reset brings the default back."""
    parameter, file = load_parameters()[name], page.removesuffix(".md") + ".html"
    blocks, changed = f".step:has-text('{parameter.default}')", f".step:has-text('{parameter.second}')"
    tab.goto(file)
    count = tab.locator(blocks).count()
    tab.locator(f"#value-{name}").fill(parameter.second)

    assert count > 0
    for address in ("", file, f"zh/{file}"):
        if address:
            tab.goto(address)
        expect(tab.locator(changed)).to_have_count(count)
        expect(tab.locator(f"#value-{name}")).to_have_value(parameter.second)
    tab.locator(".values button").click()
    expect(tab.locator(blocks)).to_have_count(count)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_value_that_does_not_fit_is_refused(tab: Page, language: str) -> None:
    """The reader is told in their language, and the blocks keep what they had."""
    page, name = FIELDS[0]
    default = load_parameters()[name].default
    tab.goto(("zh/" if language == "zh" else "") + page.removesuffix(".md") + ".html")
    before = tab.locator(".step code").all_inner_texts()
    tab.locator(f"#value-{name}").fill('"; rm -rf ~ #')

    expect(tab.get_by_role("alert")).to_have_text(Labels(language).say("refused", example=default))
    assert tab.locator(".step code").all_inner_texts() == before
