"""The corrections can be narrowed to one verdict, without a script."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser

from snippets.statement import CORRECT, VERDICTS, load_statements
from snippets.text import LANGUAGES
from tests.site.built import FOLDERS

COUNTS = Counter(s.verdict for s in load_statements().values() if s.verdict != CORRECT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_is_chosen_without_javascript(browser: Browser, address: str, language: str) -> None:
    """Each choice shows its own entries and no others, and all of them come back."""
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{address}{FOLDERS[language]}reference/corrections.html")
    seen = {}
    for name in [*(v for v in VERDICTS if v != CORRECT), "all"]:
        tab.locator(f'input[value="{name}"]').check()
        seen[name] = tab.locator(".correction:visible").count()
        others = f".correction:not(.correction--{name}):visible" if name != "all" else ".correction:not(:visible)"
        assert tab.locator(others).count() == 0, name
    tab.context.close()

    assert seen == {**COUNTS, "all": sum(COUNTS.values())}
