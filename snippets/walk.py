"""What a page's front matter says of its walk.

walk:
  machine: booted                       # bare, booted or docker
  distros: [debian-13, debian-12]
  network: without-docker-hub           # default: open
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from snippets.distro import Distro, find_distro
from snippets.errors import BadFrontMatter

MACHINES = ("bare", "booted", "docker")
NETWORKS = ("open", "without-docker-hub")
_FIELDS = {"machine", "distros", "network"}


@dataclass(frozen=True)
class Walk:
    """How a page is walked."""

    machine: str
    """``bare``: a fresh distro; ``booted``: with systemd; ``docker``: with Engine, by the install pages."""
    distros: tuple[Distro, ...]
    network: str
    """What the machine reaches: the whole world, or all of it but Docker Hub."""


def read_walk(meta: dict[str, Any], page: Path | str) -> Walk | None:
    """The walk that a page's front matter asks for; None if the page types no commands.

    Raises:
        BadFrontMatter: the walk breaks the format.
        Unknown: it names a distro that does not exist.
    """
    if "walk" not in meta:
        return None
    table = meta["walk"]
    if not isinstance(table, dict) or (odd := set(table) - _FIELDS):
        odd = odd if isinstance(table, dict) else {str(table)}
        raise BadFrontMatter(f"walk: unknown {', '.join(sorted(odd))}; known: {', '.join(sorted(_FIELDS))}", page, 1)
    machine, network, names = table.get("machine"), table.get("network", "open"), table.get("distros")
    if machine not in MACHINES:
        raise BadFrontMatter(f"walk: machine is {machine!r}; choose one of: {', '.join(MACHINES)}", page, 1)
    if network not in NETWORKS:
        raise BadFrontMatter(f"walk: network is {network!r}; choose one of: {', '.join(NETWORKS)}", page, 1)
    if not isinstance(names, list) or not names or len(set(names)) != len(names):
        raise BadFrontMatter("walk: distros needs a list of distro ids, each once", page, 1)
    return Walk(machine, tuple(find_distro(str(name), page, 1) for name in names), network)
