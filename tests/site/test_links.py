"""Every address that the site names leads somewhere."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.site.built import ADDRESS, FOLDERS, PAGES, Site, soup

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
EMPTY_ANCHORS = {"", "__top"}


def problems(site: Site) -> list[str]:
    """The links of the built site that lead nowhere."""
    ids = {path: {tag["id"] for tag in soup(path).find_all(id=True)} for path in site.all_html()}
    found = []
    for path in site.all_html():
        here = urljoin(ADDRESS, path.relative_to(site.folder).as_posix())
        for tag in soup(path).select("a[href], link[href], img[src], script[src]"):
            address = str(tag.get("href") or tag.get("src"))
            link = urlsplit(urljoin(here, address))
            if f"{link.scheme}://{link.netloc}/" != ADDRESS:
                continue
            name = unquote(link.path.lstrip("/"))
            target = site.folder / (posixpath.join(name, "index.html") if name.endswith("/") or not name else name)
            if not target.is_file():
                found.append(f"{here}: {address} does not exist")
            elif target in ids and unquote(link.fragment) not in ids[target] | EMPTY_ANCHORS:
                found.append(f"{here}: {address} has no such anchor")
    return found


def test_every_internal_link_and_anchor_resolves(site: Site) -> None:
    """Each link, image, style and script exists, and each anchor stands on its page."""
    assert problems(site) == []


@pytest.mark.parametrize("language", FOLDERS)
def test_sitemap_names_both_languages_of_every_page(site: Site, language: str) -> None:
    """Each page of the language is in its sitemap, with its twin as hreflang."""
    tree = ET.parse(site.folder / FOLDERS[language] / "sitemap.xml")  # noqa: S314 - written by our own build
    for entry in tree.getroot():
        links = {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", NAMES)}
        page = str(entry.findtext("map:loc", "", NAMES)).removeprefix(ADDRESS + FOLDERS[language])

        assert links == {"en": ADDRESS + page, "zh": f"{ADDRESS}zh/{page}"}
    assert len(tree.getroot()) == len(PAGES)


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_knows_its_language_and_its_source(site: Site, page: str, language: str) -> None:
    """Language, canonical address, edit link and language switch are those of this page."""
    html, folder, file = soup(site.html(page, language)), FOLDERS[language], f"{page.removesuffix('.md')}.html"
    here = ADDRESS + folder + file
    switch = {str(a["hreflang"]): urljoin(here, str(a["href"])) for a in html.select("[data-language]")}
    canonical, edit = html.select_one("link[rel=canonical]"), html.select_one("a[rel=edit]")

    assert html.html is not None
    assert html.html["lang"] == language
    assert canonical is not None
    assert str(canonical["href"]).removesuffix("index.html") == here.removesuffix("index.html")
    assert edit is not None
    assert str(edit["href"]).endswith(f"/edit/main/docs/{folder}{page}")
    assert switch == {name: ADDRESS + other + file for name, other in FOLDERS.items()}
