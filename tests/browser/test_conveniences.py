"""What a reader chooses stays chosen: language, tab, dark mode. And search finds words of both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

PAGE = "install/linux.html"


@pytest.mark.parametrize(("start", "choice", "end"), [("", "zh", "zh/"), ("zh/", "en", "")])
def test_the_switch_stays_on_page_and_section(tab: Page, address: str, start: str, choice: str, end: str) -> None:
    """From a section of a page to the same section of its twin."""
    tab.goto(f"{start}{PAGE}#keyring")
    tab.locator(".md-select").hover()
    tab.locator(f"[data-language={choice}]").click()

    expect(tab.locator("html")).to_have_attribute("lang", choice)
    assert tab.url == f"{address}{end}{PAGE}#keyring"


@pytest.mark.parametrize("path", ["index.html", "404.html", "contributing/decisions/0004-evidence.html"])
def test_the_switch_works_everywhere(tab: Page, path: str) -> None:
    """At every depth it leads to a page that exists, there and back."""
    for start, choice in (("", "zh"), ("zh/", "en")):
        tab.goto(start + path)
        tab.locator(".md-select").hover()
        with tab.expect_response(lambda response: response.request.is_navigation_request()) as answer:
            tab.locator(f"[data-language={choice}]").click()

        assert answer.value.status == 200
        expect(tab.locator("html")).to_have_attribute("lang", choice)


def test_a_chosen_tab_is_linked_and_remembered(tab: Page) -> None:
    """One click chooses the family for all blocks, on this page and on the next, in both languages."""
    tab.goto(PAGE)
    tab.locator(".tabbed-labels label", has_text="Fedora").first.click()
    for path in ("", "install/china.html", f"zh/{PAGE}"):
        if path:
            tab.goto(path)
        steps = tab.locator(".tabbed-set .step[data-distro='fedora-44 fedora-43']")

        expect(steps.first).to_be_visible()
        assert all(step.is_visible() for step in steps.all())


def test_a_step_that_a_family_lacks_stays_readable(tab: Page) -> None:
    """Who has chosen a family that a step is not for sees the step of another, not an empty box."""
    tab.goto(PAGE)
    tab.locator(".tabbed-labels label", has_text="Amazon Linux").first.click()

    expect(tab.locator("#step-config-manager-other-fedora")).to_be_visible()
    expect(tab.locator("#step-config-manager-other-centos")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1366])
def test_no_page_is_wider_than_the_screen(browser: Browser, address: str, width: int) -> None:
    """Five tabs, long commands and the matrix scroll inside their own boxes; the page does not."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    for page in (PAGE, "matrix.html", f"zh/{PAGE}", "zh/matrix.html"):
        tab.goto(f"{address}{page}")

        assert tab.evaluate("document.documentElement.scrollWidth") == width, page
    context.close()


def test_the_matrix_keeps_its_page_column(browser: Browser, address: str) -> None:
    """Scrolled to the last distro on a phone, the name of the page is still there."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    tab = context.new_page()
    tab.goto(f"{address}matrix.html")
    box = tab.locator(".matrix")
    box.evaluate("box => { box.scrollLeft = box.scrollWidth }")
    name, last = tab.locator(".matrix tbody th").first, tab.locator(".matrix thead tr:nth-child(2) th").last

    assert name.bounding_box()["x"] - box.bounding_box()["x"] < 2  # type: ignore[index]
    expect(last).to_be_in_viewport()
    context.close()


def test_dark_mode_holds_in_the_other_language(tab: Page) -> None:
    """A chosen palette is kept from page to page and from language to language."""
    tab.goto("index.html")
    tab.locator("[data-md-component=palette] label:visible").click()
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.goto("zh/glossary.html")

    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize(
    ("start", "words", "found"),
    [
        ("", "registry mirror", "mirrors.html"),
        ("", "proxy", "proxy.html"),
        ("", "daemon.json", "daemon.html"),
        ("zh/", "镜像", "html"),
        ("zh/", "代理", "proxy.html"),
        ("zh/", "守护进程", "daemon.html"),
        ("zh/", "镜像加速器", "mirrors.html"),
        ("zh/", "https", "html"),
    ],
)
def test_search_finds(tab: Page, start: str, words: str, found: str) -> None:
    """The search of a language finds its own words, and leads to its own pages."""
    tab.goto(f"{start}index.html")
    box = tab.locator("[data-md-component=search-query]")
    box.click()
    box.fill(words)
    box.press("End")  # the theme's search waits for a key
    tab.wait_for_selector(".md-search-result__link")
    links = [str(a.get_attribute("href")) for a in tab.locator(".md-search-result__link").all()]

    assert any(found in link for link in links)
    assert all(("/zh/" in link) == (start == "zh/") for link in links)


def test_the_site_reads_without_javascript(address: str, browser: Browser) -> None:
    """Blocks, badges and default values are all there."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}configure/proxy.html")

    expect(tab.locator(".step pre").first).to_be_visible()
    expect(tab.locator("details.badge summary").first).to_be_visible()
    expect(tab.locator("#value-proxy")).to_have_value("proxy.example.com:7897")
    context.close()


def test_the_site_reads_from_disk(folder: object, address: str, browser: Browser) -> None:
    """Opened as a file, a page has its styles, and its links and the language switch lead to files."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"file://{folder}/{PAGE}")
    tab.locator(".md-select").hover()
    tab.locator("[data-language=zh]").click()

    expect(tab.locator("html")).to_have_attribute("lang", "zh")
    assert tab.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    context.close()
