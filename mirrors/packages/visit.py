"""One visit to an install mirror, over the prober's connections: bounded in time and bytes, redirects by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from mirrors.probe.agents import Agent
from mirrors.probe.exchange import Exchange, refuse_encoding
from mirrors.probe.fault import Fault

AGENTS = {
    "apt": Agent("Debian APT-HTTP/1.3 (3.0.3)"),
    "dnf": Agent("libdnf (Fedora Linux 44; server; Linux.x86_64)"),
}
"""How each calls itself: a mirror may answer a browser, or curl, in another way."""

Take = Callable[[bytes], "bool | None"]
"""Told the bytes of a file as they arrive; true if it wants no more of them."""


@dataclass
class Visit:
    """What one mirror says to apt or to dnf."""

    exchange: Exchange
    manager: str
    speed: float | None = None

    async def head(self, url: str, phase: str) -> Mapping[str, str]:
        """The headers of a file that has to be there."""
        with self.exchange.meter.phase(phase):
            answer = await self.exchange.ask("HEAD", httpx.URL(url), AGENTS[self.manager], {}, longest=0)
        _see_success(answer.status, answer.kind, url)
        return answer.headers

    async def get(self, url: str, phase: str, take: Take, headers: Mapping[str, str] | None = None) -> None:
        """A file that has to be there, piece by piece."""
        opened = self.exchange.open("GET", httpx.URL(url), AGENTS[self.manager], headers or {})
        with self.exchange.meter.phase(phase):
            async with opened as (response, _):
                kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                _see_success(response.status_code, kind, url)
                refuse_encoding(response)
                async for piece in self.exchange.chunks(response):
                    if take(piece):
                        return

    async def text(self, url: str, phase: str, limit: int) -> bytes:
        """A small file, whole."""
        body = bytearray()

        def take(piece: bytes) -> None:
            body.extend(piece)
            if len(body) > limit:
                raise Fault("too_big", f"{url} is bigger than {limit} bytes")

        await self.get(url, phase, take)
        return bytes(body)


def _see_success(status: int, kind: str, url: str) -> None:
    if status not in (200, 206):
        known = {404: "index_404", 429: "rate_limited"}
        raise Fault(known.get(status, "server_error" if status >= 500 else "denied"), f"{status} for {url}")
    if kind == "text/html":
        raise Fault("html_200", f"{url} is a web page")
