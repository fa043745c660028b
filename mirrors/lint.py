"""What is wrong with a daemon.json, as far as its mirrors go: rules L1 to L14, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Optional

from mirrors.address import Mistake, host_of, mistakes_in, root_of
from mirrors.catalogue import Claim, load_catalogue
from mirrors.daemon_json import KEY, DaemonJson, read
from mirrors.errors import BadFile
from mirrors.json_text import Node, place
from mirrors.language import language, read_table, say
from mirrors.terminal import escape

RULES = "rules.toml"
ERROR, WARNING, NOTE = "error", "warning", "note"
MOST = 3
"""So many mirrors are worth listing."""
_EMPTY_AND_BOM = (23, 0)
"""The first engine that reads an empty file, and one with a byte order mark."""
Version = Optional[tuple[int, ...]]


@dataclass(frozen=True)
class Finding:
    """One mistake, at its place."""

    kind: str
    """A table of rules.toml."""
    line: int
    column: int
    what: str
    do: str

    @property
    def rule(self) -> str:
        """L1 to L14."""
        return str(read_table(RULES)[self.kind]["rule"])

    @property
    def level(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return str(read_table(RULES)[self.kind]["level"])


def finding(kind: str, at: tuple[int, int] = (1, 1), **values: object) -> Finding:
    """What rules.toml says of a mistake, with nothing in it that a terminal would obey."""
    shown: dict[str, Any] = {name: escape(str(value)) for name, value in values.items()}
    what, do = (say(kind, file=RULES, part=part, **shown) for part in ("what", "do"))
    return Finding(kind, at[0], at[1], what, do)


def lint(data: bytes, version: Version = None) -> list[Finding]:
    """Everything that the file itself shows; ``version`` is the engine's, if it is known."""
    try:
        file = read(data)
    except BadFile as bad:
        do = say(bad.kind, file=RULES, part="do")
        return [Finding(bad.kind, bad.line, bad.column, bad.message, do)]
    return [*_whole(file, version), *_keys(file), *_list(file, version)]


def _whole(file: DaemonJson, version: Version) -> Iterator[Finding]:
    known, old = version is not None, version is not None and version < _EMPTY_AND_BOM
    shown = ".".join(map(str, version or ()))
    if file.bom:
        yield finding("byte-order-mark-refused", version=shown) if old else finding("byte-order-mark")
    if known and old and file.top is None:
        yield finding("empty-file-refused", version=shown)


def _keys(file: DaemonJson) -> Iterator[Finding]:
    """Keys that are meant to be ``registry-mirrors``."""
    for key in file.top.keys if file.top else ():
        name = str(key.read(file.text))
        if name != KEY and name.lower().replace("_", "-").rstrip("s") == KEY.rstrip("s"):
            # Go would read the key in any case, but dockerd compares it with its own list first, letter by letter.
            kind = "silent-key" if name == "registry-mirror" else "wrong-key"
            yield finding(kind, place(file.text, key.start), found=name)


def _list(file: DaemonJson, version: Version) -> Iterator[Finding]:
    node = file.mirrors
    if node is None or file.text[node.start : node.end] == "null":
        return
    if node.kind != "[":
        yield finding("not-a-list", place(file.text, node.start))
        return
    seen: dict[str, int] = {}
    for item in node.items:
        yield from _entry(file.text, item, seen, version)
    if len(seen) > MOST:
        yield finding("too-many", place(file.text, node.start), count=len(seen))


def _entry(text: str, item: Node, seen: dict[str, int], version: Version) -> Iterator[Finding]:
    at, shown = place(text, item.start), text[item.start : item.end]
    if item.kind != "string":
        # Go takes null for an empty text.
        yield finding("empty", at) if shown == "null" else finding("not-a-text", at, value=shown)
        return
    address = str(item.read(text))
    for mistake in mistakes_in(address, version):
        yield _at(mistake, at, shown)
    claim = _logins().get(host_of(address))
    if claim:
        source = claim.source.name[language()]
        yield finding("needs-login", at, value=shown, source=source, date=claim.date, host=root_of(address))
    if address and root_of(address) in seen:
        yield finding("repeated", at, value=shown, line=seen[root_of(address)])
    elif address:
        seen[root_of(address)] = at[0]


@cache
def _logins() -> Mapping[str, Claim]:
    """What is known of mirrors that want a login, by host."""
    mirrors = load_catalogue().of_kind("registry")
    return {one.host: one.scope for one in mirrors if one.scope and one.scope.is_ == "login"}


def _at(mistake: Mistake, at: tuple[int, int], shown: str) -> Finding:
    return finding(mistake.kind, at, **{"value": shown, **mistake.values})
