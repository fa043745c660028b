"""One way to behave: how a host is reached, what it shows in TLS, and what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.http import Answer, Request
from tests.faults.image import Image
from tests.faults.registry import Registry

PLACES = ("listens", "unknown_name", "refuses", "black_hole", "resets", "silent")
"""How a host is reached: does it listen, has it no address, no port, no answer; does it hang up, or say nothing."""
CERTIFICATES = ("good", "expired", "self_signed", "hostname", "none")
"""What a host shows in TLS; none: it speaks HTTP, whatever is expected of it."""


@dataclass(frozen=True)
class Visit:
    """One request to a host, and what the host knows."""

    request: Request
    registry: Registry
    foreign: str
    """The origin of another host, which does not answer."""
    number: int
    """How many requests the host had before."""

    @property
    def stage(self) -> str:
        """What part of a pull this is: ping, token, manifest, config, blob; or other."""
        path = self.request.path
        if path in ("/v2/", "/v2"):
            return "ping"
        if path == "/token":
            return "token"
        if "/manifests/" in path:
            return "manifest"
        if "/blobs/" not in path:
            return "other"
        return "config" if self.reference in self.image.configs else "blob"

    @property
    def repository(self) -> str:
        """Which repository is asked for."""
        return self.request.path[len("/v2/") :].rpartition("/")[0].rpartition("/")[0]

    @property
    def reference(self) -> str:
        """The tag or digest that is asked for."""
        return self.request.path.rpartition("/")[2]

    @property
    def image(self) -> Image:
        """What the repository that is asked for holds."""
        return self.registry.image(self.repository)

    def healthy(self) -> Answer:
        """What a healthy registry says."""
        return self.registry.answer(self.request)

    @property
    def admitted(self) -> bool:
        """Whether a healthy registry needs no other token."""
        return self.healthy().status != 401


Answering = Callable[[Visit], Awaitable[Answer]]


@dataclass(frozen=True)
class Behaviour:
    """A row of the table of behaviours."""

    name: str
    failure_class: str
    """What a prober calls it: a short name of the taxonomy; empty if it is free to choose."""
    says: str
    """What a mirror that behaves like this does, in a sentence."""
    answer: Answering
    case: str = ""
    """How it fails, if engines take that otherwise than the class as a rule."""
    place: str = "listens"
    certificate: str = "good"
    scheme: str = "https"
