"""Names to addresses, for many hosts at once: the system's resolver blocks, and some names take it half a minute."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from dataclasses import dataclass

import anyio

from mirrors.probe.fault import Fault

Found = "tuple[Address, ...]"


@dataclass(frozen=True)
class Address:
    """Where to connect to."""

    family: int
    text: str


class Resolver:
    """Looks each name up once."""

    def __init__(self) -> None:
        self._looked_up: dict[str, asyncio.Future[tuple[Address, ...]]] = {}

    async def __call__(self, host: str, limit: float) -> tuple[Address, ...]:
        """All addresses of a host, the families in turn."""
        if literal := _literal(host):
            return (literal,)
        if host not in self._looked_up:
            self._looked_up[host] = _start(host)
        try:
            with anyio.fail_after(limit):
                return await asyncio.shield(self._looked_up[host])
        except TimeoutError:
            raise Fault("dns_nxdomain", f"no answer about {host} within {limit:g} s", "silent", host) from None
        except OSError as error:
            raise Fault("dns_nxdomain", f"{host}: {error.strerror or error}", host=host) from None


def _literal(host: str) -> Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return Address(socket.AF_INET if address.version == 4 else socket.AF_INET6, host)


def _start(host: str) -> asyncio.Future[tuple[Address, ...]]:
    """Look up in a thread of its own: one from a pool would be waited for when the program ends."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[Address, ...]] = loop.create_future()
    # Nobody may be left to ask for the error.
    future.add_done_callback(lambda done: done.cancelled() or done.exception())

    def look_up() -> None:
        found: tuple[Address, ...] | OSError
        try:
            found = _addresses(host)
        except UnicodeError:
            found = socket.gaierror(socket.EAI_NONAME, "this is no name of a host")
        except OSError as error:
            found = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, future, found)

    threading.Thread(target=look_up, name=f"look up {host}", daemon=True).start()
    return future


def _settle(future: asyncio.Future[tuple[Address, ...]], found: tuple[Address, ...] | OSError) -> None:
    if future.done():
        return
    if isinstance(found, OSError):
        future.set_exception(found)
    else:
        future.set_result(found)


def _addresses(host: str) -> tuple[Address, ...]:
    rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    found = list(dict.fromkeys(Address(row[0], str(row[4][0])) for row in rows))
    first = [address for address in found if address.family == found[0].family]
    other = [address for address in found if address.family != found[0].family]
    longer = max(len(first), len(other))
    pairs = ((first[n : n + 1], other[n : n + 1]) for n in range(longer))
    return tuple(address for pair in pairs for part in pair for address in part)
