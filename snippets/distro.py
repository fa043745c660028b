"""The systems that pages are for: ``distros.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from snippets.errors import BadDistro, EndOfLife, Unknown
from snippets.text import LANGUAGES, ROOT, read_toml, relative, table_line

DISTROS = ROOT / "snippets" / "distros.toml"
FAMILIES = {
    "debian": "Debian",
    "ubuntu": "Ubuntu",
    "fedora": "Fedora",
    "centos": "CentOS Stream",
    "amazon": "Amazon Linux",
}
"""The families, with the names that both languages use."""
PACKAGE_MANAGERS = ("apt", "dnf5", "dnf4")
ARCHITECTURES = ("amd64", "arm64")
NOTICE = timedelta(days=90)
"""How long before a distro's end of life a warning begins."""
_ID = re.compile(r"[a-z]+-[0-9.]+")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_FIELDS: dict[str, type] = {
    "name": dict, "family": str, "package_manager": str, "codename": str, "image": str, "digest": str,
    "architectures": list, "end_of_life": date, "rehearsal": str,
}  # fmt: skip


class EndOfLifeNear(UserWarning):
    """A distro reaches its end of life within :data:`NOTICE`."""


@dataclass(frozen=True)
class Distro:
    """A system that pages are for."""

    id: str
    """os-release's ``ID-VERSION_ID``."""
    name: dict[str, str]
    """In each language."""
    family: str
    """One of :data:`FAMILIES`, whose distros share snippet files (``debian.sh``) and a tab."""
    package_manager: str
    """``apt``, ``dnf5`` or ``dnf4``."""
    codename: str
    """os-release's ``VERSION_CODENAME``; empty where the vendor's paths have a number instead."""
    image: str
    """The official image, for the internet world: a repository and a tag."""
    digest: str
    """Pins the image: of its index, which names the image of each architecture. Refreshed by ``nox -s pin``."""
    architectures: list[str]
    """Those that the guide walks, as Docker names them."""
    end_of_life: date
    """The day of the last free security updates, long-term support included."""
    rehearsal: str
    """The suite of Debian's archive that its machine in the rehearsal world is built from."""

    @property
    def version(self) -> str:
        """os-release's ``VERSION_ID``."""
        return self.id.partition("-")[2]

    @property
    def pinned_image(self) -> str:
        """The official image as an engine pulls it: by its digest."""
        return f"{self.image}@{self.digest}"

    @property
    def is_stand_in(self) -> bool:
        """Whether its machine in the rehearsal world is another system that wears its name."""
        return self.codename != self.rehearsal

    def check_alive(self, today: date) -> None:
        """See that the distro still gets security updates.

        Raises:
            EndOfLife: it does not.
        """
        if today > self.end_of_life:
            what = f"{self.id!r} reached its end of life on {self.end_of_life}; take it off its pages, or mend the date"
            raise EndOfLife(what, relative(DISTROS), table_line(DISTROS, self.id))


def load_distros(path: Path = DISTROS) -> dict[str, Distro]:
    """The distros by id, in the order in which pages show them.

    Raises:
        BadDistro: an entry breaks the format.
    """
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


def find_distro(name: str, where: Path | str, line: int | None = None) -> Distro:
    """The distro with the id ``name``, which ``where`` asks for.

    Raises:
        Unknown: there is no such distro.
    """
    distros = load_distros()
    if name not in distros:
        raise Unknown(f"unknown distro {name!r}; distros.toml has: {', '.join(distros)}", where, line)
    return distros[name]


@cache
def _load(path: Path, _changed: int) -> dict[str, Distro]:
    return {name: _distro(name, fields, path) for name, fields in read_toml(path, BadDistro).items()}


def _distro(name: str, fields: dict[str, Any], path: Path) -> Distro:
    place, line = relative(path), table_line(path, name)
    for problem in _problems(name, fields):
        raise BadDistro(f"{name!r} {problem}", place, line)
    return Distro(id=name, **fields)


def _problems(name: str, fields: dict[str, Any]) -> Iterator[str]:
    if not _ID.fullmatch(name):
        yield "is not os-release's ID-VERSION_ID, such as 'debian-13'"
    if odd := ", ".join(sorted(set(fields) ^ set(_FIELDS))):
        yield f"has missing or unknown fields: {odd}"
    for field, kind in _FIELDS.items():
        if type(fields[field]) is not kind:
            yield f"{field} is not a {kind.__name__}: {fields[field]!r}"
    if set(fields["name"]) != set(LANGUAGES):
        yield f"needs a name in each of: {', '.join(LANGUAGES)}"
    for field, known in (("family", tuple(FAMILIES)), ("package_manager", PACKAGE_MANAGERS)):
        if fields[field] not in known:
            yield f"has the unknown {field.replace('_', ' ')} {fields[field]!r}; known: {', '.join(known)}"
    if not fields["architectures"] or not set(fields["architectures"]) <= set(ARCHITECTURES):
        yield f"has the architectures {fields['architectures']}; choose from: {', '.join(ARCHITECTURES)}"
    if not _DIGEST.fullmatch(fields["digest"]):
        yield f"has no digest such as sha256: and 64 hexadecimal digits, but {fields['digest']!r}; run: nox -s pin"
