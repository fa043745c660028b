"""A world: what machines reach. The harness uses this interface, and knows no world by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import docker

from snippets.distro import Distro
from tests.world.attachment import Attachment, WorldImage
from tests.world.internet import Internet
from tests.world.rehearsal import Rehearsal


class World(Protocol):
    """What every world offers to one run."""

    @property
    def key(self) -> str:
        """Changes with everything that a machine can get from the world."""

    def image(self, distro: Distro) -> WorldImage:
        """The disk that a machine of ``distro`` starts with, made if the engine lacks it."""

    def build(self, *distros: Distro) -> None:
        """Make ahead whatever the engine lacks."""

    def start(self) -> None:
        """Start what the world is made of, and wait until it answers."""

    def check(self) -> None:
        """Raise WorldError if a part has died since."""

    def network(self, name: str) -> Attachment:
        """Where a machine is to be attached."""

    def stop(self) -> None:
        """Remove what :meth:`start` started; fine if it is gone already."""


_WORLDS: dict[str, type[Rehearsal] | type[Internet]] = {"rehearsal": Rehearsal, "internet": Internet}


def make_world(
    name: str, client: docker.DockerClient, session: str, labels: Mapping[str, str], say: Callable[[str], None]
) -> World:
    """The world called ``name`` (one of snippets.evidence.WORLDS), for one run."""
    return _WORLDS[name](client, session, labels, say)


def recipe(name: str, distro: Distro) -> str:
    """What the disk of a machine of ``distro`` is made of in the world called ``name``; asks no engine."""
    return _WORLDS[name].recipe(distro)
