"""MkDocs hook: Chinese prose is written one sentence per line, and a line's end must not become a space."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

_CODE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_PUNCTUATION = "，。！？；：、）】》”’"
_LINE_END = re.compile(rf"(?<=[{_PUNCTUATION}])\n(?=\S)|(?<=[{_WIDE}])\n(?=[{_WIDE}“‘])")


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Join the lines of Chinese prose; code stays as it is."""
    return joined(html) if config.theme["language"] == "zh" else html


def joined(html: str) -> str:
    """The HTML with the lines of its prose joined."""
    return "".join(part if part.startswith("<pre") else _LINE_END.sub("", part) for part in _CODE.split(html))
