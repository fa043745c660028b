"""One tag for two platforms, at a registry that only pretends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.world.errors import WorldError
from tests.world.platforms import LIST, MANIFEST, join

FOUND = "HTTP/1.1 200 OK\r\nContent-Length: 528\r\nDocker-Content-Digest: sha256:{0}\r\n\r\n"
DIGESTS = {"1": "aa", "arm64": "bb"}


@dataclass
class _Answer:
    output: bytes


class _Registry:
    """A registry's container; keeps what was put."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.put = refuses, ""

    def exec_run(self, _: list[str], environment: dict[str, str]) -> _Answer:
        request = environment["REQUEST"]
        what, tag = request.split(" ")[0], request.split(" ")[1].rpartition("/")[2]
        if what == self.refuses:
            return _Answer(b"HTTP/1.1 404 Not Found\r\n\r\nmanifest unknown")
        if what == "PUT":
            self.put = request
            return _Answer(b"HTTP/1.1 201 Created\r\n\r\n")
        return _Answer(FOUND.format(DIGESTS[tag]).encode())


def _entry(digest: str, architecture: str) -> dict[str, Any]:
    platform = {"architecture": architecture, "os": "linux"}
    return {"mediaType": MANIFEST, "size": 528, "digest": f"sha256:{digest}", "platform": platform}


def _joined(registry: Any) -> None:
    join(registry, "library/busybox", "1", {"amd64": "1", "arm64": "arm64"})


def test_the_tag_lists_an_image_for_each_platform() -> None:
    """Each entry has the digest and the size that the registry says."""
    registry = _Registry()
    _joined(registry)
    head, _, body = registry.put.partition("\r\n\r\n")

    assert head.startswith("PUT /v2/library/busybox/manifests/1 HTTP/1.1\r\n")
    assert f"Content-Type: {LIST}\r\nContent-Length: {len(body)}" in head
    assert [_entry("aa", "amd64"), _entry("bb", "arm64")] == json.loads(body)["manifests"]


@pytest.mark.parametrize("what", ["HEAD", "PUT"])
def test_a_refusal_is_told(what: str) -> None:
    """It says what was asked, and what the registry answered."""
    with pytest.raises(WorldError) as raised:
        _joined(_Registry(what))

    assert str(raised.value).splitlines() == [
        f"the registry to stock refuses {what} /v2/library/busybox/manifests/1:",
        "    HTTP/1.1 404 Not Found",
        "    ",
        "    manifest unknown",
    ]
