"""A topic: a folder of snippet files, and its ``topic.toml`` with what the files themselves cannot say.

families = ["fedora", "centos"]       # whom it is for; pages leave its steps out elsewhere. Default: every distro
depends = ["mirrors/**/*.py"]         # what its steps run besides: a change there makes their evidence out of date

[file."daemon.json"]
target = "/etc/docker/daemon.json"
mode = "0644"                         # as written
owner = "root"                        # as written

[section.log-out]
ends_terminal = true
reboots = true
time_limit = 300                      # seconds
says = "port is already allocated"    # its output must hold this
unchecked = "exit-status"             # why it needs no check; or "later": a later step's check covers it
not_run = { en = "needs a GPU", zh = "需要 GPU" }
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from snippets.dependency import files_of
from snippets.distro import FAMILIES, Distro
from snippets.errors import BadTopic, Unknown
from snippets.snippet import CHECK, Section, Snippet, load_snippet
from snippets.step import RUN, UNCHECKED, WRITE, Options, Step, Target
from snippets.text import LANGUAGES, ROOT, read_toml, relative, table_line

SNIPPETS = ROOT / "snippets"
SHARED = "all.sh"
_OPTIONS = {
    "not_run": dict,
    "ends_terminal": bool,
    "reboots": bool,
    "time_limit": (int, float),
    "says": str,
    "says_with_containerd": str,
    "unchecked": str,
}
_TARGET = {"target": str, "mode": str, "owner": str}


@dataclass(frozen=True)
class Topic:
    """A folder of snippet files."""

    name: str
    folder: Path
    options: dict[str, Options]
    families: tuple[str, ...] = ()
    """Whom it is for: families of distros, or everyone if it names none."""
    depends: tuple[str, ...] = ()
    """Patterns of files that its steps run besides what they show."""

    def is_for(self, distro: Distro) -> bool:
        """Whether its steps are taken on ``distro``; a page's walk leaves them out where they are not."""
        return not self.families or distro.family in self.families

    def step(self, macro: str, name: str, distro: Distro) -> Step:
        """What the macro call ``macro(topic, name)`` shows and runs on ``distro``.

        Raises:
            Unknown: the topic has no such section or file.
            BadSnippet: a snippet file breaks its format.
        """
        options = self.options.get(name, Options())
        if macro == WRITE:
            return Step(macro, self.name, self._file(name), self._file_check(name, distro), options, self.depends)
        snippet = self.shell(distro)
        check = snippet.sections.get(name + CHECK)
        return Step(macro, self.name, snippet.section(name), check, options, self.depends)

    def shell(self, distro: Distro) -> Snippet:
        """The shell snippet for ``distro``: its own file, its family's, its package manager's, or the one for all.

        Raises:
            Unknown: there is none.
        """
        for name in (distro.id, distro.family, distro.package_manager.rstrip("45"), "all"):
            if (self.folder / f"{name}.sh").is_file():
                return load_snippet(self.folder / f"{name}.sh")
        raise Unknown(
            f"has no shell snippet for {distro.id}; add {distro.family}.sh or {SHARED}", relative(self.folder)
        )

    @property
    def is_shared(self) -> bool:
        """Whether one shell snippet serves every distro."""
        return [p.name for p in self.folder.glob("*.sh")] == [SHARED]

    def files(self) -> list[str]:
        """The names of the topic's file snippets."""
        return [p.name for p in sorted(self.folder.iterdir()) if p.suffix != ".sh" and p.name != "topic.toml"]

    def _file(self, name: str) -> Section:
        if name not in self.files() or name not in self.options:
            raise Unknown(f'has no file {name!r} with a [file."{name}"] target', relative(self.folder / "topic.toml"))
        snippet = load_snippet(self.folder / name)
        return Section(name, snippet.path, 1, snippet.text)

    def _file_check(self, name: str, distro: Distro) -> Section | None:
        if not any(self.folder.glob("*.sh")):
            return None
        return self.shell(distro).sections.get(name + CHECK)


