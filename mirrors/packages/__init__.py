"""Install mirrors: whether apt and dnf can install Docker, or what it is installed from, through them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from mirrors.packages.apt import check_apt
from mirrors.packages.dnf import check_dnf
from mirrors.packages.trees import Tree, archive_of, known_archive, trees
from mirrors.packages.visit import Visit
from mirrors.packages.words import verdict
from mirrors.probe.control import Control
from mirrors.probe.exchange import Exchange
from mirrors.probe.fault import Fault
from mirrors.probe.meter import Meter
from mirrors.probe.network import trust
from mirrors.probe.options import CONTROL, MIB, Limits, Progress
from mirrors.probe.options import Options as RegistryOptions
from mirrors.probe.resolve import Resolver
from mirrors.probe.target import Image, Mirror
from mirrors.result import Result
from mirrors.terminal import escape

__all__ = ["LIMITS", "MANAGERS", "PackageOptions", "archive_of", "probe_packages"]

MANAGERS = ("apt", "dnf")
"""What installs packages: they stand in a result where the pull engines stand for a registry mirror."""
LIMITS = Limits(total=60.0, answer=10.0, bytes=48 * MIB)
"""For each mirror: an index of Fedora's has 20 MB and more."""
TOGETHER = 64
"""Mirrors that are asked at the same time."""
_NETWORK = frozenset({"dns_nxdomain", "connect_timeout", "connect_refused", "slow"})
"""What a computer sees everywhere when it is its own network that is down."""


@dataclass(frozen=True)
class PackageOptions:
    """How install mirrors are probed."""

    limits: Limits = LIMITS
    fingerprint: str = ""
    """The key that has to have signed, where it is not the one in trees.toml: for a test's own repositories."""
    packages: Mapping[str, Sequence[Tree]] = field(default_factory=dict)
    """The repositories to look at, by archive, where they are not those in trees.toml."""
    control: Sequence[str] = CONTROL
    """Hosts that answer if the network does."""
    progress: Progress | None = None

    def trees(self, archive: str) -> Sequence[Tree]:
        """What to look at."""
        found = self.packages.get(archive) or trees(archive)
        if not self.fingerprint:
            return found
        return [replace(tree, fingerprint=self.fingerprint) if tree.fingerprint else tree for tree in found]


async def probe_packages(urls: Sequence[str], options: PackageOptions | None = None) -> tuple[Result, ...]:
    """Probe install mirrors, each by the address of an archive on it, all at the same time.

    Raises:
        MirrorsError: an address is that of no archive that is known.
    """
    options = options or PackageOptions()
    archives = [known_archive(url) for url in urls]
    context, resolver, gate, done = trust(), Resolver(), asyncio.Semaphore(TOGETHER), 0

    async def one(url: str, archive: str) -> Result:
        nonlocal done
        async with gate:
            result = await _probe(url, options.trees(archive), options.limits, context, resolver)
        done += 1
        if options.progress:
            options.progress(done, len(urls), url)
        return result

    results = await asyncio.gather(*map(one, urls, archives))
    if all(result.failure_class in _NETWORK for result in results):
        image = Image.parse(RegistryOptions.image)
        control = await Control(options.control, image, options.limits, context, resolver).ask()
        return tuple(results) if control.reached else tuple(map(_inconclusive, results))
    return tuple(results)


async def _probe(url: str, look: Sequence[Tree], limits: Limits, context: ssl.SSLContext, resolver: Resolver) -> Result:
    """One mirror: every tree of it, and what each package manager makes of that."""
    parts = urlsplit(url)
    exchange = Exchange(Mirror(parts.scheme, parts.netloc), Meter(limits), context, resolver, allow_http=False)
    visits = {manager: Visit(exchange, manager) for manager in MANAGERS}
    seen: dict[str, list[tuple[str, str]]] = {}
    try:
        for tree in look:
            found = await _tree(visits[tree.manager], url, tree)
            seen.setdefault(tree.manager, []).append(found)
            if found[0] in _NETWORK:
                break  # The others are on the same host.
    finally:
        await exchange.aclose()
    classes = {manager: _worst(found) for manager, found in seen.items()}
    failure_class, detail = _worst([*classes.values()])
    if failure_class == "ok":
        detail = "; ".join(words for found in seen.values() for _, words in found)
    engines = {manager: verdict(name) for manager, (name, _) in classes.items() if name != "inconclusive"}
    speed = max((visit.speed for visit in visits.values() if visit.speed), default=None)
    meter = exchange.meter
    return Result(url, failure_class, escape(detail), engines, meter.timings_ms, meter.bytes, speed)


async def _tree(visit: Visit, url: str, tree: Tree) -> tuple[str, str]:
    check = check_apt if tree.manager == "apt" else check_dnf
    try:
        return "ok", await check(visit, url, tree)
    except Fault as fault:
        return fault.failure_class, fault.detail


def _worst(found: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """What is wrong; that something could not be seen counts only if nothing is."""
    bad = [pair for pair in found if pair[0] != "ok"]
    return next((pair for pair in bad if pair[0] != "inconclusive"), bad[0] if bad else found[0])


def _inconclusive(result: Result) -> Result:
    """Nobody answers, not even a host that always does: this computer's network is down."""
    detail = f"nobody answers here; {result.detail}"
    return replace(result, failure_class="inconclusive", engines={}, detail=detail)
