"""A mirror as a registry: what to ask it, with which token, and which of its answers are failures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from mirrors.probe.agents import ACCEPT, Agent
from mirrors.probe.challenge import Challenge, allowance, fetch_token, is_foreign, said
from mirrors.probe.exchange import Answer, Exchange
from mirrors.probe.fault import CONNECTION, Fault
from mirrors.probe.target import Image

PEEK = 2048
"""As much of an answer as is looked at, where its body does not matter."""


class Registry:
    """One mirror."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.meter = exchange.meter
        self.realm = ""
        """Where its tokens come from."""
        self._challenge: Challenge | None = None
        self._challenged = False
        """Whether /v2/ asked for a token: what does not, gets none from the engine that asks for /v2/."""
        self._tokens: dict[str, str] = {}

    async def ping(self, agent: Agent) -> Answer:
        """What /v2/ says; engines care for little of it."""
        with self.meter.phase("ping"):
            try:
                answer = await self.exchange.ask("GET", self._url("/v2/"), agent, {}, longest=PEEK, cut=True)
            except Fault as fault:
                raise self._told(fault, "ping") from None
        if answer.status == 401:
            self._challenge, self._challenged = Challenge.of(answer), True
        return answer

    async def manifest(self, method: str, image: Image, agent: Agent) -> Answer:
        """A manifest or index, by tag or by digest."""
        answer = await self._manifest(method, image, agent)
        if answer.status == 401 and (self._challenged or not agent.pings):
            self._challenge = Challenge.of(answer)
            self._tokens.pop(image.name, None)
            answer = await self._manifest(method, image, agent)
        with_page = answer.status == 200 and answer.is_page
        if answer.hops and (with_page or answer.status != 200):
            at = "page" if with_page else "error"
            raise Fault("redirect_landing", f"redirects to {answer.hops[-1]}: HTTP {answer.status} {answer.kind}", at)
        if with_page:
            raise Fault("html_200", f"{method} manifest: HTTP 200 {answer.kind or 'without a media type'}", "manifest")
        refuse(answer, "manifest")
        return answer

    async def _manifest(self, method: str, image: Image, agent: Agent) -> Answer:
        url = self._url(f"/v2/{image.name}/manifests/{image.reference}", agent)
        headers = {"Accept": ACCEPT, **await self._authorization(image, agent)}
        with self.meter.phase("manifest"):
            try:
                return await self.exchange.ask(method, url, agent, headers, longest=self.meter.limits.manifest)
            except Fault as fault:
                raise self._told(fault, "manifest") from None

    def _told(self, fault: Fault, what: str) -> Fault:
        """What was asked for, and whether it failed at the mirror or at where that sent us."""
        if fault.at == "silent" and not fault.host:
            return fault.but(detail=f"{what}: {fault}", at=what)
        if fault.failure_class in CONNECTION and fault.host and fault.host != self.exchange.origin.host:
            if fault.at == "redirect":
                return fault
            return fault.but("redirect_landing", f"redirects to a host that is not reached: {fault}", "unreachable")
        return fault

    @asynccontextmanager
    async def blob(
        self, image: Image, digest: str, agent: Agent, headers: Mapping[str, str]
    ) -> AsyncIterator[tuple[httpx.Response, tuple[str, ...]]]:
        """A configuration or a layer, to be read."""
        url = self._url(f"/v2/{image.name}/blobs/{digest}", agent)
        asked = {**await self._authorization(image, agent), **headers}
        async with self.exchange.open("GET", url, agent, asked) as opened:
            yield opened

    async def _authorization(self, image: Image, agent: Agent) -> Mapping[str, str]:
        if self._challenge is None:
            return {}
        if image.name not in self._tokens:
            with self.meter.phase("token"):
                self._tokens[image.name] = await fetch_token(self.exchange, self._challenge, image.name, agent)
            realm = httpx.URL(self._challenge.realm).host
            self.realm = realm if is_foreign(realm, self.exchange.origin.host) else ""
        return {"Authorization": f"Bearer {self._tokens[image.name]}"}

    def _url(self, path: str, agent: Agent | None = None) -> httpx.URL:
        query = f"?ns={agent.namespace}" if agent and agent.namespace else ""
        return httpx.URL(f"{self.exchange.origin}{path}{query}")


def refuse(answer: Answer, what: str) -> None:
    """A fault, if the mirror says no."""
    status, shown = answer.status, f"{what}: HTTP {answer.status}"
    if status < 300:
        return
    if status == 401:
        raise Fault("login_required", f"{shown} with a token for anybody{said(answer)}", what)
    if status == 404:
        raise Fault("manifest_404", f"{shown}{said(answer)}", what)
    if status in (403, 451):
        raise Fault("denied_allowlist", f"{shown}{said(answer)}", what)
    if status == 429:
        raise Fault("rate_limited", f"{shown}{allowance(answer)}", what)
    raise Fault("server_error", f"{shown}{said(answer)}", what)
