"""As much of HTTP/1.1 as a registry that misbehaves needs: no library sends what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Union
from urllib.parse import parse_qs, urlsplit

Headers = Iterable[tuple[str, str]]
Body = Union[bytes, AsyncIterator[bytes]]


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    """By name in lower case."""


TLS = Request("TLS", "/", {}, {})
"""What a client that begins with TLS asks of a server without."""
_HANDSHAKE, _CHUNKED = b"\x16", b"Transfer-Encoding: chunked\r\n"


@dataclass(frozen=True)
class Answer:
    """What it gets; a Content-Length of its own goes before that of the body."""

    status: int
    headers: Headers = ()
    body: Body = b""
    closes: bool = False
    """Whether the connection ends with it."""


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None at its end, TLS where no TLS is spoken."""
    try:
        first = await reader.readexactly(1)
        if first == _HANDSHAKE:
            return TLS
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        return None
    line, *lines = head.rstrip("\r\n").split("\r\n")
    method, _, rest = line.partition(" ")
    url = urlsplit(rest.rpartition(" ")[0])
    pairs = (each.partition(":") for each in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, url.path, parse_qs(url.query), headers)


async def write_answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request, answer: Answer
) -> bool:
    """Send it, however long that takes; returns whether the connection may be used again."""

    async def flush() -> None:
        # A drain that need not wait lets nobody else run: an endless answer would never learn that the client left.
        await asyncio.sleep(0)
        if reader.at_eof() or writer.is_closing():
            raise ConnectionResetError("the client is gone")
        await writer.drain()

    writer.write(f"HTTP/1.1 {answer.status} {_reason(answer.status)}\r\n".encode())
    names = set()
    for name, value in answer.headers:
        writer.write(f"{name}: {value}\r\n".encode("utf-8", "surrogateescape"))
        names.add(name.lower())
        await flush()
    sized = "content-length" in names
    if not sized:
        body = answer.body
        writer.write(b"Content-Length: %d\r\n" % len(body) if isinstance(body, bytes) else _CHUNKED)
    writer.write(b"Connection: close\r\n\r\n" if answer.closes else b"\r\n")
    if request.method != "HEAD":
        async for part in _parts(answer.body, chunked=not sized):
            writer.write(part)
            await flush()
    await writer.drain()
    return not answer.closes


async def _parts(body: Body, *, chunked: bool) -> AsyncIterator[bytes]:
    if isinstance(body, bytes):
        yield body
        return
    async for part in body:
        if part:
            yield b"%x\r\n%s\r\n" % (len(part), part) if chunked else part
    if chunked:
        yield b"0\r\n\r\n"


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unheard Of"
