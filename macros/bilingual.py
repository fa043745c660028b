"""MkDocs hook: one ``mkdocs build`` or ``mkdocs serve`` makes both languages.

English (mkdocs.yml) is built first; its last event then builds mkdocs.zh.yml into ``zh/`` of the site.
A page without a translation falls back to the English text under a notice.
"""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.bilingual")
_NOTICE = '!!! info "尚无中文译文"\n\n    本页暂未翻译，以下为英文原文。\n'
_FIRST_HEADING = re.compile(r"^# .*\n", re.MULTILINE)
_command: Literal["build", "gh-deploy", "serve"] = "build"


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember what was asked for; the second build is told the same."""
    global _command
    _command = command


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """While serving, forget the macros, so that the next build sees their edits."""
    if _command == "serve":
        for name in [name for name in sys.modules if name.split(".")[0] in {"macros", "mirrors", "snippets"}]:
            del sys.modules[name]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """What Chinese does not have, English stands in for."""
    if not _is_chinese(config):
        return files
    chinese, english = Path(config.docs_dir), Path(config.docs_dir).parent
    for path in sorted(english.rglob("*")):
        name = path.relative_to(english).as_posix()
        if path.is_dir() or path.is_relative_to(chinese) or (chinese / name).exists():
            continue
        if path.suffix == ".md":
            log.info("zh: %s is not translated, using English", name)
            files.append(File.generated(config, name, content=path.read_text("utf-8")))
        else:
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say that a page is not translated, and tell search engines."""
    if not _is_chinese(config) or not page.file.generated_by:
        return markdown
    page.meta["untranslated"] = True
    page.canonical_url = urljoin(config.extra["root_url"], page.url)
    page.edit_url = None
    return _FIRST_HEADING.sub(lambda heading: f"{heading[0]}\n{_NOTICE}\n", markdown, count=1)


def on_post_build(config: MkDocsConfig) -> None:
    """After English comes Chinese."""
    if _is_chinese(config):
        return
    file = Path(config.config_file_path).with_name("mkdocs.zh.yml")
    chinese = load_config(str(file), site_dir=str(Path(config.site_dir, "zh")), strict=config.strict)
    root = config.site_url or "/"
    chinese.site_url = urljoin(root, "zh/")
    chinese.extra["root_url"] = root
    chinese.plugins.on_startup(command=_command, dirty=False)
    build(chinese)


def _is_chinese(config: MkDocsConfig) -> bool:
    return bool(config.theme["language"] == "zh")
