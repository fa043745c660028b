"""Many pages, for measuring: the guide's site, and bare Material with mkdocs-macros on the same Markdown."""

from __future__ import annotations

import shutil
from pathlib import Path

from macros.block import block
from macros.strip import strip
from macros.view import View
from snippets.call import Call, find_calls
from snippets.front_matter import front_matter
from snippets.text import LANGUAGES
from tests.site.guide import write_guide

PAGE = """---
title: Page {number}
description: Page {number} of many.
walk: {{machine: docker, distros: [debian-13, debian-12]}}
effect: reads
---

# Page {number} {{ #page }}

{{= badge() =}}

## First {{ #first }}

One sentence about page {number}, with `code`, *emphasis* and a [link](../how-it-is-verified.md#badges).

{{= steps("install-engine", "keyring") =}}

## Second {{ #second }}

- A list of things,
- and another thing.

{{= steps("first-container", "pull") =}}

{{= file("configure-daemon", "daemon.json") =}}
"""
SECTION = 25
"""Pages of one section of the navigation."""
BARE = ("hooks:", "watch:", "  custom_dir:", "  alternate:")
"""Settings that bare Material does not have."""


def write_many(root: Path, pages: int) -> None:
    """The guide's configuration, macros and hooks, with ``pages`` pages in each language."""
    write_guide(root)
    (root / "docs" / "page.md").unlink()
    for number in range(pages):
        for folder in ("docs", "docs/zh"):
            path = root / folder / f"part-{number // SECTION}" / f"page-{number}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(PAGE.format(number=number), "utf-8")


def write_bare(root: Path, pages: int) -> None:
    """The same Markdown with its calls already written out; no macros, hooks or templates of ours. Built per file."""
    write_many(root, pages)
    for name in ("macros", "mirrors", "overrides"):
        shutil.rmtree(root / name)
    (root / "macros.py").write_text('def define_env(env):\n    """Say nothing."""\n', "utf-8")
    settings = (root / "mkdocs.yml").read_text("utf-8").splitlines(keepends=True)
    (root / "mkdocs.yml").write_text("".join(s for s in settings if not s.startswith(BARE)), "utf-8")
    for language, folder in zip(LANGUAGES, ("docs", "docs/zh"), strict=True):
        for path in (root / folder).glob("part-*/*.md"):
            path.write_text(_written_out(path, language), "utf-8")


def _written_out(path: Path, language: str) -> str:
    text = path.read_text("utf-8")
    name = f"{path.parent.name}/{path.name}"
    view = View(name, name, language, front_matter(text, path), text, pretty=False)
    said = {call.line: _say(view, call) for call in find_calls(text, path)}
    return "".join(said.get(n, line) for n, line in enumerate(text.splitlines(keepends=True), 1))


def _say(view: View, call: Call) -> str:
    return block(view, *call.arguments, macro=call.macro) if call.arguments else strip(view)
