"""The catalogue: every mirror that the guide speaks of, and what others said of it; ``catalogue.toml`` says how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import tomli

from mirrors.errors import MirrorsError
from mirrors.language import LANGUAGES
from mirrors.reading import Place

FILE = "catalogue.toml"
KINDS = ("registry", "install")
SCOPES = ("open", "allow-list", "mainland-only", "login", "own-cloud")
STATES = ("pulled", "read", "answered", "listed", "login", "denied", "struck", "failed", "copied")
ARCHIVES = ("docker-ce", "debian", "ubuntu", "fedora")


class BadCatalogue(MirrorsError):
    """``catalogue.toml`` breaks its own rules; says where."""


@dataclass(frozen=True)
class Source:
    """Who said something, and how they came to know."""

    name: Mapping[str, str]
    how: Mapping[str, str]
    url: str = ""


@dataclass(frozen=True)
class Claim:
    """What somebody said of a mirror's operator or scope."""

    is_: str
    source: Source
    date: str
    """ISO 8601: a day, or no more than the month or year."""


@dataclass(frozen=True)
class Reported:
    """How a mirror fared when somebody else looked."""

    state: str
    """One of STATES."""
    source: Source
    date: str
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mirror:
    """A replacement source, and what others said of it."""

    host: str
    kind: str
    operator: Claim | None
    scope: Claim | None
    reported: tuple[Reported, ...]
    archives: Mapping[str, str] = field(default_factory=dict)
    in_notes: bool = False
    """Whether the notes that the guide grew out of name it."""

    @property
    def urls(self) -> tuple[str, ...]:
        """What a probe asks: none, if part of the name is each user's own."""
        if "<" in self.host:
            return ()
        return tuple(self.archives.values()) or (f"https://{self.host}",)


@dataclass(frozen=True)
class Catalogue:
    """All mirrors, and who spoke of them."""

    mirrors: tuple[Mirror, ...]
    sources: Mapping[str, Source]

    def of_kind(self, kind: str) -> tuple[Mirror, ...]:
        """Registry mirrors, or install mirrors."""
        return tuple(mirror for mirror in self.mirrors if mirror.kind == kind)

    def urls(self, kind: str) -> tuple[str, ...]:
        """What a probe of the whole catalogue asks."""
        return tuple(url for mirror in self.of_kind(kind) for url in mirror.urls)


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue that lies beside the code.

    Raises:
        BadCatalogue: it breaks its own rules.
    """
    return parse_catalogue(resources.files("mirrors").joinpath(FILE).read_text("utf-8"))


def parse_catalogue(text: str, file: str = f"mirrors/{FILE}") -> Catalogue:
    """The catalogue that ``text`` is.

    Raises:
        BadCatalogue: it breaks the rules; says where in ``file``.
    """
    try:
        tables = tomli.loads(text)
    except tomli.TOMLDecodeError as e:
        raise BadCatalogue(f"{file}: is not TOML: {e}") from e
    top = Place(file, text, BadCatalogue)
    top.fields(tables, required={"source": dict, "mirror": list})
    sources = {name: _source(top.at(f"[source.{name}]"), table) for name, table in tables["source"].items()}
    seen: set[str] = set()
    mirrors = []
    for table in tables["mirror"]:
        host = table.get("host", "")
        place = top.at(f'host = "{host}"')
        if host in seen:
            raise place.error(f"{host} stands twice; keep one of them")
        seen.add(host)
        mirrors.append(_mirror(place, table, sources))
    return Catalogue(tuple(mirrors), sources)


def _source(place: Place, table: Mapping[str, Any]) -> Source:
    place.fields(table, required={"name": dict, "how": dict}, known={"url": str})
    return Source(place.words(table, "name", LANGUAGES), place.words(table, "how", LANGUAGES), table.get("url", ""))


def _mirror(place: Place, table: Mapping[str, Any], sources: Mapping[str, Source]) -> Mirror:
    known = {"operator": dict, "scope": dict, "archives": dict, "in_notes": bool}
    place.fields(table, required={"host": str, "kind": str, "reported": list}, known=known)
    kind = place.choice(table, "kind", KINDS)
    archives = table.get("archives", {})
    for name, url in archives.items():
        if name not in ARCHIVES or not str(url).startswith(("https://", "http://")):
            raise place.error(f"archives: {name} = {url!r}; an address for one of: {', '.join(ARCHIVES)}")
    if (kind == "install") != bool(archives):
        raise place.error("an install mirror needs archives, and only an install mirror has them")
    reported = tuple(_reported(place, entry, sources) for entry in table["reported"])
    if not reported:
        raise place.error("reported is empty; say at least who named the mirror, and when")
    if list(reported) != sorted(reported, key=lambda r: r.date, reverse=True):
        raise place.error("reported has to be the newest first")
    scope = _claim(place, table, "scope", sources)
    if scope and scope.is_ not in SCOPES:
        raise place.error(f"scope is {scope.is_!r}; choose one of: {', '.join(SCOPES)}")
    operator = _claim(place, table, "operator", sources)
    return Mirror(table["host"], kind, operator, scope, reported, archives, table.get("in_notes", False))


def _claim(place: Place, table: Mapping[str, Any], name: str, sources: Mapping[str, Source]) -> Claim | None:
    if name not in table:
        return None
    claim = table[name]
    place.fields(claim, required={"is": str, "source": str, "date": object}, of=name)
    return Claim(claim["is"], place.of(sources, claim["source"], "source"), place.date(claim["date"]))


def _reported(place: Place, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Reported:
    required = {"state": str, "source": str, "date": object}
    place.fields(entry, required=required, known={"note": dict}, of="reported")
    source, date = place.of(sources, entry["source"], "source"), place.date(entry["date"])
    note = place.words(entry, "note", LANGUAGES) if "note" in entry else {}
    return Reported(place.choice(entry, "state", STATES), source, date, note)
