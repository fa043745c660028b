"""Addresses, anchors, and the small pieces that macros are made of."""

from __future__ import annotations

import importlib

import pytest

from macros.block import block
from macros.values import values
from macros.view import View
from macros.vocabulary import pages
from snippets.errors import BadFrontMatter
from snippets.step import RUN


def view(page: str, *, pretty: bool) -> View:
    """A page without steps."""
    return View(page, f"docs/{page}", "en", {}, "", pretty)


def test_macros_can_be_imported() -> None:
    """mkdocs-macros reports an ImportError as a missing module, so this test finds it first."""
    assert callable(importlib.import_module("macros").define_env)
    assert callable(importlib.import_module("macros.vocabulary").vocabulary)


@pytest.mark.parametrize(
    ("page", "target", "pretty", "address"),
    [
        ("install/linux.md", "how-it-is-verified.md", False, "../how-it-is-verified.html"),
        ("matrix.md", "install/linux.md", False, "install/linux.html"),
        ("install/linux.md", "install/china.md", False, "china.html"),
        ("install/linux.md", "matrix.md", True, "../../matrix/"),
        ("index.md", "matrix.md", True, "matrix/"),
    ],
)
def test_links_lead_from_page_to_page(page: str, target: str, pretty: bool, address: str) -> None:
    """Relative, so that they work from disk and below any folder."""
    assert view(page, pretty=pretty).link(target) == address


def test_anchors_differ() -> None:
    """A block that stands twice on a page has two ids."""
    page = view("page.md", pretty=False)

    assert [page.anchor("step", "a/b.json") for _ in range(2)] == ["step-a-b-json", "step-a-b-json-2"]


def test_a_page_with_steps_needs_a_walk() -> None:
    """Without distros there is nothing to show, and nothing is shown."""
    with pytest.raises(BadFrontMatter, match=r"docs/page\.md:1: has steps, but no walk"):
        block(view("page.md", pretty=False), "first-container", "pull", macro=RUN)


def test_navigation_is_read_in_order() -> None:
    """Sections and pages, as deep as they go."""
    assert pages([{"Home": "index.md"}, {"Use": [{"A": "use/a.md"}, "use/b.md"]}, "c.md"]) == [
        "index.md", "use/a.md", "use/b.md", "c.md",
    ]  # fmt: skip


def test_fields_show_the_defaults_without_javascript() -> None:
    """The field holds the default and cannot be edited until the script is there."""
    html = values(view("page.md", pretty=False), "proxy")

    assert 'readonly spellcheck="false"' in html
    assert 'value="proxy.example.com:7897"' in html
    assert '<label for="value-proxy">Proxy (host:port)</label>' in html
