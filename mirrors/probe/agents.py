"""What the pull engines send, and what a browser does."""

from __future__ import annotations

from typing import NamedTuple


class Agent(NamedTuple):
    """Who asks."""

    user_agent: str
    namespace: str = ""
    """What it puts behind the address of a manifest or layer."""
    pings: bool = False
    """Whether it asks for /v2/, and for a token only if that says so."""


_GO = "go/go1.25.3"
_KERNEL = "kernel/6.12.0-1-amd64 os/linux arch/amd64"
_DOCKER = f"docker/29.1.1 {_GO} git-commit/9a84135 {_KERNEL}"
AGENTS = {
    "graphdriver": Agent(rf"{_DOCKER} UpstreamClient(Docker-Client/29.1.1 \(linux\))", pings=True),
    "containerd": Agent(f"{_DOCKER} containerd-client/2.2.0 storage-driver/overlayfs", "docker.io"),
}
BROWSER = Agent("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")

INDEXES = ("application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.index.v1+json")
MANIFESTS = ("application/vnd.docker.distribution.manifest.v2+json", "application/vnd.oci.image.manifest.v1+json")
ACCEPT = ", ".join((*MANIFESTS, *INDEXES))
