"""The prober gives each host that misbehaves the name that its failure has."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mirrors.classes import classes, verdicts
from mirrors.result import ENGINES, Result, Verdict
from tests.faults import BEHAVIOURS
from tests.unit.probing import probe_served, trust_the_test

NAMES = [
    "ok", "dns_nxdomain", "connect_timeout", "connect_refused", "tls_expired", "tls_self_signed", "tls_hostname",
    "plain_http", "redirect_landing", "html_200", "auth_realm_broken", "realm_foreign", "login_required",
    "denied_allowlist", "manifest_404", "rate_limited", "digest_lie", "poisoned", "stale_tag", "unknown_digest",
    "blob_mismatch", "blob_truncated", "blob_html", "blob_denied", "slow", "blob_cdn_foreign", "ua_cloak",
    "missing_platform", "server_error", "inconclusive",
]  # fmt: skip
"""The taxonomy."""
NAMED = [name for name, behaviour in BEHAVIOURS.items() if behaviour.failure_class]
SOME = [name for name, behaviour in BEHAVIOURS.items() if not behaviour.failure_class]
"""Behaviours whose name the prober is free to choose."""


@pytest.fixture(scope="module")
def results() -> Mapping[str, Result]:
    """One probe of them all."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        trust_the_test(monkeypatch)
        return probe_served([*NAMED, *SOME])


@pytest.mark.parametrize("name", NAMED)
def test_a_failure_gets_its_name(name: str, results: Mapping[str, Result]) -> None:
    """What the fault server calls it is what the prober calls it; a host that is well is ok."""
    assert BEHAVIOURS[name].failure_class == results[name].failure_class


@pytest.mark.parametrize("name", [name for name in NAMES if name != "inconclusive"])
def test_each_class_has_a_host_that_fails_so(name: str) -> None:
    """No class but the one for a lost network goes untested."""
    assert name in {BEHAVIOURS[behaviour].failure_class for behaviour in NAMED}


@pytest.mark.parametrize("name", SOME)
def test_what_has_no_name_of_its_own_gets_one(name: str, results: Mapping[str, Result]) -> None:
    """Any other behaviour is measured too."""
    assert results[name].failure_class in set(NAMES) - {"inconclusive"}


@pytest.mark.parametrize("name", [*NAMED, *SOME])
def test_each_engine_gets_a_verdict(name: str, results: Mapping[str, Result]) -> None:
    """And a mirror that is ok is one that both can use."""
    assert set(ENGINES) == set(results[name].engines)
    if results[name].failure_class == "ok":
        assert {Verdict("usable")} == set(results[name].engines.values())


def test_a_good_mirror_is_measured(results: Mapping[str, Result]) -> None:
    """Each phase has a time, and the layer a speed."""
    phases = {"resolve", "connect", "tls", "ping", "token", "manifest", "config", "blob", "range"}

    assert phases == set(results["ok"].timings_ms)
    assert results["ok"].bytes > 2 * 48 * 1024
    assert (results["ok"].speed or 0) > 0


@pytest.mark.parametrize("name", [name for name in NAMED if name != "ua_cloak"])
def test_where_it_fails_decides_what_engines_do(name: str, results: Mapping[str, Result]) -> None:
    """A host that answers nothing is passed over; one that hangs on a manifest alone is waited for without end."""
    behaviour = BEHAVIOURS[name]

    assert verdicts(behaviour.failure_class, behaviour.case) == results[name].engines


def test_a_refused_certificate_tells_why(results: Mapping[str, Result]) -> None:
    """Until when it was valid, or for which name."""
    assert "valid from" in results["tls_expired"].detail
    assert "elsewhere.example" in results["tls_hostname"].detail
    assert "OpenSSL 20" in results["tls_self_signed"].detail


def test_the_taxonomy_is_complete() -> None:
    """Each class of the specification has words in both languages, and there is no other."""
    assert NAMES == list(classes())
    for failure in classes().values():
        assert {"en", "zh"} == set(failure.label) == set(failure.means)


def test_nothing_is_said_of_engines_when_nothing_was_measured() -> None:
    """Only the class for a lost network has no verdicts."""
    assert ["inconclusive"] == [name for name in NAMES if not verdicts(name)]
