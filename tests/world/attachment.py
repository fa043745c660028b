"""What a world gives a machine: an image, and a place in its network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class WorldImage:
    """The disk that a machine starts with."""

    tag: str
    """The image's name on the engine; it changes with everything that goes in."""
    origin: str
    """For evidence: ``official`` or ``bootstrapped``."""
    recipe: str
    """For evidence: names what the image is made of, the same on every host."""


@dataclass(frozen=True)
class Attachment:
    """A place in a world's network."""

    network_id: str
    resolver_ip: str | None = None
    """The name server to write into the machine's ``/etc/resolv.conf``; None leaves the engine's."""
    extra_hosts: Mapping[str, str] = field(default_factory=dict)
    """Names that the machine's ``/etc/hosts`` answers."""
