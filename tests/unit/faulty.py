"""A client of a host that behaves, as tests of the fault server need it."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.faults import Faults, Host
from tests.faults.certificates import certificates
from tests.faults.image import image_of
from tests.faults.registry import TOKEN

NAME = "library/busybox"
IMAGE = image_of(NAME)
(LAYER,) = IMAGE.layers
Task = Callable[[Host, httpx.AsyncClient], Awaitable[Any]]
LONG = httpx.Timeout(10)


def visit(behaviour: str, task: Task, timeout: httpx.Timeout = LONG) -> Any:
    """Do a task with a host that behaves so, and a client that trusts the CA and has a token."""

    async def visited() -> Any:
        trust = ssl.create_default_context(cafile=str(certificates() / "ca.pem"))
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with Faults(certificates()) as faults:
            host = await faults.start(behaviour)
            async with httpx.AsyncClient(verify=trust, timeout=timeout, base_url=host.url, headers=headers) as client:
                return await task(host, client)

    return asyncio.run(visited())


def get(path: str) -> Task:
    """Reads a page below the repository."""

    async def read(_: Host, client: httpx.AsyncClient) -> httpx.Response:
        return await client.get(f"/v2/{NAME}/{path}")

    return read


def sha256(data: bytes) -> str:
    """As registries write it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
