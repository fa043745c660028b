"""The fault server: where a client fails, and what has no end."""

from __future__ import annotations

import asyncio
import zlib

import httpx
import pytest

from tests.faults import Host
from tests.unit.faulty import LAYER, NAME, get, visit


@pytest.mark.parametrize(
    ("behaviour", "path", "error"),
    [
        ("connect_refused", "manifests/latest", httpx.ConnectError),
        ("connect_timeout", "manifests/latest", httpx.ConnectTimeout),
        ("connect_reset", "manifests/latest", httpx.ConnectError),
        ("dns_nxdomain", "manifests/latest", httpx.ConnectError),
        ("hang_tls", "manifests/latest", httpx.ConnectTimeout),
        ("tls_expired", "manifests/latest", httpx.ConnectError),
        ("tls_self_signed", "manifests/latest", httpx.ConnectError),
        ("tls_hostname", "manifests/latest", httpx.ConnectError),
        ("http_behind_https", "manifests/latest", httpx.ConnectError),
        ("hang", "manifests/latest", httpx.ReadTimeout),
        ("hang_manifest", "manifests/latest", httpx.ReadTimeout),
        ("hang_blob", f"blobs/{LAYER}", httpx.ReadTimeout),
        ("stall", f"blobs/{LAYER}", httpx.ReadTimeout),
        ("blob_truncated", f"blobs/{LAYER}", httpx.RemoteProtocolError),
        ("header_flood", "manifests/latest", httpx.RemoteProtocolError),
    ],
)
def test_fails(behaviour: str, path: str, error: type[Exception]) -> None:
    """A client fails where the behaviour says."""
    connect = 0.3 if error is httpx.ConnectTimeout else 10
    read = 0.3 if error is httpx.ReadTimeout else 10

    with pytest.raises(error):
        visit(behaviour, get(path), httpx.Timeout(10, connect=connect, read=read))


@pytest.mark.parametrize(
    ("behaviour", "place"), [("realm_foreign", "WWW-Authenticate"), ("blob_cdn_foreign", "Location")]
)
def test_foreign(behaviour: str, place: str) -> None:
    """Who is sent elsewhere is sent to another host, where nobody answers."""

    async def sent(_: Host, client: httpx.AsyncClient) -> str:
        if behaviour == "realm_foreign":
            del client.headers["Authorization"]
        return str((await client.get(f"/v2/{NAME}/blobs/{LAYER}")).headers[place])

    assert "https://127.0.0.2:" in visit(behaviour, sent)


@pytest.mark.parametrize("behaviour", ["endless_manifest", "bomb_manifest", "slow", "drip_manifest"])
def test_has_no_end(behaviour: str) -> None:
    """What begins well does not end within a second."""

    async def read(_: Host, client: httpx.AsyncClient) -> int:
        path = f"blobs/{LAYER}" if behaviour == "slow" else "manifests/latest"
        parts = 0

        async def all_of_it() -> None:
            nonlocal parts
            async with client.stream("GET", f"/v2/{NAME}/{path}") as response:
                async for _ in response.aiter_raw():
                    parts += 1

        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(all_of_it(), 1)
        return parts

    assert visit(behaviour, read) > 0


def test_bomb_grows() -> None:
    """A part of the bomb unpacks to some hundred times as much, without an error in it."""

    async def read(_: Host, client: httpx.AsyncClient) -> bytes:
        data = b""
        async with client.stream("GET", f"/v2/{NAME}/manifests/latest") as response:
            async for part in response.aiter_raw():
                data += part
                if len(data) > 20_000:
                    break
        return data

    packed = visit("bomb_manifest", read)

    assert len(zlib.decompressobj(31).decompress(packed)) > 500 * len(packed)


def test_big_json() -> None:
    """A manifest of 10 MB is one that parses."""
    response = visit("big_json", get("manifests/latest"))

    assert (True, 3) == (len(response.content) > 10_000_000, len(response.json()["manifests"]))
