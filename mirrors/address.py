"""The address of a registry mirror: what dockerd refuses, and what it accepts and should not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch

from mirrors.language import read_table

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PARTS = re.compile(r"(?P<host>[^/?#]*)(?P<path>/[^?#]*)?(?P<tail>[?#].*)?", re.DOTALL)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(:[0-9]{1,5})?")
_FOREIGN = re.compile(r"[^A-Za-z0-9._-]")
_LOOPBACK = ("localhost", "127.*", "[::1]")


@dataclass(frozen=True)
class Mistake:
    """What is wrong with an address: a table of rules.toml, and the values that its text fills in."""

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)


def mistakes_in(address: str, version: tuple[int, ...] | None = None) -> Iterator[Mistake]:
    """What rules L1 to L4, L9 and L11 say of it; ``version`` is the engine's, if it is known."""
    if not address:
        yield Mistake("empty")
        return
    scheme, rest = _split(address)
    parts = _PARTS.match(rest)
    host, path, tail = parts.group("host", "path", "tail") if parts else ("", None, None)
    user, at, host = host.rpartition("@")
    bare = f"{host}{path or ''}".rstrip("/")
    if scheme not in ("http", "https"):
        yield Mistake("other-scheme" if scheme else "no-scheme", {"scheme": scheme, "bare": bare})
    if not _HOST.fullmatch(host):
        yield Mistake("bad-host", {"found": _foreign(host)})
    if path and path != "/":
        yield _path(f"{scheme or 'https'}://{host}", version)
    if tail:
        yield Mistake("query", {"found": tail, "root": root_of(address)})
    if at:
        yield Mistake("user", {"value": address.replace(f"{user}@", "…@", 1)})
    name = _name(host)
    if scheme == "http" and not _matches(name, _LOOPBACK):
        yield Mistake("plain-http", {"bare": bare})
    hosts = read_table("rules.toml")["hosts"]
    if _matches(name, hosts["other"]):
        yield Mistake("not-a-mirror")
    elif _matches(name, hosts["hub"]):
        yield Mistake("hub-itself")


def root_of(address: str) -> str:
    """Scheme, host and path, as dockerd compares them: two that have it in common are one mirror."""
    scheme, rest = _split(address)
    parts = _PARTS.match(rest)
    host, path = parts.group("host", "path") if parts else (rest, "")
    return f"{scheme or 'https'}://{host.rpartition('@')[2].lower()}{(path or '').rstrip('/')}"


def host_of(address: str) -> str:
    """The host, with its port, as it stands in the name of an image."""
    return root_of(address).partition("://")[2].partition("/")[0]


def _split(address: str) -> tuple[str, str]:
    match = _SCHEME.match(address)
    return (
        (match[1].lower(), address[match.end() :])
        if match
        else ("", (address.partition("://")[2] or address).lstrip("/ "))
    )


def _path(root: str, version: tuple[int, ...] | None) -> Mistake:
    # Backported: 24.0.8 has it too.
    refused = version is not None and version < (24, 0, 8)
    shown = ".".join(map(str, version or ()))
    return Mistake("path-refused" if refused else "path", {"root": root, "version": shown})


def _foreign(host: str) -> str:
    found = _FOREIGN.search(host)
    if found is None:
        return f'"{host}"'
    return f'"{found[0]}"' if found[0].isprintable() and found[0] != " " else f"U+{ord(found[0]):04X}"


def _name(host: str) -> str:
    return re.sub(r":[0-9]*$", "", host).lower()


def _matches(name: str, patterns: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatch(name, pattern.replace("[", "[[]")) for pattern in patterns)
