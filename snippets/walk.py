"""What a page's front matter says of its walk.

walk:
  machine: booted                       # bare, booted or docker
  distros: [debian-13, debian-12]
  network: without-docker-hub           # default: open
  second: every                         # default: once
  world: rehearsal                      # default: any
  image_store: classic                  # default: any
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from snippets.distro import Distro, find_distro
from snippets.errors import BadFrontMatter
from snippets.evidence import WORLDS

MACHINES = ("bare", "booted", "docker")
NETWORKS = ("open", "without-docker-hub")
SECONDS = ("once", "every")
IMAGE_STORES = ("classic", "containerd")
"""Where Docker Engine keeps images: graph drivers, or containerd, as Engine 29 does when it is installed afresh."""
ANY = "any"
_FIELDS = {"machine", "distros", "network", "second", "world", "image_store"}


@dataclass(frozen=True)
class Walk:
    """How a page is walked."""

    machine: str
    """``bare``: a fresh distro; ``booted``: with systemd; ``docker``: with Engine, by the install pages."""
    distros: tuple[Distro, ...]
    network: str
    """What the machine reaches: the whole world, or all of it but Docker Hub."""
    second: str
    """What is walked with the second values too: every text that has any once, or on every distro."""
    world: str = ANY
    """The only world that has the hosts it needs; or any."""
    image_store: str = ANY
    """The only image store that it can be walked with; or any."""

    def is_in(self, world: str) -> bool:
        """Whether ``world`` has the hosts it needs."""
        return self.world in (ANY, world)

    def is_with(self, image_store: str) -> bool:
        """Whether it starts with Docker Engine, and can have its images in ``image_store``."""
        return self.machine == "docker" and self.image_store in (ANY, image_store)


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
    machine = _choice(table, "machine", MACHINES, "", page)
    choices = (
        ("network", NETWORKS), ("second", SECONDS), ("world", (ANY, *WORLDS)), ("image_store", (ANY, *IMAGE_STORES)),
    )  # fmt: skip
    network, second, world, store = (_choice(table, field, known, known[0], page) for field, known in choices)
    names = table.get("distros")
    if not isinstance(names, list) or not names or len(set(names)) != len(names):
        raise BadFrontMatter("walk: distros needs a list of distro ids, each once", page, 1)
    return Walk(machine, tuple(find_distro(str(name), page, 1) for name in names), network, second, world, store)


def _choice(table: dict[str, Any], field: str, known: tuple[str, ...], default: str, page: Path | str) -> str:
    chosen = table.get(field, default)
    if chosen not in known:
        raise BadFrontMatter(f"walk: {field} is {chosen!r}; choose one of: {', '.join(known)}", page, 1)
    return str(chosen)
