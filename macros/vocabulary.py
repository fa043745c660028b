"""The macros by name, each told which page is calling, with errors that say where the call stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from macros.block import block
from macros.checks import checks
from macros.corrections import corrections
from macros.doctor import mirror_doctor
from macros.matrix import matrix
from macros.mirror_words import mirror_classes, mirror_sources
from macros.mirrors import mirror_table
from macros.standing import located
from macros.strip import strip
from macros.transcript import transcript
from macros.values import values
from macros.view import View
from snippets.errors import SnippetsError
from snippets.step import STEP_MACROS
from snippets.text import relative

Macro = Callable[..., str]


def vocabulary(env: Any) -> dict[str, Macro]:
    """What a page may say."""
    docs = Path(env.conf["docs_dir"])
    language = env.conf["theme"]["language"]
    english = docs.parent if language == "zh" else docs
    macros: dict[str, Macro] = {macro: partial(block, macro=macro) for macro in STEP_MACROS}
    macros |= {"transcript": transcript, "badge": strip, "parameters": values}
    order = list(pages(env.conf["nav"]))
    macros |= {
        "matrix": partial(matrix, docs=english, order=order),
        "checks": partial(checks, docs=english, order=order),
    }
    macros |= {"mirror_table": mirror_table, "mirror_sources": mirror_sources, "mirror_classes": mirror_classes}
    macros["mirror_doctor"] = partial(mirror_doctor, source=env.conf["repo_url"])
    macros["corrections"] = partial(corrections, docs=english)
    here = _Here(env, docs, language)
    return {name: here.bound(name, macro) for name, macro in macros.items()}


def pages(nav: Any) -> list[str]:
    """The pages of a navigation, in order."""
    if isinstance(nav, str):
        return [nav]
    children = nav.values() if isinstance(nav, dict) else nav or []
    return [page for child in children for page in pages(child)]


class _Here:
    """The page that is being built."""

    def __init__(self, env: Any, docs: Path, language: str) -> None:
        self._env, self._docs, self._language = env, docs, language
        self._page: object = None
        self._view: View | None = None

    def bound(self, name: str, macro: Macro) -> Macro:
        """The macro as pages call it."""

        def call(*arguments: str) -> str:
            view = self.view()
            try:
                return macro(view, *arguments)
            except SnippetsError as e:
                raise located(e, name, arguments, view.source, view.line(name, arguments)) from e

        return call

    def view(self) -> View:
        """The view of the page, made anew when the page changes."""
        page = self._env.page
        if self._view is None or self._page is not page:
            path = page.file.abs_src_path or self._docs.parent / page.file.src_uri
            self._page, self._view = (
                page,
                View(
                    page=page.file.src_uri,
                    source=relative(Path(path)).as_posix(),
                    language=self._language,
                    meta=page.meta,
                    markdown=page.file.content_string,
                    pretty=self._env.conf["use_directory_urls"],
                ),
            )
        return self._view