@cache
def _load(folder: Path, _changed: int) -> Topic:
    if not folder.is_dir():
        raise Unknown(f"there is no topic {folder.name!r}; add the folder", relative(folder))
    path = folder / "topic.toml"
    tables = read_toml(path, BadTopic) if path.exists() else {}
    if odd := set(tables) - {"families", "depends", "section", "file"}:
        known = 'families, depends, [section.NAME], [file."NAME"]'
        raise BadTopic(f"unknown table [{sorted(odd)[0]}]; known: {known}", relative(path))
    families = tables.get("families", [])
    if not isinstance(families, list) or not set(map(str, families)) <= set(FAMILIES):
        raise BadTopic(f"families = {families!r}; a list of: {', '.join(FAMILIES)}", relative(path), 1)
    sections = {n: _options(n, t, path) for n, t in tables.get("section", {}).items()}
    files = {n: _file_options(n, t, path) for n, t in tables.get("file", {}).items()}
    topic = Topic(folder.name, folder, sections | files, tuple(families), _depends(tables, path))
    _check_names(topic, sections, files)
    return topic


def load_topic(name: str, root: Path = SNIPPETS) -> Topic:
    """The topic called ``name``.

    Raises:
        Unknown: there is no such folder.
        BadTopic: its ``topic.toml`` breaks the format.
    """
    path = root / name / "topic.toml"
    return _load(root / name, path.stat().st_mtime_ns if path.exists() else 0)


def _depends(tables: dict[str, Any], path: Path) -> tuple[str, ...]:
    patterns = tables.get("depends", [])
    if not isinstance(patterns, list) or not all(isinstance(p, str) and files_of([p]) for p in patterns):
        raise BadTopic(
            f"depends = {patterns!r}; a list of patterns, each for files of this repository", relative(path), 1
        )
    return tuple(patterns)


def topics(root: Path = SNIPPETS) -> list[str]:
    """The names of all topics."""
    return sorted(p.name for p in root.iterdir() if p.is_dir() and p.name not in {"evidence", "__pycache__"})


def _options(name: str, table: dict[str, Any], path: Path, known: dict[str, Any] = _OPTIONS) -> Options:
    for key, value in table.items():
        if key not in known or not isinstance(value, known[key]):
            raise BadTopic(
                f"{name!r}: {key} = {value!r}; known: {', '.join(known)}", relative(path), table_line(path, name)
            )
    if table.get("unchecked", UNCHECKED[0]) not in UNCHECKED:
        raise BadTopic(f"{name!r}: unchecked is one of: {', '.join(UNCHECKED)}", relative(path), table_line(path, name))
    reason = table.get("not_run", {})
    if reason and set(reason) != set(LANGUAGES):
        raise BadTopic(
            f"{name!r}: not_run needs a reason in each of: {', '.join(LANGUAGES)}",
            relative(path),
            table_line(path, name),
        )
    return Options(**{key: value for key, value in table.items() if key in _OPTIONS})


def _file_options(name: str, table: dict[str, Any], path: Path) -> Options:
    options = _options(name, table, path, _OPTIONS | _TARGET)
    target = Target(table.get("target", ""), table.get("mode", "0644"), table.get("owner", "root"))
    if not target.path.startswith(("/", "~/")) or not re.fullmatch("0[0-7]{3}", target.mode):
        raise BadTopic(
            f"{name!r} needs a target such as /etc/x or ~/x, and a mode such as 0644",
            relative(path),
            table_line(path, name),
        )
    return replace(options, target=target)


def _check_names(topic: Topic, sections: dict[str, Options], files: dict[str, Options]) -> None:
    path = topic.folder / "topic.toml"
    snippets = [load_snippet(p) for p in topic.folder.glob("*.sh")]
    known = {name for snippet in snippets for name in snippet.visible}
    for name in sections.keys() - known:
        raise BadTopic(f"no snippet of this topic has the section {name!r}", relative(path), table_line(path, name))
    for name in files.keys() - set(topic.files()):
        raise BadTopic(f"this topic has no file {name!r}", relative(path), table_line(path, name))


def steps_of(topic: Topic, distro: Distro) -> list[Step]:
    """Every step that a page could make of the topic on ``distro``."""
    shell = [topic.step(RUN, n, distro) for n in topic.shell(distro).visible] if any(topic.folder.glob("*.sh")) else []
    return shell + [topic.step(WRITE, n, distro) for n in topic.files()]
