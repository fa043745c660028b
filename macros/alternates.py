"""MkDocs hook: each sitemap names both languages of a page.

Not in ``<head>``: the theme's script would ask for a sitemap beside each address that stands there.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

_ENTRY = re.compile(r"<url>\s*<loc>(?P<address>.*?)</loc>.*?</url>", re.DOTALL)
_LINK = '<xhtml:link rel="alternate" hreflang="{language}" href="{root}{folder}{page}"/>\n    '
_FOLDERS = {"en": "", "zh": "zh/"}


def on_post_build(config: MkDocsConfig) -> None:
    """Add the alternates; leave out the English text that stands in for a translation."""
    path = Path(config.site_dir, "sitemap.xml")
    here = config.site_url or "/"
    root = config.extra.get("root_url", here)
    docs = Path(config.docs_dir)
    chinese = docs if config.theme["language"] == "zh" else docs / "zh"

    def entry(match: re.Match[str]) -> str:
        page = match["address"].removeprefix(here)
        if (chinese / _source(page)).exists():
            links = "".join(_LINK.format(language=x, root=root, folder=f, page=page) for x, f in _FOLDERS.items())
            return match[0].replace("</url>", f"{links}</url>")
        return "" if docs == chinese else match[0]

    text = path.read_text("utf-8").replace("<urlset ", '<urlset xmlns:xhtml="http://www.w3.org/1999/xhtml" ', 1)
    path.write_text(_ENTRY.sub(entry, text), "utf-8")
    Path(f"{path}.gz").unlink(missing_ok=True)


def _source(page: str) -> str:
    return "index.md" if page in {"", "index.html"} else f"{page.removesuffix('.html')}.md"
