"""One run of the harness: its labels, and the sweep of what a killed run left behind."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docker
from docker.errors import APIError, NotFound
from docker.models.networks import Network
from filelock import FileLock

LABEL = "docker-verified"
SESSION = f"{LABEL}.session"
OWNER = f"{LABEL}.owner"
_SWEEPING = Path(tempfile.gettempdir(), f"{LABEL}-{os.getuid()}-sweep.lock")


def process_identity(pid: int) -> str:
    """Names a process so that another with the same id, later or on another host, is not taken for it.

    Raises:
        ProcessLookupError: there is no such process, or it has ended and only its parent does not know yet.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError as e:
        raise ProcessLookupError(pid) from e
    state, *fields = stat.rpartition(")")[2].split()
    if state == "Z":
        raise ProcessLookupError(pid)
    boot = Path("/proc/sys/kernel/random/boot_id").read_text("utf-8").strip()
    return f"{boot}/{pid}/{fields[18]}"


def is_alive(owner: str) -> bool:
    """Whether the process that ``owner`` names still runs; one of another host is left alone."""
    boot, _, rest = owner.partition("/")
    pid = rest.partition("/")[0]
    try:
        mine = process_identity(os.getpid()).partition("/")[0]
        return boot != mine or process_identity(int(pid)) == owner
    except (ProcessLookupError, ValueError):
        return False


@dataclass(frozen=True)
class Session:
    """One run: every container, network and volume it makes carries its labels."""

    id: str = field(default_factory=lambda: secrets.token_hex(4))
    owner: str = field(default_factory=lambda: process_identity(os.getpid()))

    @property
    def labels(self) -> dict[str, str]:
        """For everything that must not outlive the session."""
        return {LABEL: "1", SESSION: self.id, OWNER: self.owner}

    def remove_all(self, client: docker.DockerClient) -> list[str]:
        """Remove whatever the session still has; returns the names of it."""
        return _remove(client, f"{SESSION}={self.id}")


def sweep(client: docker.DockerClient) -> list[str]:
    """Remove what sessions left whose process is gone; returns the names of it."""
    removed = []
    # Two runs that remove the same container at once leave its endpoint behind: Engine 20.10.
    with FileLock(_SWEEPING):
        for session, owner in sorted(set(_sessions(client))):
            if not is_alive(owner):
                removed += _remove(client, f"{SESSION}={session}")
    return removed


def _sessions(client: docker.DockerClient) -> Iterator[tuple[str, str]]:
    chosen: dict[str, str | list[str] | bool] = {"label": SESSION}
    labels = [c.labels for c in client.containers.list(all=True, filters=chosen, ignore_removed=True)]
    labels += [n.attrs["Labels"] for n in client.networks.list(filters=chosen)]
    labels += [v.attrs["Labels"] for v in client.volumes.list(filters=chosen)]
    for of_one in labels:
        yield of_one[SESSION], of_one.get(OWNER, "")


def _remove(client: docker.DockerClient, label: str) -> list[str]:
    removed = []
    for container in client.containers.list(all=True, filters={"label": label}, ignore_removed=True):
        with contextlib.suppress(NotFound, APIError):
            container.remove(force=True, v=True)
        removed.append(f"container {container.name}")
    networks = client.networks.list(filters={"label": label})
    removed += [f"network {network.name}" for network in networks if _remove_network(network)]
    for volume in client.volumes.list(filters={"label": label}):
        with contextlib.suppress(NotFound):
            volume.remove(force=True)
        removed.append(f"volume {volume.name}")
    return removed


def _remove_network(network: Network) -> bool:
    """Whether it went; an engine may count endpoints of containers that are gone, and must be told so."""
    with contextlib.suppress(APIError):
        network.reload()
        for endpoint in (network.attrs["Containers"] or {}).values():
            with contextlib.suppress(APIError):
                network.disconnect(endpoint["Name"], force=True)
        network.remove()
        return True
    return False
