"""Requests to one mirror and to where it sends: redirects by hand, bodies up to a limit, nothing unpacked."""

from __future__ import annotations

import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import anyio
import httpcore
import httpx

from mirrors.probe.agents import Agent
from mirrors.probe.fault import Fault
from mirrors.probe.meter import Meter
from mirrors.probe.network import Network
from mirrors.probe.resolve import Resolver
from mirrors.probe.target import Mirror

if find_spec("sniffio") is None:
    # httpcore looks for it before each request and each lock; not finding it takes a fifth of all the time there is.
    sys.modules["sniffio"] = None  # type: ignore[assignment]

_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Answer:
    """What came back, after all redirects."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: httpx.URL
    hops: tuple[str, ...]
    """Where it was redirected to."""

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether this is for people's eyes."""
        return self.kind in ("text/html", "application/xhtml+xml") or self.body[:64].lstrip()[:1] == b"<"


class _Transport(httpx.AsyncHTTPTransport):
    """httpx over connections of our own; without its client, which would keep cookies and follow a proxy."""

    def __init__(self, network: Network, context: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(ssl_context=context, network_backend=network, keepalive_expiry=30)


class Exchange:
    """Speaks to one mirror."""

    def __init__(
        self, mirror: Mirror, meter: Meter, context: ssl.SSLContext, resolver: Resolver, *, allow_http: bool = False
    ) -> None:
        self.origin, self.meter = httpx.URL(mirror.origin), meter
        self._allow_http = allow_http
        self._transport = _Transport(Network(meter, resolver, self.origin.host), context)

    async def aclose(self) -> None:
        """Hang up."""
        await self._transport.aclose()

    async def ask(
        self, method: str, url: httpx.URL, agent: Agent, headers: Mapping[str, str], *, longest: int, cut: bool = False
    ) -> Answer:
        """The whole answer; if it is longer than ``longest``, its beginning or a fault."""
        async with self.open(method, url, agent, headers) as (response, hops):
            # An answer to HEAD has to be read too, for the connection to be used again.
            body = await self._read(response, longest, cut=cut or method == "HEAD")
            return Answer(response.status_code, response.headers, body, response.request.url, hops)

    async def _read(self, response: httpx.Response, longest: int, *, cut: bool) -> bytes:
        if not cut:
            refuse_encoding(response)
        body = bytearray()
        try:
            with anyio.fail_after(min(self.meter.limits.answer, self.meter.left)):
                async for chunk in self.chunks(response):
                    body += chunk
                    if len(body) > longest:
                        break
        except TimeoutError:
            if not cut:
                raise Fault("slow", f"{len(body)} bytes of an answer, and no end", "drip") from None
        if len(body) > longest and not cut:
            raise Fault("server_error", f"an answer of more than {longest} bytes", "too_long")
        return bytes(body[:longest])

    async def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """The body as it came, counted."""
        try:
            async for chunk in response.aiter_raw():
                self.meter.bytes += len(chunk)
                yield chunk
        except httpx.ReadTimeout:
            raise Fault("slow", f"nothing more for {self.meter.limits.answer:g} s", "drip") from None
        except httpx.TransportError as error:
            raise Fault("server_error", f"the answer breaks off: {error}", "cut") from None

    @asynccontextmanager
    async def open(
        self, method: str, url: httpx.URL, agent: Agent, headers: Mapping[str, str]
    ) -> AsyncIterator[tuple[httpx.Response, tuple[str, ...]]]:
        """An answer whose body is still to be read, and where it was redirected to."""
        hops: list[str] = []
        asked = httpx.Request(method, url, headers=_headers(agent, headers))
        response = await self._send(asked)
        try:
            while response.status_code in _MOVED and "location" in response.headers:
                await response.aclose()
                asked = self._moved(asked, response, hops)
                response = await self._send(asked, hops)
            yield response, tuple(hops)
        finally:
            await response.aclose()

    def _moved(self, asked: httpx.Request, response: httpx.Response, hops: list[str]) -> httpx.Request:
        """What to ask next; what proves who asks goes to nobody else."""
        location = response.headers["location"]
        if len(hops) >= self.meter.limits.redirects:
            raise Fault("redirect_landing", f"redirects more than {len(hops)} times, to {location}", "loop")
        try:
            url = asked.url.join(location)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise Fault("redirect_landing", f"redirects to what is no address: {location}", "no_address") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise Fault("redirect_landing", f"redirects to what is no address: {location}", "no_address")
        if url.scheme == "http" and asked.url.scheme == "https" and not self._allow_http:
            raise Fault("plain_http", f"redirects to {url}", "redirect", url.host)
        hops.append(str(url))
        headers = asked.headers.copy()
        del headers["host"]
        if _place(url) != _place(asked.url):
            headers.pop("authorization", None)
        return httpx.Request(asked.method, url, headers=headers)

    async def _send(self, request: httpx.Request, hops: list[str] | None = None) -> httpx.Response:
        """The head of the answer."""
        limit = self.meter.limits.answer
        # A connection that was in use may have been closed meanwhile, which is nobody's fault.
        for last in (False, True):
            request.extensions["timeout"] = {"read": limit, "write": limit}
            try:
                with anyio.fail_after(self.meter.left):
                    response = await self._transport.handle_async_request(request)
            except (httpx.TimeoutException, TimeoutError):
                raise Fault("slow", f"no answer within {limit:g} s", "silent") from None
            except httpx.TransportError as error:
                if last:
                    raise Fault("server_error", f"no answer in HTTP: {error}", "cut") from None
            except UnicodeError as error:
                raise Fault("redirect_landing", f"redirects to what is no address: {error}", "no_address") from None
            else:
                response.request = request
                self.meter.answered = True
                return response
        raise AssertionError


def refuse_encoding(response: httpx.Response) -> None:
    """Nothing is unpacked: who was asked for bytes as they are has to send them so."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise Fault("server_error", f"sends Content-Encoding: {encoding}, though asked for none", "encoded")


def _headers(agent: Agent, more: Mapping[str, str]) -> dict[str, str]:
    return {"User-Agent": agent.user_agent, "Accept-Encoding": "identity", **more}


def _place(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
