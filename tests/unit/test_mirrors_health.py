"""What was measured: merged by date, bounded, and never more than was measured."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mirrors import measure
from mirrors.catalogue import load_catalogue
from mirrors.health import KEPT, BadHealth, History, Measured
from mirrors.health_file import load_health, load_history, read_report, save
from mirrors.result import ENGINES, Report, Result, Verdict
from snippets.text import ROOT

MIRROR, OTHER = "https://docker.1ms.run", "https://docker.m.daocloud.io"
INSTALL = "https://mirrors.aliyun.com/docker-ce"
USABLE = dict.fromkeys(ENGINES, Verdict("usable"))
DEAD = dict.fromkeys(ENGINES, Verdict("falls_back", 15.0))


def ok(mirror: str = MIRROR, speed: float = 2e6) -> Result:
    """A mirror that works."""
    return Result(mirror, "ok", "busybox:latest", USABLE, {"ping": 12.0}, 2_000_000, speed)


def dead(mirror: str = MIRROR) -> Result:
    """A mirror that does not."""
    return Result(mirror, "connect_timeout", r"no answer \x1b[2J", DEAD)


def unseen(mirror: str = MIRROR) -> Result:
    """A mirror of which nothing could be seen."""
    return Result(mirror, "inconclusive", "the network is down", {})


def report(day: str, *results: Result, hour: int = 10) -> Report:
    """A probe."""
    return Report(f"{day}T{hour:02}:00:00Z", "shanghai", results)


def text(*results: Result, **fields: Any) -> str:
    """What ``probe --json`` prints."""
    return json.dumps(report("2026-11-20", *results).as_json() | fields)


def test_a_mirror_is_known_since_the_day_it_changed() -> None:
    """The last measurement counts, and how long it has been like this."""
    history = History("shanghai")
    for day, result in (("01", ok()), ("02", dead()), ("03", dead()), ("05", dead())):
        history = history.merged(report(f"2026-11-{day}", result))

    assert Measured("shanghai", "2026-11-05", dead(), "2026-11-02") == history.last(MIRROR)
    assert history.last(OTHER) is None


def test_a_day_is_merged() -> None:
    """Two probes of one day are one day; of a mirror that both measured the later one holds, whichever came first."""
    morning, noon = report("2026-11-01", ok(), ok(OTHER)), report("2026-11-01", dead(), hour=12)
    one, other = (History("shanghai").merged(a).merged(b) for a, b in ((morning, noon), (noon, morning)))

    assert one == other
    assert [day.date for day in one.days] == ["2026-11-01"]
    assert {m: r.failure_class for m, r in one.days[0].results.items()} == {MIRROR: "connect_timeout", OTHER: "ok"}


def test_the_history_is_bounded() -> None:
    """Older days go, in order of their dates and not of their arrival."""
    first, history = date(2026, 1, 1), History("shanghai")
    for number in [*range(1, KEPT + 5), 0]:
        history = history.merged(report((first + timedelta(number)).isoformat(), ok()))

    assert [history.days[0].date, history.days[-1].date] == ["2026-01-06", "2026-04-05"]
    assert len(history.days) == KEPT


def test_what_is_inconclusive_is_not_kept() -> None:
    """A mirror that nobody could look at is not measured; if that is all of them, it is an error."""
    history = History("shanghai").merged(report("2026-11-01", ok(), unseen(OTHER)))

    assert list(history.days[0].results) == [MIRROR]
    with pytest.raises(BadHealth, match=r"nothing was measured: .*nothing was written"):
        history.merged(report("2026-11-02", unseen(), unseen(OTHER)))


def test_a_day_to_come_is_refused() -> None:
    """A wrong clock would hide every later measurement."""
    with pytest.raises(BadHealth, match="yet to come"):
        History("shanghai").merged(report("2126-01-01", ok()))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A file holds all of it, and a day that is added changes no line of the days before."""
    install = Result(INSTALL, "ok", "trixie", {"apt": Verdict("usable")}, {"release": 3.5}, 5000, 1e6)
    before = History("shanghai").merged(report("2026-11-01", ok(), dead(OTHER), install))
    path = save(before, tmp_path)
    lines = path.read_text("utf-8").splitlines()
    after = before.merged(report("2026-11-02", ok()))
    save(after, tmp_path)

    assert path == tmp_path / "shanghai.json"
    assert load_health(tmp_path) == (after,) == (load_history("shanghai", tmp_path),)
    assert [line for line in lines if line not in path.read_text("utf-8").splitlines()] == []


