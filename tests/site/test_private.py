"""The site asks nobody but itself, and its content security policy holds it to that."""

from __future__ import annotations

import base64
import hashlib
import re

from bs4 import Tag

from tests.site.built import DOCS, Site, soup

LOADS = "script[src], img[src], iframe, object, embed, video, audio, source, link[rel=stylesheet], link[rel=icon]"
FOREIGN = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)
IN_CSS = re.compile(r"(?:url\(\s*|@import\s+)['\"]?(?P<address>[^'\")\s]+)")
IN_SCRIPT = re.compile(r"(?:https?|wss?)://|\bimportScripts\b|\bimport\(")


def address(tag: Tag) -> str:
    """What a tag loads."""
    return str(tag.get("src") or tag.get("href") or tag.get("data") or "")


def test_pages_load_nothing_foreign(site: Site) -> None:
    """No script, style, image or frame of a page lies elsewhere."""
    loads = {address(tag) for path in site.all_html() for tag in soup(path).select(LOADS)}
    kinds = {rel for path in site.all_html() for tag in soup(path).select("link") for rel in tag["rel"]}

    assert [a for a in loads if FOREIGN.match(a)] == []
    assert kinds <= {"stylesheet", "icon", "canonical", "prev", "next"}


def test_styles_load_nothing_foreign(site: Site) -> None:
    """No style sheet names a foreign font, image or style sheet."""
    named = {m["address"] for path in site.folder.rglob("*.css") for m in IN_CSS.finditer(path.read_text("utf-8"))}

    assert [a for a in named if FOREIGN.match(a)] == []


def test_our_scripts_name_no_host() -> None:
    """No script of ours holds an address; what the theme's do is watched in the browser."""
    found = [p.name for p in (DOCS / "assets").rglob("*.js") if IN_SCRIPT.search(p.read_text("utf-8"))]

    assert found == []


def test_every_page_has_a_strict_policy(site: Site) -> None:
    """The policy forbids everything by default, and allows exactly the page's own inline scripts."""
    for path in site.all_html():
        policy = soup(path).select_one("meta[http-equiv=Content-Security-Policy]")
        scripts = {str(tag.string) for tag in soup(path).find_all("script", src=False) if not tag.get("type")}
        hashes = {base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts}

        assert policy is not None, path
        content = str(policy["content"])
        assert content.startswith("default-src 'none';")
        assert "unsafe" not in content
        assert set(re.findall(r"'sha256-([^']+)'", content)) == hashes


def test_pages_have_no_inline_style_or_handler(site: Site) -> None:
    """What the policy would block is not there in the first place."""
    for path in site.all_html():
        attributes = {name for tag in soup(path).find_all(True) for name in tag.attrs}

        assert {name for name in attributes if name == "style" or name.startswith("on")} == set(), path
        assert soup(path).find_all("style") == [], path
