"""A guide of one page, for tests of what the real guide never does."""

from __future__ import annotations

import shutil
from pathlib import Path

from snippets.text import ROOT

PAGE = """---
title: Page
description: A page.
walk: {machine: bare, distros: [debian-13, debian-12]}
effect: reads
---

# Page { #page }

{= badge() =}
"""
HOW = "---\ntitle: How\ndescription: How.\n---\n\n# How { #how }\n\n## Badges { #badges }\n"


def write_guide(root: Path, page: str = PAGE) -> None:
    """The real configuration and macros, a topic of its own, and ``page.md`` in English only."""
    for name in ("macros", "mirrors", "overrides", "snippets", "docs/assets"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "evidence"))
    for name in ("mkdocs.yml", "mkdocs.zh.yml"):
        (root / name).write_text((ROOT / name).read_text("utf-8").split("\nnav:")[0] + "\n", "utf-8")
    for folder in ("docs", "docs/zh"):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / "index.md").write_text(HOW.replace("How", "Home"), "utf-8")
        (root / folder / "how-it-is-verified.md").write_text(HOW, "utf-8")
    (root / "docs" / "page.md").write_text(page, "utf-8")


def write_topic(root: Path, name: str, files: dict[str, str]) -> None:
    """A topic with these files."""
    folder = root / "snippets" / name
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text, "utf-8")
