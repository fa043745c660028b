"""Stocks Docker Hub's registry: builds the stand-ins, and pushes them to a registry that is then kept as an image."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docker.errors import APIError
from docker.models.containers import Container

from tests.world.errors import WorldError
from tests.world.images import HERE, REPOSITORY, Images
from tests.world.platforms import join
from tests.world.roots import Root

_ROOT = Root("stand-ins", "trixie", ("apache2-utils", "busybox-static", "nginx-light", "python3"))
"""Where most stand-ins take their programs from."""
_DEBIAN = Root("debian", "trixie", ())
_AWS_CLI = Root("aws-cli", "trixie", ("awscli", "ca-certificates"))
ROOTS = (_ROOT, _DEBIAN, _AWS_CLI)


@dataclass(frozen=True)
class StandIn:
    """An image of Docker Hub that the guide uses."""

    name: str
    tags: tuple[str, ...]
    root: Root = _ROOT

    @property
    def repository(self) -> str:
        """Where Docker Hub has it."""
        return self.name if "/" in self.name else f"library/{self.name}"

    @property
    def dockerfile(self) -> Path:
        """What makes it."""
        return HERE / "hub" / f"{self.name.rpartition('/')[2]}.Dockerfile"


STAND_INS = (
    StandIn("busybox", ("latest", "1")),
    StandIn("alpine", ("latest", "3")),
    StandIn("hello-world", ("latest",)),
    StandIn("debian", ("latest", "13", "13-slim"), _DEBIAN),
    StandIn("nginx", ("latest", "1", "alpine")),
    StandIn("python", ("latest", "3", "3-slim")),
    StandIn("registry", ("latest", "3", "2")),
    StandIn("httpd", ("latest", "2")),
    StandIn("ratelimitpreview/test", ("latest",)),
    StandIn("amazon/aws-cli", ("latest",), _AWS_CLI),
)
"""In the order in which they are built."""
_MANY_PLATFORMS = "busybox"


def stock(images: Images, roots: Mapping[Root, str], services: str, target: str) -> None:
    """Build every stand-in on the image of its root, and make the image ``target`` of a registry that has them.

    The registry is published on the engine's loopback while it is stocked: that alone an engine trusts without TLS.
    """
    client, address = images.client, ""
    network = client.networks.create(f"{REPOSITORY}-stocking-{time.time_ns()}", labels=images.labels)
    command = ["docker-registry", "serve", "/etc/world/stocking.yml"]
    ports = {"5000/tcp": ("127.0.0.1", 0)}
    registry = client.containers.create(services, command, network=network.id, ports=ports, labels=images.labels)
    try:
        registry.start()
        address = _address(registry)
        for stand_in in STAND_INS:
            _push(images, roots[stand_in.root], services, stand_in, address)
        _add_platform(images, registry, address)
        stocked = b"".join(registry.get_archive("/srv/registry")[0])
    finally:
        registry.remove(force=True, v=True)
        network.remove()
        _forget(images, address)
    images.build(target, HERE / "hub" / "hub.Dockerfile", {"registry.tar": stocked}, SERVICES=services)


def _address(registry: Container) -> str:
    for _ in range(100):
        registry.reload()
        if bound := registry.ports.get("5000/tcp"):
            return f"127.0.0.1:{bound[0]['HostPort']}"
        time.sleep(0.05)
    raise WorldError("the registry to stock did not start:", registry.logs(tail=20).decode("utf-8", "replace"))


def _push(images: Images, root: str, services: str, stand_in: StandIn, address: str) -> None:
    repository = f"{address}/{stand_in.repository}"
    built = f"{repository}:{stand_in.tags[0]}"
    before = {name.upper(): f"{address}/library/{name}:latest" for name in ("busybox", "debian")}
    arguments = {"ROOT": root, "SERVICES": services, **before, "STAGE": address}
    images.build(built, stand_in.dockerfile, {"hub": HERE / "hub"}, **arguments)
    for version in stand_in.tags:
        images.client.images.get(built).tag(repository, version)
        _push_one(images, repository, version)
    images.remove_stage(address)


def _add_platform(images: Images, registry: Container, address: str) -> None:
    """Make the tags of one image mean another image on arm64."""
    (stand_in,) = (s for s in STAND_INS if s.name == _MANY_PLATFORMS)
    name = stand_in.repository
    built = f"{address}/{name}:arm64"
    dockerfile = HERE / "hub" / "other-platform.Dockerfile"
    images.build(built, dockerfile, {"hub": HERE / "hub"}, platform="linux/arm64")
    _push_one(images, f"{address}/{name}", "arm64")
    images.client.images.remove(built)
    for version in stand_in.tags:
        join(registry, name, version, {"amd64": version, "arm64": "arm64"})


def _forget(images: Images, address: str) -> None:
    for stand_in in STAND_INS if address else ():
        for version in stand_in.tags:
            with contextlib.suppress(APIError):
                images.client.images.remove(f"{address}/{stand_in.repository}:{version}")


def _push_one(images: Images, repository: str, version: str) -> None:
    for attempt in range(20):
        error = next(
            (e["error"] for e in images.client.api.push(repository, version, stream=True, decode=True) if "error" in e),
            None,
        )
        if error is None:
            return
        if "connection refused" not in error and "EOF" not in error:
            break
        time.sleep(0.05 * attempt)
    raise WorldError(f"cannot push {repository}:{version}: {error}")
