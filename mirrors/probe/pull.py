"""A pull, as both engines do it, from the first word to the last byte."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from mirrors.probe.agents import AGENTS, BROWSER, Agent
from mirrors.probe.document import USUAL, Document, digest_of, is_manifest
from mirrors.probe.exchange import Answer
from mirrors.probe.fault import CONNECTION, Fault
from mirrors.probe.finding import Finding
from mirrors.probe.layer import Layers
from mirrors.probe.registry import Registry
from mirrors.probe.target import Image

_CLOAKED = frozenset({"html_200", "redirect_landing", "denied_allowlist", "manifest_404", "login_required"})
"""What a host may do to Docker alone."""


class Pull:
    """Of one image from one mirror."""

    def __init__(
        self, registry: Registry, image: Image, platform: str, turn: asyncio.Semaphore, found: Finding
    ) -> None:
        self.registry, self.image, self.platform, self.found = registry, image, platform, found
        self._layers = Layers(registry, image, turn, found)

    async def run(self) -> None:
        """Fills in the finding."""
        try:
            await self._ping()
            agent = await self._resolve()
            if agent:
                await self._fetch(agent)
        except Fault as fault:
            self.found.all_meet(fault)

    async def _ping(self) -> None:
        """Only one engine asks for /v2/, and any answer will do for it."""
        try:
            answer = await self.registry.ping(AGENTS["graphdriver"])
        except Fault as fault:
            if fault.failure_class in CONNECTION and fault.host == self.registry.exchange.origin.host:
                raise
            self.found.faults["graphdriver"] = fault
            return
        if answer.status == 200 and answer.is_page:
            self.found.notes.append("/v2/ is a page")

    async def _resolve(self) -> Agent | None:
        """Ask what the tag names, as each engine does; returns one that got an answer."""
        digests = {}
        for engine, agent in AGENTS.items():
            if self.found.faults[engine] is None:
                try:
                    digests[engine] = await self._head(agent)
                except Fault as fault:
                    self.found.faults[engine] = fault
        self.found.digest = next(filter(None, digests.values()), "")
        if len(digests) < len(AGENTS):
            self.found.fault = await self._named(bool(digests))
        return AGENTS[next(iter(digests))] if digests else None

    async def _head(self, agent: Agent) -> str:
        answer = await self.registry.manifest("HEAD", self.image, agent)
        return str(answer.headers.get("docker-content-digest", ""))

    async def _named(self, some: bool) -> Fault:
        """What it is called if not every engine gets an answer."""
        first = next(fault for fault in self.found.faults.values() if fault)
        kinds = {fault.failure_class if fault else "" for fault in self.found.faults.values()}
        if not some and {fault.at for fault in self.found.faults.values() if fault} == {"ping", "manifest"}:
            fault = first.but(at="silent")
            self.found.faults = dict.fromkeys(self.found.faults, fault)
            return fault
        if not kinds - {""} <= _CLOAKED:
            return first
        if some or len(kinds) > 1:
            engine = next(engine for engine, fault in self.found.faults.items() if fault)
            return Fault("ua_cloak", f"what {engine} asks for is refused, what others ask for is not: {first}")
        if await self._serves(self.image, BROWSER):
            return Fault("ua_cloak", f"a browser gets the manifest, Docker does not: {first}")
        if first.failure_class in ("denied_allowlist", "manifest_404"):
            control = self.image.control
            serves = await self._serves(control, AGENTS["graphdriver"])
            reason = await self._reason()
            return first.but(
                detail=f"{reason or first}; {control.name} is {'served' if serves else 'not served either'}"
            )
        return first

    async def _reason(self) -> str:
        """What a mirror that refuses says to people, which HEAD leaves out."""
        try:
            await self.registry.manifest("GET", self.image, AGENTS["graphdriver"])
        except Fault as fault:
            return fault.detail
        return ""

    async def _serves(self, image: Image, agent: Agent) -> bool:
        with suppress(Fault):
            answer = await self.registry.manifest("HEAD", image, agent)
            return is_manifest(answer.kind)
        return False

    async def _fetch(self, agent: Agent) -> None:
        """By tag and by digest, down to the bytes of a layer."""
        document = await self._document(agent)
        manifest = document
        if document.is_index:
            entry = document.of_platform(self.platform)
            self.found.platform_digest = entry.digest if entry else ""
            missing = [platform for platform in (*USUAL, self.platform) if not document.of_platform(platform)]
            if missing:
                at = "this" if self.platform in missing else ""
                fault = Fault("missing_platform", f"the index has no {', '.join(dict.fromkeys(missing))}", at)
                self.found.fault = self.found.fault or fault
                if at:
                    raise fault
            assert entry
            manifest = await self._by_digest(entry.digest, agent)
        await self._layers.read(manifest, agent)

    async def _document(self, agent: Agent) -> Document:
        """What the tag names, asked for in each way."""
        other = next(each for each in AGENTS.values() if each != agent)
        by_tag = await self._get(self.image, other if self._well(other) else agent)
        if self.image.pinned or not self.found.digest:
            self.found.digest = by_tag.digest
            return by_tag
        if by_tag.digest != self.found.digest:
            self.found.notes.append("the tag moved while it was asked for")
        return await self._by_digest(self.found.digest, agent)

    def _well(self, agent: Agent) -> bool:
        return next(fault is None for engine, fault in self.found.faults.items() if AGENTS[engine] == agent)

    async def _by_digest(self, digest: str, agent: Agent) -> Document:
        document = await self._get(Image(self.image.name, digest), agent)
        if document.digest != digest:
            raise Fault("digest_lie", f"asked for {digest}, got the bytes of {document.digest}")
        return document

    async def _get(self, image: Image, agent: Agent) -> Document:
        answer = await self.registry.manifest("GET", image, agent)
        _believe(answer)
        document = Document.read(answer.body)
        if document is None:
            raise Fault(
                "html_200", f"manifest: HTTP 200 {answer.kind or 'without a media type'}, and no manifest", "other"
            )
        return document

    async def ask_for(self, digest: str) -> Document | None:
        """What the mirror gives to who asks for ``digest``, whatever it is."""
        with suppress(Fault):
            answer = await self.registry.manifest("GET", Image(self.image.name, digest), AGENTS["graphdriver"])
            return Document.read(answer.body) or Document(digest_of(answer.body), {})
        return None


def _believe(answer: Answer) -> None:
    """Whether the header that names the bytes names these."""
    claimed, actual = answer.headers.get("docker-content-digest", ""), digest_of(answer.body)
    if claimed and claimed != actual:
        raise Fault("digest_lie", f"says {claimed}, sends the bytes of {actual}")
