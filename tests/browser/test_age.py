"""A day on a page gets its age where a script runs, and stands there as it is where none does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from mirrors.catalogue import load_catalogue
from snippets.text import LANGUAGES
from tests.site.built import FOLDERS

PAGE = "configure/mirror-health.html"
HOST = "docker.1ms.run"
AGO = {"en": "(40 days ago)", "zh": "(40 天前)"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_day_fades(browser: Browser, address: str, language: str) -> None:
    """It is counted from the day on which the page is read: forty days after, it says so, and fades."""
    newest = next(m for m in load_catalogue().mirrors if m.host == HOST).reported[0]
    seen = {}
    for days in (0, 40):
        tab = browser.new_context().new_page()
        now = f"Date.parse('{newest.date}T12:00:00Z') + {days} * 86400000"
        tab.add_init_script(f"const now = {now}; Date.now = () => now")
        tab.goto(f"{address}{FOLDERS[language]}{PAGE}")
        said = tab.locator("tr", has_text=HOST).locator("li").first
        seen[days] = (AGO[language] in said.inner_text(), "mirrors__old" in (said.get_attribute("class") or ""))
        tab.context.close()

    assert seen == {0: (False, False), 40: (True, True)}


def test_without_a_script_the_day_stands(browser: Browser, address: str) -> None:
    """Nothing on the page says how long ago, which would be wrong tomorrow."""
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{address}{PAGE}")
    text = tab.locator(".mirrors").first.inner_text()
    tab.context.close()

    assert ("days ago" in text, "2026-08-22" in text) == (False, True)
