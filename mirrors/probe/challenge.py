"""How a registry asks who is there, and where it sends for an answer."""

from __future__ import annotations

import ipaddress
import json
import re
from dataclasses import dataclass
from typing import Any

import httpx

from mirrors.probe.agents import Agent
from mirrors.probe.exchange import Answer, Exchange
from mirrors.probe.fault import Fault

DOCKERS = ("docker.io", "docker.com")
"""Domains of Docker's own, which are blocked in mainland China, wherever a probe is started."""
_PAIR = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_SHARED = frozenset({"com", "net", "org", "edu", "gov", "ac", "co"})
"""Below a country's domain these belong to nobody in particular."""


@dataclass(frozen=True)
class Challenge:
    """The header WWW-Authenticate of an answer."""

    scheme: str
    realm: str
    service: str

    @classmethod
    def of(cls, answer: Answer) -> Challenge:
        """What the answer asks for; nothing, if it says nothing that can be read."""
        scheme, _, rest = answer.headers.get("www-authenticate", "").partition(" ")
        pairs = {name.lower(): value for name, value in _PAIR.findall(rest)}
        return cls(scheme.lower(), pairs.get("realm", ""), pairs.get("service", ""))


async def fetch_token(exchange: Exchange, challenge: Challenge, name: str, agent: Agent) -> str:
    """A token for anybody, to pull ``name``."""
    if challenge.scheme == "basic":
        raise Fault("login_required", "asks for a user and a password (Basic)")
    if challenge.scheme != "bearer":
        raise Fault("auth_realm_broken", f"HTTP 401 that asks for {challenge.scheme or 'nothing'}", "unusable")
    realm = _address(challenge.realm)
    foreign = is_foreign(realm.host, exchange.origin.host)
    if foreign and is_dockers(realm.host):
        raise Fault("realm_foreign", f"its tokens come from {realm.host}")
    asked = realm.copy_merge_params({"scope": f"repository:{name}:pull", "service": challenge.service})
    try:
        answer = await exchange.ask("GET", asked, agent, {}, longest=exchange.meter.limits.token)
    except Fault as fault:
        if foreign:
            raise fault.but("realm_foreign", f"its tokens come from {realm.host}: {fault}", "unreachable") from None
        at = "unreachable" if fault.host or fault.failure_class == "slow" else "unusable"
        raise fault.but("auth_realm_broken", f"token: {fault}", at) from None
    return _token(answer)


def _address(realm: str) -> httpx.URL:
    try:
        url = httpx.URL(realm)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise Fault("auth_realm_broken", f"the realm is no address: {realm}", "unusable")
    return url


def _token(answer: Answer) -> str:
    status, shown = answer.status, f"token: HTTP {answer.status}"
    if status == 401:
        raise Fault("login_required", f"{shown}{said(answer)}")
    if status == 403:
        raise Fault("denied_allowlist", f"{shown}{said(answer)}", "token")
    if status == 429:
        raise Fault("rate_limited", f"{shown}{allowance(answer)}")
    if status >= 400:
        raise Fault("auth_realm_broken", f"{shown}{said(answer)}")
    found = parse(answer.body)
    token = (found.get("token") or found.get("access_token")) if isinstance(found, dict) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise Fault("auth_realm_broken", f"{shown}, and no token in it ({answer.kind or 'no media type'})", "unusable")
    return token


def parse(body: bytes) -> Any:
    """What JSON says; None if it is none, or one that would hurt."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def said(answer: Answer) -> str:
    """What a registry says to people when it says no."""
    found = parse(answer.body)
    errors = found.get("errors") if isinstance(found, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    text = str(first.get("message") or first.get("code") or "")
    if not text and not answer.is_page:
        text = answer.body[:200].decode("utf-8", "replace").strip()
    return f": {text}" if text else ""


def allowance(answer: Answer) -> str:
    """What an answer says of how much may be asked."""
    names = ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "Docker-RateLimit-Source")
    told = "".join(f", {name}: {answer.headers[name]}" for name in names if name in answer.headers)
    return f"{told}{said(answer)}"


def is_dockers(host: str) -> bool:
    """Whether Docker runs it."""
    return any(host == domain or host.endswith(f".{domain}") for domain in DOCKERS)


def is_foreign(host: str, own: str) -> bool:
    """Whether a host is not under the domain of the other."""
    return host != own and _domain(host) != _domain(own)


def _domain(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        labels = host.rstrip(".").split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3:] if shared else labels[-2:])
