"""Mirrors that fail, and that otherwise have what Docker Hub has here: its busybox, by the right digests."""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.request import Request, urlopen

from tests.faults import __main__ as program
from tests.faults import registry
from tests.faults.image import CURRENT, INDEX, MANIFEST, Image, digest_of, image_of

HUB, REPOSITORY = "https://registry-1.docker.io", "library/busybox"
_DOCKER = "application/vnd.docker.distribution.manifest"
_ACCEPT = ", ".join((INDEX, MANIFEST, f"{_DOCKER}.list.v2+json", f"{_DOCKER}.v2+json"))


def ask(path: str) -> bytes:
    """What Docker Hub answers."""
    with urlopen(Request(f"{HUB}/v2/{REPOSITORY}/{path}", headers={"Accept": _ACCEPT})) as response:  # noqa: S310
        data: bytes = response.read()
        return data


def of_hub() -> Image:
    """Docker Hub's image, whole."""
    index = ask("manifests/latest")
    entries: list[dict[str, Any]] = json.loads(index)["manifests"]
    manifests = {entry["digest"]: ask(f"manifests/{entry['digest']}") for entry in entries}
    parsed = [json.loads(data) for data in manifests.values()]
    layers = frozenset(layer["digest"] for manifest in parsed for layer in manifest["layers"])
    blobs = {digest: ask(f"blobs/{digest}") for digest in {m["config"]["digest"] for m in parsed} | layers}
    platforms = {f"{e['platform']['os']}/{e['platform']['architecture']}": e["digest"] for e in entries}
    return Image(digest_of(index), {digest_of(index): index, **manifests}, platforms, blobs, layers)


def substitute(hub: Image) -> None:
    """Let the fault server have Docker Hub's image, and for the lies its own."""

    def image(repository: str, generation: str = CURRENT, size: int = 48 * 1024) -> Image:
        return hub if (repository, generation) == (REPOSITORY, CURRENT) else image_of(repository, generation, size)

    vars(registry)["image_of"] = image


if __name__ == "__main__":
    substitute(of_hub())
    sys.exit(program.main())
