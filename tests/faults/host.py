"""Hosts that behave: each a port of its own, thousands of them in one process."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.faults.behaviour import Behaviour, Visit
from tests.faults.behaviours import BEHAVIOURS
from tests.faults.http import TLS, Answer, Request, read_request, write_answer
from tests.faults.image import CURRENT
from tests.faults.registry import Registry
from tests.faults.sockets import BlackHole, reserve, reset

KEPT = 2000
"""How many requests a host remembers."""
_PLAIN = Answer(400, body=b"no TLS here", closes=True)


class Faults:
    """All hosts of a test; use it as an asynchronous context manager."""

    def __init__(
        self, certificates: Path | None = None, address: str = "127.0.0.1", size: int = 48 * 1024,
        elsewhere: str = "127.0.0.2",
    ) -> None:  # fmt: skip
        """With a folder of certificates hosts speak TLS; without one they speak plain HTTP only.

        ``elsewhere`` is the address of a host that does not answer, to which some send.
        """
        self.address, self.size, self._certificates, self._foreign = address, size, certificates, elsewhere
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._hosts: list[Host] = []

    async def __aenter__(self) -> Faults:
        self._elsewhere = BlackHole(self._foreign)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._elsewhere.close()
        await asyncio.gather(*(host.close() for host in self._hosts))

    @property
    def foreign(self) -> str:
        """The origin of a host that does not answer, other than every host here."""
        return f"{'https' if self._certificates else 'http'}://{self._foreign}:{self._elsewhere.port}"

    async def start(
        self, behaviour: str, name: str = "", port: int = 0, generation: str = CURRENT,
        names: Mapping[str, str] | None = None,
    ) -> Host:  # fmt: skip
        """A host that behaves so; ``name`` is what it is called, if not by its address.

        ``names`` are behaviours by the name that a request is for: several hosts at one address.
        """
        others = {called: BEHAVIOURS[each] for called, each in (names or {}).items()}
        host = Host(BEHAVIOURS[behaviour], self, name, generation, others)
        self._hosts.append(host)
        await host.open(port)
        return host

    def context(self, kind: str) -> ssl.SSLContext | None:
        """How TLS is spoken with a certificate of this kind; None for plain HTTP."""
        if kind == "none" or self._certificates is None:
            return None
        if kind not in self._contexts:
            self._contexts[kind] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._contexts[kind].load_cert_chain(self._certificates / f"{kind}.pem")
        return self._contexts[kind]


class Host:
    """One host."""

    def __init__(
        self, behaviour: Behaviour, faults: Faults, name: str, generation: str, others: Mapping[str, Behaviour]
    ) -> None:
        self.behaviour, self.requests = behaviour, deque[Request](maxlen=KEPT)
        self.port, self._served = 0, 0
        self._faults, self._name, self._generation, self._others = faults, name, generation, others
        self._closing = contextlib.ExitStack()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        """Where it is, as a mirror is written."""
        called = f"{self.behaviour.name.replace('_', '-')}.invalid" if self._is("unknown_name") else self._name
        return f"{self._scheme}://{called or self._faults.address}:{self.port}"

    async def open(self, port: int) -> None:
        """Begin to behave."""
        address, place = self._faults.address, self.behaviour.place
        if place == "refuses":
            self.port = int(self._closing.enter_context(reserve(address, port)).getsockname()[1])
        elif place == "black_hole":
            self.port = self._closing.enter_context(contextlib.closing(BlackHole(address, port))).port
        else:
            answer = {"resets": self._reset, "silent": self._keep_silent}.get(place, self._converse)
            context = self._faults.context(self.behaviour.certificate) if place in ("listens", "unknown_name") else None
            server = await asyncio.start_server(answer, address, port, ssl=context, backlog=1024)
            self._closing.callback(server.close)
            self.port = int(server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """End it, and whoever still waits for an answer."""
        self._closing.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _is(self, place: str) -> bool:
        return self.behaviour.place == place

    @property
    def _scheme(self) -> str:
        return self.behaviour.scheme if self._faults.context("good") else "http"

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._at_work(writer):
            while request := await read_request(reader):
                self.requests.append(request)
                self._served += 1
                answer = _PLAIN if request is TLS else await self._behaviour_for(request).answer(self._visit(request))
                if not await write_answer(reader, writer, request, answer):
                    return

    def _behaviour_for(self, request: Request) -> Behaviour:
        return self._others.get(request.headers.get("host", "").partition(":")[0], self.behaviour)

    def _visit(self, request: Request) -> Visit:
        origin = f"{self._scheme}://{request.headers.get('host') or self.url.partition('//')[2]}"
        registry = Registry(origin, self._faults.size, self._generation)
        return Visit(request, registry, self._faults.foreign, self._served)

    async def _keep_silent(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._at_work(writer):
            while await reader.read(65536):
                pass

    async def _reset(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._at_work(writer):
            await reader.read(1)
            reset(writer.get_extra_info("socket"))

    @contextlib.contextmanager
    def _at_work(self, writer: asyncio.StreamWriter) -> Any:
        """Until it ends, :meth:`close` can end it."""
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
                yield
        finally:
            self._tasks.discard(task)
            writer.transport.abort()
