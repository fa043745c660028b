"""A reader's browser asks nobody but the site, and the policy blocks nothing that the site needs."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Request

from snippets.text import LANGUAGES
from tests.site.built import FOLDERS, PAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", sorted({str(PurePath(page).parent) for page in PAGES}))
def test_no_third_party_request_and_no_complaint(
    context: BrowserContext, address: str, section: str, language: str
) -> None:
    """On every page of the section: each request goes to the site and is answered, and the console stays empty."""
    requests: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    context.on("console", lambda message: complaints.append(f"{message.page and message.page.url}: {message.text}"))
    context.on("response", lambda response: complaints.extend([response.url] if response.status >= 400 else []))
    context.on("requestfailed", lambda request: complaints.extend(_failure(request)))
    tab = context.new_page()
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    for page in (page for page in PAGES if str(PurePath(page).parent) == section):
        tab.goto(f"{FOLDERS[language]}{page.removesuffix('.md')}.html", wait_until="networkidle")
    hosts = {urlsplit(url).netloc for url in requests if not url.startswith(("data:", "blob:"))}

    assert hosts == {urlsplit(address).netloc}
    assert complaints == []


def test_the_policy_blocks_a_foreign_request(context: BrowserContext) -> None:
    """The test above would see one: the browser itself refuses it, and says so."""
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    tab = context.new_page()
    tab.goto("index.html")
    answer = tab.evaluate("fetch('https://third-party.test/').then(() => 'answered', () => 'refused')")

    assert answer == "refused"
    assert any("Content Security Policy" in text for text in complaints)


def _failure(request: Request) -> list[str]:
    """What failed, if it did; not what a page still loads when the tab moves on, whose answer is looked at anyway."""
    aborted = request.failure is not None and "ERR_ABORTED" in request.failure
    return [] if aborted else [f"{request.url}: {request.failure}"]
