"""The bytes of an image: its configuration and a layer, counted, timed and hashed."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

import anyio
import httpx

from mirrors.probe.agents import Agent
from mirrors.probe.challenge import allowance, is_dockers, said
from mirrors.probe.document import Descriptor, Document
from mirrors.probe.exchange import Answer, refuse_encoding
from mirrors.probe.fault import CONNECTION, Fault
from mirrors.probe.finding import Finding
from mirrors.probe.registry import PEEK, Registry
from mirrors.probe.target import Image

CDNS = ("r2.cloudflarestorage.com", "docker-images-prod.s3.dualstack.us-east-1.amazonaws.com")
"""Where Docker's layers lie, besides its own domains."""


@dataclass
class Reading:
    """How far a blob has come."""

    hashed: hashlib._Hash
    size: int = 0


class Layers:
    """Of one image from one mirror."""

    def __init__(self, registry: Registry, image: Image, turn: asyncio.Semaphore, found: Finding) -> None:
        self._registry, self._image, self._turn, self._found = registry, image, turn, found
        self._limits = registry.meter.limits

    async def read(self, manifest: Document, agent: Agent) -> None:
        """The configuration, the smallest layer, and for the speed a part of the largest."""
        meter, layers = self._registry.meter, sorted(manifest.layers, key=lambda layer: layer.size)
        if not manifest.config or not layers:
            raise Fault("html_200", "a manifest without configuration or layers", "other")
        with meter.phase("config"):
            await self._whole(manifest.config, agent, self._limits.manifest)
        with meter.aside():
            await self._turn.acquire()
        try:
            with meter.phase("blob"):
                began = time.monotonic()
                if await self._whole(layers[0], agent, self._limits.layer):
                    self._found.speed = layers[0].size / max(time.monotonic() - began, 1e-6)
            with meter.phase("range"):
                await self._sample(layers[-1], agent)
        finally:
            self._turn.release()

    async def _whole(self, blob: Descriptor, agent: Agent, longest: int) -> bool:
        """Read it and hash it; returns whether it was small enough for that."""
        if blob.size > longest:
            self._found.notes.append(f"a blob of {blob.size} bytes was not read: the limit is {longest}")
            return False
        reading = Reading(hashlib.sha256())
        try:
            await self._receive(blob, agent, reading, {}, blob.size + 1)
        except Fault as fault:
            raise _called(fault, self._registry.exchange.origin.host) from None
        if reading.size < blob.size:
            raise Fault("blob_truncated", f"{reading.size} of {blob.size} bytes, and the end")
        if reading.size > blob.size:
            raise Fault("blob_mismatch", f"more than the {blob.size} bytes that the manifest says")
        actual = f"sha256:{reading.hashed.hexdigest()}"
        if actual != blob.digest:
            raise Fault("blob_mismatch", f"asked for {blob.digest}, got {actual}")
        return True

    async def _sample(self, blob: Descriptor, agent: Agent) -> None:
        """Read the beginning once more: whoever ignores the range is left in the middle."""
        size = min(blob.size, self._limits.sample)
        reading, began = Reading(hashlib.sha256()), time.monotonic()
        # The whole layer was right; that its range is not is said by its speed alone.
        with suppress(Fault):
            await self._receive(blob, agent, reading, {"Range": f"bytes=0-{max(size - 1, 0)}"}, size)
            seconds = max(time.monotonic() - began, 1e-6)
            self._found.speed = max(self._found.speed or 0.0, reading.size / seconds)

    async def _receive(
        self, blob: Descriptor, agent: Agent, reading: Reading, headers: dict[str, str], longest: int
    ) -> None:
        async with self._registry.blob(self._image, blob.digest, agent, headers) as (response, hops):
            await _see(response, hops)
            if headers and response.status_code == 200:
                self._found.notes.append("ignores Range")
            pace = _Pace(self._limits.window, self._limits.slowest)
            chunks = self._registry.exchange.chunks(response)
            while reading.size < longest:
                chunk = await self._next(chunks, reading)
                if not chunk:
                    return
                reading.hashed.update(chunk)
                reading.size += len(chunk)
                pace.keep(reading.size)

    async def _next(self, chunks: AsyncIterator[bytes], reading: Reading) -> bytes:
        """What comes next; nothing at the end."""
        left = self._registry.meter.left
        limit = min(self._limits.window, left)
        try:
            with anyio.fail_after(limit):
                return await chunks.__anext__()
        except StopAsyncIteration:
            return b""
        except TimeoutError:
            if limit < left:
                raise Fault("slow", f"{reading.size} bytes of a layer, then nothing for {limit:g} s", "layer") from None
            raise Fault("slow", f"{reading.size} bytes of a layer when the time was over", "unfinished") from None


class _Pace:
    """Whether bytes come quickly enough, window by window."""

    def __init__(self, window: float, slowest: int) -> None:
        self._window, self._slowest = window, slowest
        self._since, self._size = time.monotonic(), 0

    def keep(self, size: int) -> None:
        """So much has come until now."""
        spent, came = time.monotonic() - self._since, size - self._size
        if spent < self._window:
            return
        if came < spent * self._slowest:
            raise Fault("slow", f"{came} bytes of a layer in {spent:.3g} s, {size} in all", "layer")
        self._since, self._size = time.monotonic(), size


async def _see(response: httpx.Response, hops: tuple[str, ...]) -> None:
    """A fault, if these are not the bytes of a blob."""
    foreign = next((httpx.URL(hop).host for hop in hops if is_cdn(httpx.URL(hop).host)), "")
    if foreign:
        raise Fault("blob_cdn_foreign", f"layers come from {foreign}: HTTP {response.status_code} from here")
    if response.status_code in (200, 206):
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml"):
            raise Fault("blob_html", f"a layer: HTTP {response.status_code} {kind}")
        refuse_encoding(response)
        return
    body = b""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) >= PEEK:
            break
    _refuse(Answer(response.status_code, response.headers, body, response.request.url, hops))


def _refuse(answer: Answer) -> None:
    shown = f"a layer: HTTP {answer.status}"
    if answer.status == 429:
        raise Fault("rate_limited", f"{shown}{allowance(answer)}", "blob")
    if answer.status >= 500:
        raise Fault("server_error", f"{shown}{said(answer)}", "blob")
    raise Fault("blob_denied", f"{shown}{said(answer)}")


def _called(fault: Fault, own: str) -> Fault:
    """What a fault is called that happens with a blob."""
    away = fault.host and fault.host != own
    if away and fault.at != "redirect" and (fault.failure_class in CONNECTION):
        return fault.but("blob_cdn_foreign", f"layers come from {fault.host}, which is not reached: {fault}")
    if fault.at == "cut":
        return fault.but("blob_truncated", f"a layer: {fault}")
    if fault.at == "silent":
        return fault.but(at="blob")
    if fault.failure_class == "redirect_landing":
        return fault.but("blob_denied", f"a layer: {fault}", "redirect")
    return fault


def is_cdn(host: str) -> bool:
    """Whether Docker's own layers lie there, which a mirror should have brought over."""
    return is_dockers(host) or any(host == cdn or host.endswith(f".{cdn}") for cdn in CDNS)
