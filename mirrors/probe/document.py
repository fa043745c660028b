"""Indexes and manifests: what a mirror says that an image consists of, none of it believed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mirrors.probe.agents import INDEXES, MANIFESTS
from mirrors.probe.challenge import parse
from mirrors.probe.target import is_digest

USUAL = ("linux/amd64", "linux/arm64")
"""Platforms that an image of Docker's library has."""


@dataclass(frozen=True)
class Descriptor:
    """A reference to some bytes."""

    digest: str
    size: int
    platform: str = ""

    @classmethod
    def read(cls, fields: Any) -> Descriptor | None:
        """None if it cannot be followed."""
        if not isinstance(fields, dict) or not is_digest(fields.get("digest")):
            return None
        size, platform = fields.get("size"), fields.get("platform")
        if not isinstance(size, int) or size < 0:
            return None
        named = platform if isinstance(platform, dict) else {}
        return cls(fields["digest"], size, f"{named.get('os')}/{named.get('architecture')}")


@dataclass(frozen=True)
class Document:
    """An index or a manifest."""

    digest: str
    """Of its bytes."""
    fields: Mapping[str, Any]

    @classmethod
    def read(cls, body: bytes) -> Document | None:
        """None if it is neither of both."""
        fields = parse(body)
        if not isinstance(fields, dict) or not (_list(fields, "manifests") or _list(fields, "layers")):
            return None
        return cls(digest_of(body), fields)

    @property
    def is_index(self) -> bool:
        """Whether it only names manifests."""
        return bool(_list(self.fields, "manifests"))

    @property
    def manifests(self) -> tuple[Descriptor, ...]:
        """Of an index: one for each platform, and some that no engine runs."""
        return _descriptors(self.fields, "manifests")

    @property
    def config(self) -> Descriptor | None:
        """Of a manifest."""
        return Descriptor.read(self.fields.get("config"))

    @property
    def layers(self) -> tuple[Descriptor, ...]:
        """Of a manifest."""
        return _descriptors(self.fields, "layers")

    def of_platform(self, platform: str) -> Descriptor | None:
        """The manifest for a platform."""
        return next((each for each in self.manifests if each.platform == platform), None)


def digest_of(body: bytes) -> str:
    """How a registry has to name these bytes."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def is_manifest(kind: str) -> bool:
    """Whether a media type is one that engines take for a manifest; some mirrors say no more than JSON."""
    return kind in (*INDEXES, *MANIFESTS) or kind.startswith("application/vnd.docker.distribution.manifest.v1")


def _list(fields: Mapping[str, Any], name: str) -> list[Any]:
    found = fields.get(name)
    return found if isinstance(found, list) else []


def _descriptors(fields: Mapping[str, Any], name: str) -> tuple[Descriptor, ...]:
    return tuple(found for found in map(Descriptor.read, _list(fields, name)) if found)
