"""Chinese is set as Chinese printers set it, on the pages and in every Chinese text that the site or a block shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import autocorrect_py
import pytest
import yaml

from snippets.comment import in_language
from snippets.errors import SnippetsError
from snippets.text import ROOT, read, read_toml, relative

EXCEPTIONS = {
    "Docker Engine（Engine） { #engine }": "the brackets of the glossary's headings are all alike",
    "代理（主机:端口）": "what a reader types there has a half-width colon",
}
"""What the linter would set otherwise, and why it stays."""

HAN = "[\u4e00-\u9fff]"
CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
"""A Chinese character or a full-width mark."""
RULES = {
    "a space between Chinese and code": rf"{HAN}`x`|`x`{HAN}",
    "full-width punctuation": rf"{HAN}[,;:?!()]|[()]{HAN}",
    "“ ” for quotation marks": rf"{HAN}[\"']|[\"']{HAN}",
}
"""What the linter does not see."""

WORDS = {
    "映像": ("镜像", "磁盘映像文件"),
    "软件仓库": ("软件源", ""),
    "注册表": ("镜像仓库", ""),
    "暴露端口": ("发布端口", ""),
    "构建密钥": ("构建机密", ""),
    "散列": ("哈希", ""),
    "权能": ("能力", ""),
}
"""Words that other guides use, ours instead, and where the word is right."""
OF_WORDS = "docs/zh/contributing/translating.md"
"""Lists such words itself."""


class Text(NamedTuple):
    """Something that a Chinese reader sees."""

    place: str
    words: str


def chinese(table: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Each text under a key ``zh``, with the keys that lead to it."""
    if isinstance(table, dict):
        for name, value in table.items():
            if name == "zh" and isinstance(value, str):
                yield key, value
            else:
                yield from chinese(value, f"{key} {name}".strip())


def labels(nav: Any) -> Iterator[str]:
    """The labels of a navigation, at every level."""
    for entry in nav if isinstance(nav, list) else []:
        for label, below in entry.items():
            yield label
            yield from labels(below)


def of_pages() -> Iterator[Text]:
    """The pages, without their macro calls and without fences of code."""
    for path in sorted((ROOT / "docs" / "zh").rglob("*.md")):
        text = re.sub(r"\{=.*?=\}", "", read(path, SnippetsError))
        lines = re.sub(r"(?ms)^```(?!text).*?^```$", lambda m: "\n" * m[0].count("\n"), text).splitlines()
        yield from (Text(f"{relative(path)}:{number}", line) for number, line in enumerate(lines, 1))


def of_data() -> Iterator[Text]:
    """The Chinese half of every TOML file, and the labels of the navigation."""
    files = (file for folder in ("macros", "mirrors", "snippets") for file in (ROOT / folder).rglob("*.toml"))
    for path in sorted(files):
        found = chinese(read_toml(path, SnippetsError))
        yield from (Text(f"{relative(path)}: {key}", words) for key, words in found if re.search(HAN, words))
    settings = yaml.safe_load(read(ROOT / "mkdocs.zh.yml", SnippetsError))
    yield from (Text("mkdocs.zh.yml: nav", label) for label in labels(settings["nav"]))


def of_blocks() -> Iterator[Text]:
    """The comments of the snippets, and the words in the figures."""
    for path in sorted((ROOT / "snippets").glob("*/*")):
        if path.is_file() and path.suffix not in (".toml", ".pyc") and "#zh" in (text := read(path, SnippetsError)):
            shown = set(in_language(text, "zh").splitlines()) - set(in_language(text, "en").splitlines())
            yield from (Text(str(relative(path)), line.lstrip(" #")) for line in sorted(shown))
    for path in sorted((ROOT / "docs" / "zh" / "assets" / "images").glob("*.svg")):
        found = re.findall(r">([^<>]*\S[^<>]*)<", read(path, SnippetsError))
        yield from (Text(str(relative(path)), words) for words in found)


@cache
def texts() -> tuple[Text, ...]:
    """All of them that have Chinese in them."""
    return tuple(t for t in (*of_pages(), *of_data(), *of_blocks()) if re.search(CHINESE, t.words))


def plain(words: str) -> str:
    """The words as a reader sees them: code is ``x``, links have no target, and what Markdown itself writes is gone."""
    words = re.sub(r'^\s*!!! \w+ "(.*)"$|^\w+: "(.*)"$', r"\1\2", words)
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`]+`", "`x`", words))


def wrong(words: str) -> list[str]:
    """What is set wrongly, and how it is to be."""
    linted = [line.new for line in autocorrect_py.lint_for(words, "md").lines if line.old.strip() not in EXCEPTIONS]
    broken = [] if words.strip() in EXCEPTIONS else [r for r, rule in RULES.items() if re.search(rule, plain(words))]
    return linted + broken


def test_no_chinese_is_set_wrongly() -> None:
    """Spaces beside Latin and digits, full-width punctuation, curly quotes: everywhere, or with a reason."""
    found = [f"{text.place}: {text.words.strip()} → {fault}" for text in texts() for fault in wrong(text.words)]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("word", WORDS)
def test_no_other_word_is_used_for_ours(word: str) -> None:
    """One thing has one word, that of the glossary."""
    ours, right = WORDS[word]
    rest = ((text, text.words.replace(right, "") if right else text.words) for text in texts())
    found = [f"{t.place}: {t.words.strip()}" for t, left in rest if word in left and not t.place.startswith(OF_WORDS)]

    assert found == [], "\n".join([f"write {ours}", *found])


@pytest.mark.parametrize("words", EXCEPTIONS)
def test_an_exception_is_needed(words: str) -> None:
    """It stands somewhere, and the linter would change it."""
    assert [text.place for text in texts() if words in text.words] != []
    assert autocorrect_py.lint_for(words, "md").lines != []


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("安装 Docker，再用 `docker ps` 查看。", 0),
        ("{ #安装a }", 1),
        ("安装Docker", 1),
        ("好,世界", 2),
        ("用 `docker`查看", 1),
        ('他说"好"', 1),
        ("使用“ Docker ”", 1),
        ("代码 `a中文,b` 不动", 0),
        ("[链接](a中.md)里", 0),
    ],
)
def test_the_check_can_fail(words: str, faults: int) -> None:
    """Each kind of fault is found, and code and links are left alone."""
    assert len(wrong(words)) == faults
