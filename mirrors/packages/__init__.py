"""Install mirrors: whether apt and dnf can install Docker, or what it is installed from, through them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import httpx

from mirrors.packages.apt import check_apt
from mirrors.packages.dnf import check_dnf
from mirrors.packages.network import NETWORK
from mirrors.packages.trees import Tree, archive_of, known_archive, trees
from mirrors.packages.visit import Failed, Limits, Visit
from mirrors.packages.words import verdict
from mirrors.probe.options import CONTROL
from mirrors.result import Result
from mirrors.terminal import escape

__all__ = ["MANAGERS", "PackageOptions", "archive_of", "probe_packages"]

MANAGERS = ("apt", "dnf")
"""What installs packages: they stand in a result where the pull engines stand for a registry mirror."""
TOGETHER = 64
"""Mirrors that are asked at the same time."""


@dataclass(frozen=True)
class PackageOptions:
    """How install mirrors are probed."""

    limits: Limits = field(default_factory=Limits)
    connect: float = 5.0
    """Seconds."""
    fingerprint: str = ""
    """The key that has to have signed, where it is not the one in trees.toml: for a test's own repositories."""
    packages: Mapping[str, Sequence[Tree]] = field(default_factory=dict)
    """The repositories to look at, by archive, where they are not those in trees.toml."""
    control: Sequence[str] = CONTROL
    """Hosts that answer if the network does."""
    progress: Callable[[int, int, str], None] | None = None
    """Told how many mirrors are done, of how many, and which one it was."""


async def probe_packages(urls: Sequence[str], options: PackageOptions | None = None) -> tuple[Result, ...]:
    """Probe install mirrors, each by the address of an archive on it, all at the same time.

    Raises:
        MirrorsError: an address is that of no archive that is known.
    """
    options = options or PackageOptions()
    archives = [known_archive(url) for url in urls]
    gate, done = asyncio.Semaphore(TOGETHER), 0
    timeout = httpx.Timeout(options.limits.silence, connect=options.connect, pool=None)

    async def one(url: str, archive: str) -> Result:
        nonlocal done
        async with gate, httpx.AsyncClient(verify=context, timeout=timeout, trust_env=False) as client:
            result = await _probe(client, url, options.packages.get(archive) or trees(archive), options)
        done += 1
        if options.progress:
            options.progress(done, len(urls), url)
        return result

    context = ssl.create_default_context()
    results = await asyncio.gather(*(one(url, archive) for url, archive in zip(urls, archives)))
    if all(result.failure_class in NETWORK for result in results) and not await _reached(options, context, timeout):
        return tuple(_inconclusive(result) for result in results)
    return tuple(results)


async def _reached(options: PackageOptions, context: ssl.SSLContext, timeout: httpx.Timeout) -> bool:
    """Whether any of the hosts answers that answer if the network does."""
    async with httpx.AsyncClient(verify=context, timeout=timeout, trust_env=False) as client:
        asked = (client.head(url) for url in options.control)
        answers = await asyncio.gather(*asked, return_exceptions=True)
    return any(isinstance(answer, httpx.Response) for answer in answers)


async def _probe(client: httpx.AsyncClient, url: str, look: Sequence[Tree], options: PackageOptions) -> Result:
    """One mirror: every tree of it, and what each package manager makes of that."""
    visits = {manager: Visit(client, manager, options.limits) for manager in MANAGERS}
    seen: dict[str, list[tuple[str, str]]] = {}
    for tree in look:
        tree = replace(tree, fingerprint=options.fingerprint) if options.fingerprint and tree.fingerprint else tree
        found = await _tree(visits[tree.manager], url, tree, options.limits.time)
        seen.setdefault(tree.manager, []).append(found)
        if found[0] in NETWORK:
            break  # The others are on the same host.
    classes = {manager: _first_failure(found) for manager, found in seen.items()}
    failure_class, detail = _first_failure([*classes.values()])
    if failure_class == "ok":
        detail = "; ".join(words for found in seen.values() for _, words in found)
    engines = {m: verdict(c) for m, (c, _) in classes.items() if c != "inconclusive"}
    spent = {phase: ms for visit in visits.values() for phase, ms in visit.timings.items()}
    speeds = [visit.speed for visit in visits.values() if visit.speed]
    taken = sum(visit.received for visit in visits.values())
    return Result(url, failure_class, escape(detail), engines, spent, taken, max(speeds, default=None))


async def _tree(visit: Visit, url: str, tree: Tree, limit: float) -> tuple[str, str]:
    check = check_apt if tree.manager == "apt" else check_dnf
    try:
        return "ok", await asyncio.wait_for(check(visit, url, tree), limit)
    except Failed as failure:
        return failure.failure_class, failure.detail
    except asyncio.TimeoutError:
        return "slow", f"{tree.path or tree.suite} was not done after {limit:.0f} s"


def _first_failure(found: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """What is wrong; that something could not be seen counts only if nothing is."""
    bad = [pair for pair in found if pair[0] != "ok"]
    return next((pair for pair in bad if pair[0] != "inconclusive"), bad[0] if bad else found[0])


def _inconclusive(result: Result) -> Result:
    """Nobody answers, not even a host that always does: this computer's network is down."""
    detail = f"nobody answers here; {result.detail}"
    return replace(result, failure_class="inconclusive", engines={}, detail=detail)
