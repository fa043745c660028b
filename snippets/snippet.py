"""A snippet: a real file that is both shown and run, and its named sections.

The notation of a section is that of pymdownx.snippets: ``# --8<-- [start:install]`` … ``# --8<-- [end:install]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from snippets.comment import check_pairs, in_language
from snippets.errors import BadSnippet, Unknown
from snippets.text import read, relative

_MARKER = re.compile(r"^\s*# --8<-- \[(?P<edge>start|end):(?P<name>[^\]]*)\]\s*$")
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
CHECK = "-check"


@dataclass(frozen=True)
class Section:
    """A named part of a snippet."""

    name: str
    path: Path
    """From the repository's root."""
    line: int
    """Of the section's first line in the file."""
    source: str

    def shown(self, language: str) -> str:
        """What a reader of ``language`` sees, copies and runs; it ends with one newline."""
        return in_language(self.source, language)


@dataclass(frozen=True)
class Snippet:
    """A snippet file and its sections."""

    path: Path
    text: str
    sections: dict[str, Section]

    def section(self, name: str) -> Section:
        """The section called ``name``.

        Raises:
            Unknown: the file has no such section.
        """
        if name not in self.sections:
            known = ", ".join(self.visible) or "none"
            raise Unknown(f"has no section {name!r}; it has: {known}", self.path)
        return self.sections[name]

    @property
    def visible(self) -> list[str]:
        """The names of the sections that a page may show, in order."""
        return [name for name in self.sections if not name.endswith(CHECK)]


@cache
def _load(path: Path, _changed: int) -> Snippet:
    text = read(path, BadSnippet)
    place = relative(path)
    check_pairs(text, place)
    sections = _sections(text, place)
    return Snippet(place, text, sections)


def load_snippet(path: Path) -> Snippet:
    """Read a snippet file; read again only if it changed.

    Raises:
        BadSnippet: the file is unreadable or breaks the format.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _load(path, changed)


def _sections(text: str, path: Path) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    name, start, body = "", 0, list[str]()
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        marker = _MARKER.match(line.rstrip("\n"))
        if marker is None:
            body.append(line)
            continue
        if marker["edge"] == "start":
            _check_start(marker["name"], name, sections, path, number)
            name, start = marker["name"], number
        else:
            _check_end(marker["name"], name, "".join(body), path, number)
            sections[name] = Section(name, path, start + 1, "".join(body))
            name = ""
        body = []
    if name:
        raise BadSnippet(f"section {name!r} does not end; add '# --8<-- [end:{name}]'", path, start)
    _check_checks(sections, path)
    return sections


def _check_start(name: str, open_name: str, sections: dict[str, Section], path: Path, line: int) -> None:
    if open_name:
        raise BadSnippet(f"section {name!r} starts inside {open_name!r}; end that one first", path, line)
    if name in sections:
        raise BadSnippet(f"section {name!r} stands twice, first at line {sections[name].line}; rename one", path, line)
    if not _NAME.fullmatch(name):
        raise BadSnippet(f"section name {name!r} may hold only a-z, 0-9, '.' and '-'", path, line)


def _check_end(name: str, open_name: str, body: str, path: Path, line: int) -> None:
    if name != open_name:
        raise BadSnippet(f"section {name!r} ends here, but {open_name or 'none'!r} is open", path, line)
    if not body.strip():
        raise BadSnippet(f"section {name!r} is empty; fill it or remove it", path, line)


def _check_checks(sections: dict[str, Section], path: Path) -> None:
    for name, section in sections.items():
        subject = name.removesuffix(CHECK)
        if name != subject and subject not in sections and "." not in subject:
            raise BadSnippet(f"{name!r} checks no section of this file; name it SECTION{CHECK}", path, section.line - 1)
