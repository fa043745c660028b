"""Hosts that let a client wait: at each phase, for all of an answer or for the rest of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from tests.faults.behaviour import Visit
from tests.faults.behaviours.table import behaves, forever
from tests.faults.http import Answer

PAUSE = 0.5
"""Seconds between two drips."""


async def _hang(visit: Visit, *stages: str) -> Answer:
    if visit.stage in stages and (visit.stage in ("ping", "token") or visit.admitted):
        await forever()
    return visit.healthy()


async def _pour(visit: Visit, stage: str, *, at_once: int, drip: int) -> Answer:
    """The right answer, of which the rest comes in drips, or never."""
    answer = visit.healthy()
    if visit.stage != stage or not visit.admitted or not isinstance(answer.body, bytes):
        return answer
    headers = [*answer.headers, ("Content-Length", str(len(answer.body)))]
    return replace(answer, headers=headers, body=_rest(answer.body, at_once, drip))


async def _rest(data: bytes, at_once: int, drip: int) -> AsyncIterator[bytes]:
    yield data[:at_once]
    if not drip:
        await forever()
    for start in range(at_once, len(data), drip):
        await asyncio.sleep(PAUSE)
        yield data[start : start + drip]


@behaves("slow", case="ping")
async def hang_ping(visit: Visit) -> Answer:
    """Accepts a request for /v2/, and does not answer."""
    return await _hang(visit, "ping")


@behaves("auth_realm_broken", case="unreachable")
async def hang_token(visit: Visit) -> Answer:
    """Wants a token, and does not answer who asks for one."""
    return await _hang(visit, "token")


@behaves("slow", case="manifest")
async def hang_manifest(visit: Visit) -> Answer:
    """Accepts a request for a manifest, and does not answer."""
    return await _hang(visit, "manifest")


@behaves("slow", case="blob")
async def hang_blob(visit: Visit) -> Answer:
    """Accepts a request for a layer, and does not answer."""
    return await _hang(visit, "config", "blob")


@behaves("slow", case="silent")
async def hang(visit: Visit) -> Answer:
    """Accepts requests, and answers none."""
    await forever()
    return visit.healthy()


@behaves("slow")
async def slow(visit: Visit) -> Answer:
    """Sends a layer at 64 bytes a second."""
    return await _pour(visit, "blob", at_once=0, drip=32)


@behaves("slow")
async def stall(visit: Visit) -> Answer:
    """Sends the first 1000 bytes of a layer, and nothing more."""
    return await _pour(visit, "blob", at_once=1000, drip=0)


@behaves("slow")
async def drip_manifest(visit: Visit) -> Answer:
    """Sends a manifest at two bytes a second."""
    return await _pour(visit, "manifest", at_once=0, drip=1)
