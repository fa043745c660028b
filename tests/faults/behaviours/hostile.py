"""Hosts that mean to hurt the client: its memory, its time, and the terminal behind it."""

from __future__ import annotations

import asyncio
import itertools
import json
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import lru_cache

from tests.faults.behaviour import Visit
from tests.faults.behaviours.table import behaves
from tests.faults.http import Answer
from tests.faults.image import INDEX, MANIFEST, digest_of
from tests.faults.registry import error

_JSON = ("Content-Type", "application/json")
_MANIFEST = ("Content-Type", MANIFEST)
PAUSE = 0.002
"""Seconds between parts of what has no end, so that it is fast and leaves the computer time for others."""
BIG = 10 * 1024 * 1024
UGLY = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\u202egpj.exe\u200b\u2066\x9b1mа\u0301\u0301\r\nok\x00"
"""Sets a terminal's title, clears it, writes from right to left, hides a letter, and begins a new line."""


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b" " * 65536
        await asyncio.sleep(PAUSE)


async def _bomb() -> AsyncIterator[bytes]:
    """A gzip stream of zeros without an end: each of its bytes makes a thousand."""
    first, again = _deflated()
    yield b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + first
    while True:
        yield again
        await asyncio.sleep(PAUSE)


@lru_cache(maxsize=1)
def _deflated() -> tuple[bytes, bytes]:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    parts = [stream.compress(bytes(1 << 22)) + stream.flush(zlib.Z_FULL_FLUSH) for _ in range(2)]
    return parts[0], parts[1]


def _flood() -> Iterator[tuple[str, str]]:
    return ((f"X-Header-{number}", "a" * 1000) for number in itertools.count())


@behaves()
async def endless_ping(visit: Visit) -> Answer:
    """Answers /v2/ with a body that does not end."""
    return Answer(200, [_JSON], _endless()) if visit.stage == "ping" else visit.healthy()


@behaves("auth_realm_broken")
async def endless_token(visit: Visit) -> Answer:
    """Sends a token that does not end."""
    return Answer(200, [_JSON], _endless()) if visit.stage == "token" else visit.healthy()


@behaves()
async def endless_manifest(visit: Visit) -> Answer:
    """Sends a manifest that does not end."""
    answer = visit.healthy()
    return replace(answer, body=_endless()) if visit.stage == "manifest" and visit.admitted else answer


@behaves("blob_mismatch")
async def endless_blob(visit: Visit) -> Answer:
    """Sends a layer that does not end."""
    answer = visit.healthy()
    return replace(answer, body=_endless()) if visit.stage == "blob" and visit.admitted else answer


@behaves()
async def bomb_manifest(visit: Visit) -> Answer:
    """Sends a manifest that grows a thousandfold when it is unpacked, and does not end."""
    if visit.stage != "manifest" or not visit.admitted:
        return visit.healthy()
    return Answer(200, [_MANIFEST, ("Content-Encoding", "gzip")], _bomb())


@behaves("auth_realm_broken")
async def bomb_token(visit: Visit) -> Answer:
    """Sends a token that grows a thousandfold when it is unpacked, and does not end."""
    if visit.stage != "token":
        return visit.healthy()
    return Answer(200, [_JSON, ("Content-Encoding", "gzip")], _bomb())


@behaves()
async def bomb_blob(visit: Visit) -> Answer:
    """Sends a layer that grows a thousandfold when it is unpacked, and does not end."""
    if visit.stage != "blob" or not visit.admitted:
        return visit.healthy()
    return Answer(200, [("Content-Encoding", "gzip")], _bomb())


@behaves("server_error")
async def header_flood(visit: Visit) -> Answer:
    """Sends headers that do not end."""
    return Answer(200, _flood())


@behaves("server_error")
async def big_json(visit: Visit) -> Answer:
    """Gives under the name an index of 10 MB of JSON."""
    index = _padded(visit.image.manifests[visit.image.digest])
    by_tag = not visit.reference.startswith("sha256:")
    if visit.stage != "manifest" or not visit.admitted or not (by_tag or visit.reference == digest_of(index)):
        return visit.healthy()
    return Answer(200, [("Content-Type", INDEX), ("Docker-Content-Digest", digest_of(index))], index)


@lru_cache(maxsize=8)
def _padded(manifest: bytes) -> bytes:
    notes = {f"note-{number}": "a" * 1000 for number in range(BIG // 1000)}
    return json.dumps({**json.loads(manifest), "annotations": notes}).encode()


@behaves("html_200", case="other")
async def deep_json(visit: Visit) -> Answer:
    """Sends a manifest of a hundred thousand brackets, each in another."""
    if visit.stage != "manifest" or not visit.admitted:
        return visit.healthy()
    return Answer(200, [_MANIFEST], b"[" * 100_000 + b"]" * 100_000)


@behaves("denied_allowlist")
async def unicode_names(visit: Visit) -> Answer:
    """Says no in control characters and in Unicode that deceives the eye, in a header and in the text."""
    if visit.stage != "manifest" or not visit.admitted:
        return visit.healthy()
    header = UGLY.replace("\r\n", "").replace("\x00", "")
    return error(403, UGLY, UGLY, [("Server", header), ("X-Cache", header)])


@behaves("redirect_landing", case="no_address")
async def unicode_redirect(visit: Visit) -> Answer:
    """Sends to an address of control characters and of Unicode that deceives the eye."""
    location = UGLY.replace("\r\n", "").replace("\x00", "")
    return Answer(302, [("Location", f"https://{location}/{location}"), ("Server", location)])
