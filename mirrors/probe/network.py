"""Connections that are timed and counted, and whose failures have a name; httpx speaks HTTP over them."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import anyio
import httpcore

from mirrors.probe.fault import Fault
from mirrors.probe.meter import Meter
from mirrors.probe.resolve import Address, Resolver
from mirrors.probe.stream import Stream

HEAD_START = 0.3
"""Seconds before the next address is tried beside one that does not answer, as Go does it."""
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


class Network(httpcore.AsyncNetworkBackend):
    """The connections of one mirror."""

    def __init__(self, meter: Meter, resolver: Resolver, origin_host: str) -> None:
        self._meter, self._resolver, self._origin_host = meter, resolver, origin_host

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to whichever address answers first."""
        meter, name = self._meter, host.strip("[]")
        own = name == self._origin_host and "connect" not in meter.timings_ms
        started = time.monotonic()
        addresses = await self._resolver(name, min(meter.limits.resolve, meter.left))
        if own:
            meter.took("resolve", started)
            started = time.monotonic()
        try:
            connected = await self._dial(name, addresses, port)
        finally:
            if own:
                meter.took("connect", started)
        return Stream(connected, meter, name, timed=own)

    async def _dial(self, host: str, addresses: tuple[Address, ...], port: int) -> socket.socket:
        limit = min(self._meter.limits.connect, self._meter.left)
        try:
            with anyio.fail_after(limit):
                if len(addresses) == 1:
                    return await _connect(addresses[0], port)
                return await _race(addresses, port)
        except TimeoutError:
            shown = ", ".join(address.text for address in addresses)
            raise Fault("connect_timeout", f"{shown} port {port}: no answer within {limit:g} s", host=host) from None
        except OSError as error:
            raise Fault("connect_refused", _said(error, addresses, port), host=host) from None

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """A mirror is not one."""
        raise NotImplementedError

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


async def _connect(address: Address, port: int) -> socket.socket:
    connecting = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        connecting.setblocking(False)
        connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(connecting, (address.text, port))
    except BaseException:
        connecting.close()
        raise
    return connecting


async def _race(addresses: tuple[Address, ...], port: int) -> socket.socket:
    """Each address gets a head start over the next one; the first that answers is taken."""
    running: set[asyncio.Task[socket.socket]] = set()
    waiting, failed = list(addresses), OSError("no address")
    try:
        while running or waiting:
            if waiting:
                running.add(asyncio.ensure_future(_connect(waiting.pop(0), port)))
            done, running = await asyncio.wait(
                running, timeout=HEAD_START if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                error = task.exception()
                if error is None:
                    return task.result()
                if not isinstance(error, OSError):
                    raise error
                failed = error
        raise failed
    finally:
        for task in running:
            task.add_done_callback(_drop)
            task.cancel()


def _drop(task: asyncio.Task[socket.socket]) -> None:
    """One that came too late."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()


def _said(error: OSError, addresses: tuple[Address, ...], port: int) -> str:
    shown = ", ".join(address.text for address in addresses)
    # asyncio says more than once where it could not connect to.
    said = os.strerror(error.errno).lower() if error.errno else str(error)
    reason = "no route to this address" if error.errno in _NO_ROUTE else said
    return f"{shown} port {port}: {reason}"


def trust() -> ssl.SSLContext:
    """Certificates of this machine, those that SSL_CERT_FILE and SSL_CERT_DIR name, or else those that come along."""
    context = ssl.create_default_context()
    # Python 3.13 wants more of a certificate than Go, and so Docker, does.
    context.verify_flags &= ~ssl.VerifyFlags.VERIFY_X509_STRICT
    if not _has_certificates():
        import certifi  # Reads a file of 300 KB.

        context.load_verify_locations(certifi.where())
    return context


def _has_certificates() -> bool:
    from pathlib import Path

    paths = ssl.get_default_verify_paths()
    folders = (Path(folder) for folder in (paths.capath or "").split(":") if folder)
    return bool(paths.cafile) or any(any(folder.iterdir()) for folder in folders if folder.is_dir())
