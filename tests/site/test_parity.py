"""Both languages say the same."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from mkdocs.config import load_config

from macros.labels import load_labels
from macros.vocabulary import pages
from snippets.front_matter import front_matter
from snippets.text import LANGUAGES, ROOT
from tests.harness.outline import read_outline
from tests.site.built import DOCS, PAGES

CHINESE = DOCS / "zh"
SOURCE = re.compile(r"^source: [\"']?(?P<hash>\w+)", re.MULTILINE)
PARTS = ("headings", "calls", "links", "admonitions", "fences", "rows")


def meta(page: str, language: str) -> dict[str, Any]:
    """A page's front matter."""
    path = (CHINESE if language == "zh" else DOCS) / page
    return front_matter(path.read_text("utf-8"), path)


def test_every_page_has_its_twin() -> None:
    """Each English page has a Chinese one at the same path, and the other way round."""
    chinese = sorted(path.relative_to(CHINESE).as_posix() for path in CHINESE.rglob("*.md"))

    assert chinese == PAGES


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("page", PAGES)
def test_twins_have_the_same_outline(page: str, part: str) -> None:
    """Headings and ids, macro calls, links, admonitions, examples and tables stand in the same order."""
    assert getattr(read_outline(CHINESE / page), part) == getattr(read_outline(DOCS / page), part)


@pytest.mark.parametrize("page", PAGES)
def test_translation_is_of_the_english_page_as_it_is(page: str) -> None:
    """The Chinese front matter holds the hash of the English file that it was translated from."""
    english = hashlib.sha256((DOCS / page).read_bytes()).hexdigest()[:12]
    # Not by way of YAML, which takes some hashes for numbers.
    source = SOURCE.search((CHINESE / page).read_text("utf-8"))

    assert source is not None
    assert source["hash"] == english


@pytest.mark.parametrize("page", PAGES)
def test_twins_are_walked_alike(page: str) -> None:
    """Both front matters have the same walk and the same effect, and a title and description of their own."""
    english, chinese = meta(page, "en"), meta(page, "zh")

    assert (chinese.get("walk"), chinese.get("effect")) == (english.get("walk"), english.get("effect"))
    assert all(front.get("title") and front.get("description") for front in (english, chinese))


@pytest.mark.parametrize("page", PAGES)
def test_every_heading_has_an_id(page: str) -> None:
    """Each heading's id is written down, once a page, so that links hold in both languages."""
    ids = [id_ for _, id_ in read_outline(DOCS / page).headings]

    assert "" not in ids
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("page", PAGES)
def test_every_admonition_has_a_title(page: str) -> None:
    """Without a title of its own, a Chinese admonition would have an English one."""
    assert [kind for kind, titled in read_outline(CHINESE / page).admonitions if not titled] == []


def test_navigations_list_the_same_pages() -> None:
    """Both navigations have the same pages in the same order."""
    english, chinese = (load_config(str(ROOT / name)).nav for name in ("mkdocs.yml", "mkdocs.zh.yml"))

    assert pages(chinese) == pages(english)


@pytest.mark.parametrize("label", load_labels())
def test_every_label_stands_in_both_languages(label: str) -> None:
    """Each label has words in each language, and both fill in the same values."""
    words = load_labels()[label]
    filled = [{part.split("}")[0] for part in words[language].split("{")[1:]} for language in LANGUAGES]

    assert sorted(words) == sorted(LANGUAGES)
    assert filled[0] == filled[1]
