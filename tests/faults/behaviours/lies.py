"""Hosts whose bytes are not those of the image."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from platform import machine

from tests.faults.behaviour import Visit
from tests.faults.behaviours.table import behaves
from tests.faults.http import Answer
from tests.faults.image import EVIL, OLDER, image_of

THIS = {"aarch64": "linux/arm64"}.get(machine(), "linux/amd64")
"""The platform of this computer."""


@behaves("digest_lie")
async def digest_lie(visit: Visit) -> Answer:
    """Names a manifest by the right digest, and sends another."""
    answer = visit.healthy()
    if visit.stage != "manifest" or not visit.admitted:
        return answer
    other = visit.registry.image(visit.repository, EVIL)
    return replace(answer, body=other.manifests[other.digest])


@behaves("poisoned")
async def poisoned(visit: Visit) -> Answer:
    """Gives another image under the name, and goes on giving it when the right digest is asked for."""
    evil = replace(visit.registry, generation=EVIL)
    image = evil.image(visit.repository)
    if visit.stage == "manifest" and visit.admitted and visit.reference not in image.manifests:
        return evil.manifest(image, image.digest)
    return evil.answer(visit.request)


@behaves("unknown_digest")
async def unknown_digest(visit: Visit) -> Answer:
    """Gives an image under the name that nobody has heard of."""
    return replace(visit.registry, generation=EVIL).answer(visit.request)


@behaves("stale_tag")
async def stale_tag(visit: Visit) -> Answer:
    """Gives under the name what it named before."""
    return replace(visit.registry, generation=OLDER).answer(visit.request)


@behaves("blob_mismatch")
async def blob_mismatch(visit: Visit) -> Answer:
    """Sends as many bytes as a layer has, and others."""
    answer = visit.healthy()
    if visit.stage != "blob" or not visit.admitted or not isinstance(answer.body, bytes):
        return answer
    return replace(answer, body=answer.body[:-64] + bytes(64))


@behaves("blob_truncated")
async def blob_truncated(visit: Visit) -> Answer:
    """Hangs up in the middle of a layer."""
    answer = visit.healthy()
    if visit.stage != "blob" or not visit.admitted or not isinstance(answer.body, bytes):
        return answer
    headers = [*answer.headers, ("Content-Length", str(len(answer.body)))]
    return replace(answer, headers=headers, body=_half(answer.body), closes=True)


@behaves("missing_platform")
async def missing_platform(visit: Visit) -> Answer:
    """Gives the image for the platform of this computer only."""
    return _with_only(visit, THIS)


@behaves("missing_platform", case="this")
async def missing_this_platform(visit: Visit) -> Answer:
    """Gives the image for a platform that hardly any computer is."""
    return _with_only(visit, "linux/arm/v7")


def _with_only(visit: Visit, *platforms: str) -> Answer:
    image = image_of(visit.repository, visit.registry.generation, visit.registry.size, platforms)
    by_tag = not visit.reference.startswith("sha256:")
    if visit.stage == "manifest" and visit.admitted and (by_tag or visit.reference == image.digest):
        return visit.registry.manifest(image, image.digest)
    return visit.healthy()


async def _half(data: bytes) -> AsyncIterator[bytes]:
    yield data[: len(data) // 2]
