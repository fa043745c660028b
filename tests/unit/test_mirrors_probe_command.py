"""``python -m mirrors probe``: its table, its JSON, its exit status, and what hostile hosts do not achieve."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

import pytest

from mirrors.__main__ import main
from mirrors.probe.table import table
from mirrors.result import ENGINES, Report, Result, Verdict
from tests.unit.probing import probe_served, served, trust_the_test

HOSTILE = [
    "endless_ping", "endless_token", "endless_manifest", "endless_blob", "bomb_manifest", "bomb_token", "bomb_blob",
    "header_flood", "big_json", "deep_json", "unicode_names", "unicode_redirect", "redirect_loop", "redirect_chain",
    "slow", "stall", "drip_manifest",
]  # fmt: skip


def run(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Its exit status and what it printed."""
    status = main(["probe", *arguments])
    return status, capsys.readouterr().out


def test_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One report in the form that was agreed on; 0, for the probe itself worked."""
    trust_the_test(monkeypatch)
    with served(["ok", "html_200"]) as (control, mirror):
        status, printed = run([mirror, "--control", control, "--vantage", "desk", "--json"], capsys)
    report = json.loads(printed)
    (result,) = report["results"]

    assert 0 == status
    assert {"probed_at", "vantage", "results"} == set(report)
    assert ("desk", "html_200") == (report["vantage"], result["class"])
    assert {"mirror", "class", "detail", "engines", "timings_ms", "bytes"} == set(result)
    assert {"graphdriver": {"fitness": "falls_back", "seconds": 0}, "containerd": {"fitness": "breaks_pulls"}} == (
        result["engines"]
    )


@pytest.mark.parametrize(("language", "said"), [("en", "a web page"), ("zh", "返回网页")])
def test_table(language: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A row for each mirror, in the user's language."""
    trust_the_test(monkeypatch)
    with served(["ok", "html_200"]) as (control, mirror):
        status, printed = run([mirror, "--control", control, "--language", language], capsys)

    assert 0 == status
    assert said in next(line for line in printed.splitlines() if line.startswith(mirror))


def test_the_fittest_come_first() -> None:
    """By what engines make of them, then by speed."""
    rows = [("broken", "breaks_pulls", 9e9), ("slowly", "usable", 1e5), ("quickly", "usable", 2e6)]
    results = tuple(
        Result(f"https://{name}.test", "ok", "", {engine: Verdict(fitness) for engine in ENGINES}, speed=speed)
        for name, fitness, speed in rows
    )
    lines = table(Report("2026-11-22T00:00:00Z", "desk", results)).splitlines()

    assert ["quickly", "slowly", "broken"] == [line.partition(".")[0][len("https://") :] for line in lines[1:4]]
    assert "2.0 MB/s" in lines[1]


@pytest.mark.parametrize(
    "wrong",
    [
        ["ftp://mirror.test"], ["https://mirror.test/path"], ["https://user@mirror.test"], ["https://"],
        ["https://mirror.test:99999"], ["https://mirror.test?x=1"], ["--image", "UPPER"], ["--image", "a@sha256:12"],
        ["--expect", "sha256:12"], ["--time-limit", "0"], ["--time-limit", "soon"], ["--time-limit", "nan"],
        ["https://\x1b[2Jmirror"],
    ],
)  # fmt: skip
def test_bad_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before anything is started, in words, with 2."""
    with pytest.raises(SystemExit) as stopped:
        main(["probe", *wrong])
    printed = capsys.readouterr().err

    assert 2 == stopped.value.code
    assert "\x1b" not in printed
    assert "Traceback" not in printed


def test_hostile_hosts_are_bounded(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """They get no more time and bytes than the limits say, and nothing of theirs is obeyed by a terminal."""
    trust_the_test(monkeypatch)
    began = time.monotonic()
    with served(["ok", *HOSTILE]) as (control, *mirrors):
        status, printed = run([*mirrors, "--control", control, "--time-limit", "4", "--json"], capsys)

    assert 0 == status
    assert time.monotonic() - began < 4 + 8
    assert all(result["bytes"] < 8 * 1024 * 1024 for result in json.loads(printed)["results"])
    assert all(character.isprintable() or character == "\n" for character in printed)


def test_the_same_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hostile hosts send is spelled out in it."""
    trust_the_test(monkeypatch)
    results = probe_served(["unicode_names", "unicode_redirect"])
    printed = table(Report("2026-11-22T00:00:00Z", "desk", tuple(results.values())))

    assert r"\x1b" in printed
    assert all(character.isprintable() or character == "\n" for character in printed)