@pytest.mark.parametrize("name", ["10.0.0.1", "Shanghai", "../x", "", "shanghai home"])
def test_a_vantage_is_a_name(tmp_path: Path, name: str) -> None:
    """No address of anybody's gets into the repository, and no file elsewhere."""
    with pytest.raises(BadHealth, match="name a place such as shanghai-home, and no address"):
        load_history(name, tmp_path)


@pytest.mark.parametrize(
    ("report_text", "message"),
    [
        ("{", "r.json: is not JSON"),
        ("[]", "r.json:1: is []; a table is needed"),
        (text(ok(), probed_at="today"), "probed_at is 'today'"),
        (text(ok("https://mirror.example.com")), "https://mirror.example.com is not in mirrors/catalogue.toml"),
        (text(Result(MIRROR, "fine", "", {})), "there is no class 'fine'"),
        (text(Result(MIRROR, "ok", "", {"containerd": Verdict("great")})), "fitness is 'great'; choose one of: usable"),
        (text(ok()).replace('"bytes": 2000000', '"bytes": "many"'), "bytes is 'many'; it has to be of type int"),
        (text(ok()).replace('"detail"', '"details"'), "a result: detail is missing"),
    ],
)
def test_a_strangers_report_is_looked_at(report_text: str, message: str) -> None:
    """Only what a probe says of mirrors that are known gets in."""
    with pytest.raises(BadHealth) as error:
        read_report(report_text, "r.json")

    assert message in error.value.message


def test_a_strangers_words_are_harmless() -> None:
    """What a terminal would obey does not come along, nor the address of whoever measured."""
    words = "\x1b]0;owned\x07 Docker-RateLimit-Source: 203.0.113.7; Retry-After: 60"
    hostile = Result(MIRROR, "rate_limited", words, USABLE, {"ping": 1.0})

    (result,) = read_report(text(hostile), "r.json").results

    assert result.detail == r"\x1b]0;owned\x07 Docker-RateLimit-Source: …; Retry-After: 60"


def test_a_contributed_report_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What somebody measured elsewhere joins that place's history."""
    file = tmp_path / "report.json"
    file.write_text(text(ok()), "utf-8")

    status = measure.main(["--vantage", "shanghai", "--from", str(file)], tmp_path / "health")

    assert (status, capsys.readouterr().out) == (0, f"{tmp_path}/health/shanghai.json\n")
    assert load_history("shanghai", tmp_path / "health").last(MIRROR) == Measured(
        "shanghai", "2026-11-20", ok(), "2026-11-20"
    )


def test_without_a_network_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails, says why, and leaves no file."""

    async def nothing(vantage: str) -> Report:
        return report("2026-11-20", *(unseen(url) for url in load_catalogue().urls("registry")))

    monkeypatch.setattr(measure, "measure", nothing)

    status = measure.main(["--vantage", "shanghai"], tmp_path / "health")

    assert (status, (tmp_path / "health").exists()) == (1, False)
    assert "nothing was measured" in capsys.readouterr().err


def test_the_committed_measurements_read() -> None:
    """Every file in mirrors/health is one, and its mirrors are in the catalogue."""
    assert {history.vantage for history in load_health()} == {p.stem for p in (ROOT / "mirrors/health").glob("*.json")}
