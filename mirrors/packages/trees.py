"""What is looked at on an install mirror; ``trees.toml`` says how."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from mirrors.errors import MirrorsError
from mirrors.language import read_table, say

FILE = "packages/trees.toml"
WORDS = "packages/words.toml"
_DEB = {"x86_64": "amd64", "AMD64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
_RPM = {"amd64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Tree:
    """One repository of an archive."""

    manager: str
    """``apt`` or ``dnf``."""
    path: str
    package: str
    suite: str = ""
    component: str = ""
    key: str = ""
    fingerprint: str = ""


def deb_architecture() -> str:
    """As Debian names the architecture of this computer; what else there is has no packages of Docker's."""
    return _DEB.get(platform.machine(), "amd64")


@cache
def trees(archive: str) -> tuple[Tree, ...]:
    """The repositories of an archive that are looked at."""
    rpm = _RPM[deb_architecture()]
    return tuple(Tree(**{**fields, "path": fields["path"].format(rpm=rpm)}) for fields in read_table(FILE)[archive])


def archive_of(url: str) -> str | None:
    """The archive that ``url`` is a mirror of, by the last part of its path; None if it is none that is known."""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return name if name in read_table(FILE) else None


def known_archive(url: str) -> str:
    """The same, where there has to be one.

    Raises:
        MirrorsError: it is none that is known.
    """
    archive = archive_of(url)
    if archive is None or urlsplit(url).scheme not in ("http", "https"):
        known = ", ".join(f"https://…/{name}" for name in read_table(FILE))
        raise MirrorsError(say("not-an-archive", file=WORDS, url=url, known=known))
    return archive
