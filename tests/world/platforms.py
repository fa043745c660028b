"""Gives an image of Docker Hub's registry a second platform, as nearly every image there has more than one."""

from __future__ import annotations

import json
from typing import Any

from docker.models.containers import Container

from tests.world.errors import WorldError

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
_ASK = 'exec 3<>/dev/tcp/127.0.0.1/5000; printf %s "$REQUEST" >&3; cat <&3'


def join(registry: Container, repository: str, tag: str, architectures: dict[str, str]) -> None:
    """Make ``tag`` a list of manifests: ``architectures`` says which tag has the image for which.

    Raises:
        WorldError: the registry does not take it.
    """
    manifests = [_entry(registry, repository, of, architecture) for architecture, of in architectures.items()]
    body = json.dumps({"schemaVersion": 2, "mediaType": LIST, "manifests": manifests})
    headers = f"Content-Type: {LIST}\r\nContent-Length: {len(body)}\r\n"
    _ask(registry, f"PUT /v2/{repository}/manifests/{tag}", headers, body, "201")


def _entry(registry: Container, repository: str, tag: str, architecture: str) -> dict[str, Any]:
    answer = _ask(registry, f"HEAD /v2/{repository}/manifests/{tag}", f"Accept: {MANIFEST}\r\n", "", "200")
    lines = (line.partition(": ") for line in answer.splitlines())
    headers = {name.lower(): value for name, _, value in lines}
    platform = {"architecture": architecture, "os": "linux"}
    size, digest = int(headers["content-length"]), headers["docker-content-digest"]
    return {"mediaType": MANIFEST, "size": size, "digest": digest, "platform": platform}


def _ask(registry: Container, what: str, headers: str, body: str, expected: str) -> str:
    """Ask from inside its container: nothing else reaches the registry of an engine elsewhere."""
    request = f"{what} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n{body}"
    done = registry.exec_run(["bash", "-c", _ASK], environment={"REQUEST": request})
    assert isinstance(done.output, bytes), "it is not streamed"
    answer = done.output.decode("utf-8", "replace")
    if answer.split(" ")[1:2] != [expected]:
        raise WorldError(f"the registry to stock refuses {what}:", answer)
    return answer
