"""Chinese is set as Chinese: a line's end in the source is no space on the page."""

from __future__ import annotations

import re

import pytest

from macros.chinese import joined
from tests.site.built import PAGES, Site, soup

GAP = re.compile(r"[，。！？；：、）]\s+[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一句。\n又一句。</p>", "<p>一句。又一句。</p>"),
        ("<p>一句。\n<code>docker</code> 是</p>", "<p>一句。<code>docker</code> 是</p>"),
        ("<p>中文\n中文</p>", "<p>中文中文</p>"),
        ("<p>用 Docker\n运行</p>", "<p>用 Docker\n运行</p>"),
        ("<pre>一。\n二。</pre>", "<pre>一。\n二。</pre>"),
    ],
)
def test_lines_of_chinese_are_joined(html: str, expected: str) -> None:
    """After Chinese punctuation and between Chinese characters; never in code."""
    assert joined(html) == expected


@pytest.mark.parametrize("page", PAGES)
def test_no_chinese_paragraph_has_a_gap(site: Site, page: str) -> None:
    """No built Chinese paragraph has a space after its punctuation."""
    paragraphs = [tag.get_text() for tag in soup(site.html(page, "zh")).select("article p:not([class])")]

    assert [text for text in paragraphs if GAP.search(text)] == []
