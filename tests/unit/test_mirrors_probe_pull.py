"""What the prober asks of a mirror, and what it keeps to itself."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from mirrors.probe import probe
from mirrors.probe.pull import Pull
from tests.faults import Faults
from tests.faults.http import Request
from tests.unit.probing import QUICK, RIGHT, trust_the_test, with_hosts


@pytest.fixture(autouse=True)
def _trust(monkeypatch: pytest.MonkeyPatch) -> None:
    trust_the_test(monkeypatch)


def asked(behaviour: str = "ok") -> list[Request]:
    """What one mirror of this behaviour was asked."""
    requests: list[Request] = []

    async def visit(faults: Faults) -> None:
        host, control = await faults.start(behaviour), await faults.start("ok")
        await probe([host.url], replace(QUICK, control=(control.url,)))
        requests.extend(host.requests)

    with_hosts(visit)
    return requests


def test_it_pulls_as_both_engines_do() -> None:
    """Manifests by tag and digest, with HEAD and GET, by each engine's name, one of them with ?ns=docker.io."""
    manifests = [r for r in asked() if "/manifests/" in r.path and r.path.endswith(("latest", RIGHT))]
    seen = {(r.method, r.path.rpartition("/")[2], "containerd" in r.headers["user-agent"]) for r in manifests}

    assert {("HEAD", "latest", False), ("HEAD", "latest", True), ("GET", "latest", True), ("GET", RIGHT, False)} <= seen
    for request in manifests:
        assert ["docker.io"] * ("containerd" in request.headers["user-agent"]) == request.query.get("ns", [])
        assert request.headers["user-agent"].startswith("docker/")


def test_it_pulls_down_to_the_layer() -> None:
    """A configuration, a layer, and the beginning of the layer once more."""
    blobs = [request for request in asked() if "/blobs/" in request.path]

    assert 3 == len(blobs)
    assert ["range" in request.headers for request in blobs] == [False, False, True]


def test_nothing_is_to_be_packed() -> None:
    """Every request says so."""
    assert {"identity"} == {request.headers.get("accept-encoding") for request in asked()}


def test_the_token_stays_at_home() -> None:
    """Whom a mirror sends us to for a layer does not see what the mirror gave us."""
    requests: list[list[Request]] = []

    async def visit(faults: Faults) -> None:
        other, control = await faults.start("ok"), await faults.start("ok")
        mirror = await faults.start("blob_cdn_foreign")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Faults, "foreign", other.url)
            await probe([mirror.url], replace(QUICK, control=(control.url,)))
        requests.extend([list(mirror.requests), list(other.requests)])

    with_hosts(visit)
    at_mirror, elsewhere = requests

    assert any("authorization" in request.headers for request in at_mirror)
    assert elsewhere
    assert not [request for request in elsewhere if "authorization" in request.headers]


def test_redirects_have_an_end() -> None:
    """However often a mirror sends on, each question is asked a few times only."""
    assert len(asked("redirect_chain")) <= 3 * (QUICK.bounds.redirects + 1)


def test_one_connection_serves_all_requests() -> None:
    """Neither a mirror nor the control host has to shake hands twice."""
    opened: list[object] = []
    original = asyncio.open_connection

    async def count(*args: Any, **more: Any) -> Any:
        opened.append(more.get("ssl"))
        return await original(*args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "open_connection", count)
        asked()

    assert 2 == len([context for context in opened if context])


def test_http_is_not_even_asked() -> None:
    """A mirror without TLS gets its name without a word, unless somebody allows it."""
    seen: list[tuple[str, int]] = []

    async def visit(faults: Faults) -> None:
        host, control = await faults.start("plain_http"), await faults.start("ok")
        for allowed in (False, True):
            report = await probe([host.url], replace(QUICK, control=(control.url,), allow_http=allowed))
            seen.append((report.results[0].failure_class, len(host.requests)))

    with_hosts(visit)

    assert ("plain_http", 0) == seen[0]
    assert "ok" == seen[1][0]


def test_one_mirror_does_not_end_the_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong with it, the others are measured."""
    found: list[str] = []
    original = Pull.run

    async def run(pull: Pull) -> None:
        if pull.found.mirror.endswith(":1"):
            raise RuntimeError("\x1b[2J")
        await original(pull)

    async def visit(faults: Faults) -> None:
        good, control = await faults.start("ok"), await faults.start("ok")
        report = await probe(["https://127.0.0.1:1", good.url], replace(QUICK, control=(control.url,)))
        found.extend(f"{result.failure_class} {result.detail}" for result in report.results)

    monkeypatch.setattr(Pull, "run", run)
    with_hosts(visit)

    assert [r"server_error RuntimeError: \x1b[2J", "ok "] == found
