"""MkDocs hook: a strict content security policy on every page, with the hashes of the page's own inline scripts."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

_PLACE = "__POLICY__"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; connect-src 'self'; font-src 'self'; "
    "img-src 'self' data:; style-src 'self'; worker-src 'self'; script-src 'self'"
)
_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """``mkdocs serve`` adds a script of its own to each page, which no policy here can know."""
    global _serving
    _serving = command == "serve"


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Write the policy of a page."""
    return _with_policy(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Write the policy of a page that has no Markdown, such as 404.html."""
    return _with_policy(output_content)


def _with_policy(html: str) -> str:
    policy = "" if _serving else " ".join([_POLICY, *sorted(map(_hash, set(_INLINE.findall(html))))])
    return html.replace(_PLACE, policy, 1)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
