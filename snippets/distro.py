"""The systems that pages are for: ``distros.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from snippets.errors import BadDistro, Unknown
from snippets.text import LANGUAGES, ROOT, read_toml, relative, table_line

DISTROS = ROOT / "snippets" / "distros.toml"
_ID = re.compile(r"[a-z]+-[0-9.]+")
FAMILIES = ("debian",)
_FIELDS = {"name", "family", "codename", "image"}


@dataclass(frozen=True)
class Distro:
    """A system that pages are for."""

    id: str
    """os-release's ``ID-VERSION_ID``."""
    name: dict[str, str]
    """In each language."""
    family: str
    """Distros of a family share snippet files: ``debian.sh``."""
    codename: str
    """os-release's ``VERSION_CODENAME``."""
    image: str
    """The official image, for the internet world."""


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
    if not _ID.fullmatch(name):
        raise BadDistro(f"{name!r} is not os-release's ID-VERSION_ID, such as 'debian-13'", place, line)
    if set(fields) != _FIELDS:
        odd = ", ".join(sorted(set(fields) ^ _FIELDS))
        raise BadDistro(f"{name!r} has missing or unknown fields: {odd}", place, line)
    if fields["family"] not in FAMILIES:
        raise BadDistro(
            f"{name!r} has the unknown family {fields['family']!r}; known: {', '.join(FAMILIES)}", place, line
        )
    if set(fields["name"]) != set(LANGUAGES):
        raise BadDistro(f"{name!r} needs a name in each of: {', '.join(LANGUAGES)}", place, line)
    return Distro(id=name, **fields)
