"""Hosts that answer if the network does, and what the tag names at the one that can be trusted."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field

from mirrors.probe.agents import AGENTS
from mirrors.probe.document import Document
from mirrors.probe.exchange import Exchange
from mirrors.probe.meter import Meter
from mirrors.probe.options import Limits
from mirrors.probe.registry import Registry
from mirrors.probe.resolve import Resolver
from mirrors.probe.target import Image, Mirror


@dataclass
class Trusted:
    """What is known for certain."""

    reached: bool = False
    """Whether any control host answered."""
    digest: str = ""
    """What the tag names at the registry that can be trusted, now."""
    platforms: dict[str, str] = field(default_factory=dict)
    """The digest of each platform's manifest there."""


class Control:
    """The control hosts."""

    def __init__(self, hosts: Sequence[str], image: Image, limits: Limits, context: ssl.SSLContext, resolver: Resolver):
        self._hosts = [Mirror.parse(host) for host in hosts]
        self._image, self._limits, self._context, self._resolver = image, limits, context, resolver
        self._trusted = Trusted()

    async def ask(self) -> Trusted:
        """Ask all of them, the first one also for the image."""
        await asyncio.gather(*(self._ask(host, first=number == 0) for number, host in enumerate(self._hosts)))
        return self._trusted

    async def _ask(self, host: Mirror, *, first: bool) -> None:
        meter = Meter(self._limits)
        exchange = Exchange(host, meter, self._context, self._resolver)
        try:
            registry = Registry(exchange)
            await registry.ping(AGENTS["graphdriver"])
            if first:
                await self._look_up(registry)
        except Exception:  # noqa: S110 - what a control host does wrong is nobody's business here
            pass
        finally:
            await exchange.aclose()
            self._trusted.reached |= meter.answered

    async def _look_up(self, registry: Registry) -> None:
        """HEAD alone does not count against Docker Hub's limit; the index is asked for once."""
        agent = AGENTS["containerd"]
        head = await registry.manifest("HEAD", self._image, agent)
        self._trusted.digest = head.headers.get("docker-content-digest", "")
        body = (await registry.manifest("GET", Image(self._image.name, self._trusted.digest), agent)).body
        document = Document.read(body)
        if document and document.digest == self._trusted.digest:
            self._trusted.platforms = {each.platform: each.digest for each in document.manifests}
