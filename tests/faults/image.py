"""A small real image, made in memory from its name: index, manifests, configurations and one layer, rightly named."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
PLATFORMS = ("linux/amd64", "linux/arm64", "linux/arm/v7")
CURRENT, OLDER, EVIL = "current", "older", "evil"
"""Generations: what a tag names now, what it named before, and what nobody but a liar ever named so."""


def digest_of(data: bytes) -> str:
    """How a registry names it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@dataclass(frozen=True)
class Image:
    """What a registry holds of one image."""

    digest: str
    """The index's."""
    manifests: Mapping[str, bytes]
    """The index and each platform's manifest, by digest."""
    platforms: Mapping[str, str]
    """The digest of each platform's manifest."""
    blobs: Mapping[str, bytes]
    """Configurations and layers, by digest."""
    layers: frozenset[str]
    """The digests of the layers, those of every platform."""

    @property
    def configs(self) -> frozenset[str]:
        """The digests of the configurations."""
        return frozenset(self.blobs) - self.layers


@lru_cache(maxsize=256)
def image_of(
    repository: str, generation: str = CURRENT, size: int = 48 * 1024, platforms: tuple[str, ...] = PLATFORMS
) -> Image:
    """The image that ``repository`` holds, the same wherever and whenever it is asked for."""
    tar = _tar(f"{repository} {generation}", size)
    layer = _gzip(tar)
    blobs, manifests, digests = {digest_of(layer): layer}, {}, {}
    for platform in platforms:
        config = _json(_config(platform, digest_of(tar)))
        blobs[digest_of(config)] = config
        layers = [_descriptor(LAYER, layer)]
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": _descriptor(CONFIG, config), "layers": layers}
        digests[platform] = digest_of(_json(manifest))
        manifests[digests[platform]] = _json(manifest)
    entries = [_descriptor(MANIFEST, manifests[digests[p]]) | {"platform": _platform(p)} for p in platforms]
    index = _json({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries})
    manifests[digest_of(index)] = index
    return Image(digest_of(index), manifests, digests, blobs, frozenset({digest_of(layer)}))


def media_type(manifest: bytes) -> str:
    """What an index or a manifest calls itself."""
    return str(json.loads(manifest)["mediaType"])


def _tar(seed: str, size: int) -> bytes:
    """One file that no compression makes smaller."""
    content = Random(seed).getrandbits(8 * size).to_bytes(size, "little")  # noqa: S311 - it is no secret
    buffer, info = io.BytesIO(), tarfile.TarInfo("seed")
    info.size = size
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def _gzip(data: bytes) -> bytes:
    """Stored, not compressed: what zlib makes of it differs from one computer to the next."""
    parts = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for start in range(0, len(data), 0xFFFF):
        block = data[start : start + 0xFFFF]
        last = start + 0xFFFF >= len(data)
        parts.append(struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block)
    return b"".join([*parts, struct.pack("<II", zlib.crc32(data), len(data))])


def _config(platform: str, diff_id: str) -> dict[str, Any]:
    command = {"Cmd": ["/seed"]}
    return {**_platform(platform), "config": command, "rootfs": {"type": "layers", "diff_ids": [diff_id]}}


def _platform(platform: str) -> dict[str, str]:
    system, architecture, *variant = platform.split("/")
    return {"os": system, "architecture": architecture, **({"variant": variant[0]} if variant else {})}


def _descriptor(kind: str, data: bytes) -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest_of(data), "size": len(data)}


def _json(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields).encode()
