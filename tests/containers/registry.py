"""A real registry on the engine's loopback, which an engine trusts without TLS; what it has, it can be made to bend."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any

import docker
import httpx

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_BLOBS = "/srv/registry/docker/registry/v2/blobs/sha256"


def digest_of(data: bytes) -> str:
    """How a registry names it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


class Registry:
    """Use it as a context manager."""

    def __init__(self, client: docker.DockerClient, image: str, labels: Mapping[str, str]) -> None:
        command = ["docker-registry", "serve", "/etc/world/stocking.yml"]
        ports = {"5000/tcp": ("127.0.0.1", 0)}
        self._client, self._container = client, client.containers.run(
            image, command, ports=ports, labels=dict(labels), detach=True
        )  # fmt: skip
        self._container.reload()
        (bound,) = self._container.ports["5000/tcp"] or []
        self.address = f"127.0.0.1:{bound['HostPort']}"
        self._http = httpx.Client(base_url=f"http://{self.address}/v2/")

    def __enter__(self) -> Registry:
        for _ in range(100):
            try:
                self._http.get("")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return self
        raise AssertionError(self._container.logs())

    def __exit__(self, *_: object) -> None:
        self._http.close()
        self._container.remove(force=True, v=True)
        for image in self._client.images.list():
            for name in [*image.tags, *image.attrs["RepoDigests"]]:
                if name.startswith(self.address):
                    self._client.images.remove(name)

    def push(self, image: str, name: str) -> str:
        """Push an image as ``name``; returns its digest."""
        repository = f"{self.address}/{name}"
        self._client.images.get(image).tag(repository, "pushed")
        said = list(self._client.api.push(repository, "pushed", stream=True, decode=True))
        assert [event for event in said if "error" in event] == []
        self._client.images.remove(f"{repository}:pushed")
        return digest_of(self._manifest(name, "pushed"))

    def bend(self, name: str, digest: str, architecture: str) -> str:
        """Add the same image with another architecture in its configuration; returns its digest."""
        manifest = json.loads(self._manifest(name, digest))
        config = self._get(f"{name}/blobs/{manifest['config']['digest']}").json() | {"architecture": architecture}
        data = json.dumps(config).encode()
        upload = httpx.URL(self._http.post(f"{name}/blobs/uploads/").headers["Location"])
        self._http.put(upload.copy_merge_params({"digest": digest_of(data)}), content=data).raise_for_status()
        manifest["config"] |= {"digest": digest_of(data), "size": len(data)}
        return self._put(name, architecture, MANIFEST, manifest)

    def add_index(self, name: str, tag: str, images: Mapping[str, str]) -> str:
        """Add an index of images by architecture, as vendors do; returns its digest."""
        sizes = {digest: len(self._manifest(name, digest)) for digest in images.values()}
        entries = [
            {"mediaType": MANIFEST, "digest": d, "size": sizes[d], "platform": {"os": "linux", "architecture": a}}
            for a, d in images.items()
        ]
        return self._put(name, tag, OCI_INDEX, {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": entries})

    def add_swapped(self, name: str, digest: str) -> str:
        """Add an index, and send the image ``digest`` whenever that is asked for; returns the digest that is a lie."""
        swapped = self.add_index(name, "swapped", {"s390x": digest})
        target, source = (f"{_BLOBS}/{d[7:9]}/{d[7:]}/data" for d in (swapped, digest))
        assert self._container.exec_run(["cp", source, target]).exit_code == 0
        return swapped

    def _manifest(self, name: str, reference: str) -> bytes:
        return self._get(f"{name}/manifests/{reference}", Accept=f"{MANIFEST}, {OCI_INDEX}").content

    def _get(self, path: str, **headers: str) -> httpx.Response:
        return self._http.get(path, headers=headers, follow_redirects=True).raise_for_status()

    def _put(self, name: str, tag: str, media_type: str, fields: dict[str, Any]) -> str:
        data = json.dumps(fields).encode()
        self._http.put(f"{name}/manifests/{tag}", content=data, headers={"Content-Type": media_type}).raise_for_status()
        return digest_of(data)
