"""Mirrors that send elsewhere: what is followed, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mirrors.probe import probe
from mirrors.probe.challenge import is_dockers, is_foreign
from mirrors.probe.resolve import Address, Resolver
from mirrors.result import Result
from tests.faults import BEHAVIOURS, Faults
from tests.faults.behaviour import Visit
from tests.faults.behaviours.pages import moved
from tests.faults.certificates import make_certificates
from tests.faults.http import Answer
from tests.unit.probing import QUICK, probe_answer, trust_the_test, with_hosts

CDN = "production.cloudflare.docker.com"


@pytest.fixture(autouse=True)
def _trust(monkeypatch: pytest.MonkeyPatch) -> None:
    trust_the_test(monkeypatch)


def test_dockers_own_realm_is_not_even_asked() -> None:
    """It is blocked where the readers are, whether or not it answers here."""

    async def odd(visit: Visit) -> Answer:
        if visit.admitted:
            return visit.healthy()
        return visit.registry.challenge(visit.request, "https://auth.docker.io/token")

    result = probe_answer(odd)

    assert ("realm_foreign", "its tokens come from auth.docker.io") == (result.failure_class, result.detail)


def test_dockers_own_layers_are_not_a_mirrors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are blocked there as well, even if they come here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(make_certificates(tmp_path, CDN)))
    results: list[Result] = []

    async def here(*_: object) -> tuple[Address, ...]:
        return (Address(2, "127.0.0.1"),)

    async def visit(faults: Faults) -> None:
        cdn = await faults.start("blob_cdn_own")

        async def odd(visit: Visit) -> Answer:
            if visit.stage not in ("config", "blob") or not visit.admitted:
                return visit.healthy()
            return moved(f"https://{CDN}:{cdn.port}/cdn/{visit.repository}/{visit.reference}", 307)

        monkeypatch.setitem(BEHAVIOURS, "odd", replace(BEHAVIOURS["ok"], name="odd", answer=odd))
        mirror, control = await faults.start("odd"), await faults.start("ok")
        results.extend((await probe([mirror.url], replace(QUICK, control=(control.url,)))).results)

    monkeypatch.setattr(Resolver, "__call__", here)
    with_hosts(visit, tmp_path)

    assert "blob_cdn_foreign" == results[0].failure_class
    assert f"layers come from {CDN}: HTTP 200 from here" == results[0].detail


def test_nobody_is_led_away_from_tls() -> None:
    """A mirror that sends from https to http is not followed."""
    asked: list[int] = []

    async def visit(faults: Faults) -> None:
        plain = await faults.start("plain_http")

        async def odd(visit: Visit) -> Answer:
            return moved(f"{plain.url}{visit.request.path}")

        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(BEHAVIOURS, "odd", replace(BEHAVIOURS["ok"], name="odd", answer=odd))
            mirror, control = await faults.start("odd"), await faults.start("ok")
            report = await probe([mirror.url], replace(QUICK, control=(control.url,)))
        assert "plain_http" == report.results[0].failure_class
        asked.append(len(plain.requests))

    with_hosts(visit)

    assert [0] == asked


@pytest.mark.parametrize(
    ("host", "own", "foreign"),
    [
        ("auth.mirror.test", "docker.mirror.test", False),
        ("auth.docker.io", "registry-1.docker.io", False),
        ("auth.docker.io", "docker.mirror.test", True),
        ("a.com.cn", "b.com.cn", True),
        ("auth.a.com.cn", "docker.a.com.cn", False),
        ("127.0.0.1", "127.0.0.2", True),
    ],
)
def test_whose_host_it_is(host: str, own: str, foreign: bool) -> None:
    """Hosts under one domain belong together; addresses, and what lies right under a shared suffix, do not."""
    assert foreign == is_foreign(host, own)


def test_what_docker_runs() -> None:
    """Names under its domains, and not names that end like them."""
    assert is_dockers("auth.docker.io")
    assert is_dockers("docker.com")
    assert not is_dockers("notdocker.io")
