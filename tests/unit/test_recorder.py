"""Evidence on its way from where a walk was taken to where it is written."""

from __future__ import annotations

import json
from typing import Any

import execnet
import pytest

from snippets.evidence import Evidence, Outcome
from tests.harness import recorder
from tests.harness.recorder import Recorder, pack, unpack

EVIDENCE = Evidence(
    page="use/page.md", distro="debian-13", variant="", world="rehearsal", origin="bootstrapped", image="abc",
    architecture="amd64", walk="def", parameters={"proxy": "127.0.0.1:7897"}, engine="26.1.5", compose="",
    date="2026-11-22", steps=(Outcome("topic/a", "steps", {"run": "1"}, "passed", "a\n中文\x1b"),),
)  # fmt: skip


def report(**more: Any) -> pytest.TestReport:
    """The report of a step that passed."""
    return pytest.TestReport("docs/page.md::debian-13::a", ("", None, ""), {}, "passed", None, "call", **more)


def test_evidence_comes_from_another_host_as_it_was() -> None:
    """Through pytest's report, and the wire that xdist sends it over."""
    sent = execnet.dumps(report(evidence=pack(EVIDENCE))._to_json())

    received: Any = pytest.TestReport._from_json(execnet.loads(sent))

    assert unpack(received.evidence) == EVIDENCE


def test_a_log_of_reports_can_hold_it() -> None:
    """As JSON."""
    logged = json.loads(json.dumps(report(evidence=pack(EVIDENCE))._to_json()))

    assert unpack(logged["evidence"]) == EVIDENCE


def test_only_reports_with_evidence_write_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most steps have none: only the last of a walk that passed, whole."""
    saved: list[Evidence] = []
    monkeypatch.setattr(recorder, "save_evidence", saved.append)
    monkeypatch.setattr(recorder, "record_durations", lambda _: None)

    Recorder().pytest_runtest_logreport(report())
    Recorder().pytest_runtest_logreport(report(evidence=pack(EVIDENCE), seconds=3.0))

    assert saved == [EVIDENCE]
