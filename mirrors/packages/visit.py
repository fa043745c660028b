"""One visit to an install mirror: requests bounded in time and bytes, and what can go wrong with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from mirrors.packages.network import classify

AGENTS = {
    "apt": "Debian APT-HTTP/1.3 (3.0.3)",
    "dnf": "libdnf (Fedora Linux 44; server; Linux.x86_64)",
}
"""How each calls itself: a mirror may answer a browser, or curl, in another way."""
REDIRECTS = 5


class Failed(Exception):
    """The mirror is not usable."""

    def __init__(self, failure_class: str, detail: str) -> None:
        self.failure_class, self.detail = failure_class, detail
        super().__init__(detail)


@dataclass
class Limits:
    """What a mirror may cost."""

    time: float = 60.0
    """Seconds for all of it."""
    silence: float = 10.0
    """Seconds without a byte."""
    bytes: int = 48 << 20


@dataclass
class Visit:
    """What one mirror has said so far."""

    client: httpx.AsyncClient
    manager: str
    limits: Limits
    timings: dict[str, float] = field(default_factory=dict)
    received: int = 0
    speed: float | None = None

    async def head(self, url: str, phase: str) -> Mapping[str, str]:
        """The headers of a file that has to be there."""
        return await self._ask("HEAD", url, phase, None, {})

    async def get(
        self, url: str, phase: str, take: Callable[[bytes], bool | None], headers: Mapping[str, str] | None = None
    ) -> Mapping[str, str]:
        """Give the bytes of a file, as they arrive, to ``take``, until it answers with true."""
        return await self._ask("GET", url, phase, take, headers or {})

    async def text(self, url: str, phase: str, limit: int) -> bytes:
        """A small file, whole."""
        body = bytearray()

        def take(piece: bytes) -> None:
            body.extend(piece)
            if len(body) > limit:
                raise Failed("too_big", f"{url} is bigger than {limit} bytes")

        await self.get(url, phase, take)
        return bytes(body)

    async def _ask(
        self, method: str, url: str, phase: str, take: Callable[[bytes], bool | None] | None,
        headers: Mapping[str, str],
    ) -> Mapping[str, str]:  # fmt: skip
        begun = time.monotonic()
        try:
            for _ in range(REDIRECTS):
                answer = await self._once(method, url, take, headers)
                if not isinstance(answer, str):
                    return answer
                url = self._redirected(url, answer)
            raise Failed("redirect_landing", f"more than {REDIRECTS} redirects, the last to {url}")
        except httpx.HTTPError as error:
            raise Failed(*classify(error, url)) from error
        finally:
            spent = (time.monotonic() - begun) * 1000
            self.timings[phase] = round(self.timings.get(phase, 0) + spent, 1)

    async def _once(
        self, method: str, url: str, take: Callable[[bytes], bool | None] | None, headers: Mapping[str, str]
    ) -> str | Mapping[str, str]:
        sent = {"User-Agent": AGENTS[self.manager], "Accept-Encoding": "identity", **headers}
        async with self.client.stream(method, url, headers=sent) as response:
            if response.has_redirect_location:
                return response.headers["Location"]
            _see_success(response)
            if take:
                await self._read(response, take)
            return response.headers

    async def _read(self, response: httpx.Response, take: Callable[[bytes], bool | None]) -> None:
        async for piece in response.aiter_raw():
            self.received += len(piece)
            if self.received > self.limits.bytes:
                raise Failed("too_big", f"more than {self.limits.bytes} bytes were needed; {response.url} is too big")
            if take(piece):
                return

    @staticmethod
    def _redirected(url: str, location: str) -> str:
        target = urljoin(url, location)
        scheme = urlsplit(target).scheme
        if scheme not in ("http", "https") or (scheme == "http" and urlsplit(url).scheme == "https"):
            raise Failed("redirect_landing", f"{url} leads to {target}, which apt and dnf do not follow")
        return target


def _see_success(response: httpx.Response) -> None:
    status, url = response.status_code, response.url
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status == 404:
        raise Failed("index_404", f"404 for {url}")
    if status == 429:
        raise Failed("rate_limited", f"429 for {url}")
    if status >= 500:
        raise Failed("server_error", f"{status} for {url}")
    if status not in (200, 206):
        raise Failed("denied", f"{status} for {url}")
    if kind == "text/html":
        raise Failed("html_200", f"{url} is a web page")
