"""A view: what a macro needs to know of the page that calls it."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from macros.labels import Labels
from snippets.call import Call, find_calls
from snippets.distro import Distro
from snippets.errors import BadFrontMatter, Unknown
from snippets.step import Step
from snippets.text import relative
from snippets.topic import load_topic
from snippets.walk import Walk, read_walk


@dataclass
class View:
    """One page in one language, while it is built."""

    page: str
    """From the language's docs, such as ``install/linux.md``; evidence knows it by this name."""
    source: str
    """As a writer knows it: ``docs/zh/install/linux.md``."""
    language: str
    meta: dict[str, Any]
    markdown: str
    pretty: bool
    """Whether addresses are those of folders: ``install/linux/``."""
    anchors: Counter[str] = field(default_factory=Counter)

    @cached_property
    def labels(self) -> Labels:
        """The words of its language."""
        return Labels(self.language)

    @cached_property
    def calls(self) -> list[Call]:
        """Its macro calls."""
        return find_calls(self.markdown, self.source)

    @cached_property
    def walk(self) -> Walk:
        """How it is walked.

        Raises:
            BadFrontMatter: it calls steps and does not say how.
        """
        walk = read_walk(self.meta, self.source)
        if walk is None:
            raise BadFrontMatter("has steps, but no walk; add 'walk:' with machine and distros", self.source, 1)
        return walk

    def made(self, macro: str, topic: str, name: str) -> list[tuple[Distro, Step]]:
        """What a call shows and runs, on each of the page's distros that its topic is for.

        Raises:
            Unknown: the topic is for none of them.
        """
        found = load_topic(topic)
        made = [(distro, found.step(macro, name, distro)) for distro in self.walk.distros if found.is_for(distro)]
        if not made:
            toml = relative(found.folder / "topic.toml")
            raise Unknown(f"is for {', '.join(found.families)} only, and the page for none of them", toml)
        return made

    def line(self, macro: str, arguments: tuple[str, ...]) -> int | None:
        """Where the page first makes this call."""
        return next((c.line for c in self.calls if (c.macro, c.arguments) == (macro, arguments)), None)

    def anchor(self, *parts: str) -> str:
        """An id that no other block of the page has."""
        name = "-".join(parts).replace(".", "-").replace("/", "-")
        self.anchors[name] += 1
        return name if self.anchors[name] == 1 else f"{name}-{self.anchors[name]}"

    def link(self, page: str, anchor: str = "") -> str:
        """The address of another page, seen from this one."""
        target, here = self._address(page), posixpath.dirname(self._address(self.page))
        slash = "/" if target.endswith("/") else ""
        return posixpath.relpath(target or ".", here or ".") + slash + (f"#{anchor}" if anchor else "")

    def _address(self, page: str) -> str:
        stem = page.removesuffix(".md")
        if not self.pretty:
            return f"{stem}.html"
        folder = stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/"
        return folder
