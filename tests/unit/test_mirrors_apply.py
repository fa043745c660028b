"""Apply on files, with an engine that only remembers: nothing is lost, and what would break is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mirrors.commands import apply as command
from mirrors.engine import Engine
from mirrors.errors import EngineSilent
from tests.unit.engines import BEFORE, FakeEngine, Run, write_report


def test_the_best_are_written_and_nothing_is_lost(run: Run, engine: FakeEngine) -> None:
    """Those that work, best first; every other key letter for letter; a copy with a date beside it."""
    assert run("apply", "--top", "2") == 0

    text = engine.config.read_text("utf-8")
    assert text.startswith(BEFORE.decode().rstrip("\n}"))
    assert json.loads(text)["registry-mirrors"] == ["https://a.test", "https://b.test"]
    assert engine.memory.used == ("https://a.test/", "https://b.test/")
    assert engine.memory.images == {}
    (copy,) = engine.files - {"daemon.json"}
    assert (engine.config.parent / copy).read_bytes() == BEFORE


def test_each_is_tried_by_the_engine_itself(run: Run, engine: FakeEngine) -> None:
    """By its own name, past all others; one that the engine cannot use is left out, and the next one taken."""
    engine.memory.unable.add("a.test/")

    assert run("apply", "--top", "2") == 0

    assert [f"{host}/library/busybox:latest" for host in ("a.test", "b.test", "d.test")] == engine.memory.pulls[:3]
    assert json.loads(engine.config.read_text("utf-8"))["registry-mirrors"] == ["https://b.test", "https://d.test"]


def test_twice_is_once(run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time nothing is written, and nothing reloaded."""
    run("apply")
    after, reloads = engine.config.stat().st_mtime_ns, engine.memory.reloads

    assert run("apply") == 0

    assert (after, reloads) == (engine.config.stat().st_mtime_ns, engine.memory.reloads)
    assert "uses these mirrors already" in capsys.readouterr().out


def test_a_file_that_is_missing_is_made_and_removed(run: Run, engine: FakeEngine) -> None:
    """With its folder."""
    engine.config.unlink()
    engine.config.parent.rmdir()

    assert run("apply") == 0
    assert json.loads(engine.config.read_text("utf-8")).keys() == {"registry-mirrors"}
    assert run("undo") == 0
    assert not engine.config.parent.exists()


def test_a_link_stays_a_link_with_mode_and_owner(run: Run, engine: FakeEngine, tmp_path: Path) -> None:
    """The file behind it is the one that changes."""
    real = engine.config.rename(tmp_path / "real.json")
    real.chmod(0o640)
    engine.config.symlink_to(real)

    assert run("apply") == 0

    assert engine.config.is_symlink()
    assert (real.stat().st_mode & 0o777, b"registry-mirrors" in real.read_bytes()) == (0o640, True)


def test_dry_run_shows_the_difference_and_changes_nothing(
    run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a unified diff; nothing is pulled either."""
    assert run("apply", "--dry-run", "--top", "1") == 0

    shown = capsys.readouterr().out
    assert f"--- {engine.config}\n+++ {engine.config}\n@@ -1,4 +1,7 @@\n" in shown
    assert '+        "https://a.test"\n' in shown
    assert (engine.config.read_bytes(), engine.files, engine.memory.pulls) == (BEFORE, {"daemon.json"}, [])


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', '{"Registry-Mirrors": []}', "// no\n{}"])
def test_a_broken_file_is_refused_with_its_place(
    text: str, run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is pulled or written."""
    engine.config.write_text(text, "utf-8")

    assert run("apply") == 1

    assert f"{engine.config}:1:" in capsys.readouterr().err
    assert (engine.config.read_text("utf-8"), engine.memory.pulls) == (text, [])


def test_a_list_that_keeps_the_engine_down_is_replaced(run: Run, engine: FakeEngine) -> None:
    """Mistakes in the old list are no reason to keep it."""
    engine.config.write_text('{"registry-mirrors": ["docker.1ms.run", ""]}', "utf-8")

    assert run("apply", "--top", "1") == 0
    assert engine.config.read_text("utf-8") == '{"registry-mirrors": ["https://a.test"]}'


def test_an_option_beside_the_file_is_refused(run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Rule L6: dockerd would not start again."""
    object.__setattr__(engine.dockerd, "arguments", ("--registry-mirror", "https://x.test"))

    assert run("apply") == 1
    assert "--registry-mirror" in capsys.readouterr().err
    assert engine.config.read_bytes() == BEFORE


def test_nothing_usable_changes_nothing(run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is told with its reason."""
    engine.memory.unable |= {"a.test/", "b.test/", "d.test/"}

    assert run("apply") == 1
    assert "your engine could pull from none of them" in capsys.readouterr().err
    assert engine.config.read_bytes() == BEFORE


def test_without_root_nothing_happens(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what to type; a dry run needs no root."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert run("apply") == 1
    assert "takes root: sudo python3 -m mirrors apply" in capsys.readouterr().err
    assert run("undo") == 1
    assert run("apply", "--dry-run") == 0


def test_a_broken_file_explains_a_silent_engine(
    run: Run, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no engine answers, its file is the first suspect."""
    engine.config.write_text("{,}", "utf-8")

    def silent() -> Engine:
        raise EngineSilent("no engine")

    monkeypatch.setattr(command, "find_engine", silent)
    monkeypatch.setattr(command, "DEFAULT_CONFIG", engine.config)

    assert run("apply") == 1
    assert f"{engine.config}:1:2: L5" in capsys.readouterr().err


def test_an_old_report_is_refused(
    engine: FakeEngine, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a week a measurement says too little."""
    report = write_report(tmp_path / "report.json", a_test="ok")
    report.write_text(report.read_text("utf-8").replace("2999", "2020"), "utf-8")

    assert run("apply") == 1
    assert "days ago" in capsys.readouterr().err


def test_mirrors_that_disagree_are_refused(run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """One of them gives another image, and nobody can say which; with the right digest it is left out."""
    engine.memory.digests["a.test/library/busybox:latest"] = "sha256:other"

    assert run("apply") == 1
    assert "https://a.test: sha256:other" in capsys.readouterr().err
    assert engine.config.read_bytes() == BEFORE
    assert run("apply", "--expect", "sha256:right", "--top", "1") == 0
    assert json.loads(engine.config.read_text("utf-8"))["registry-mirrors"] == ["https://b.test"]


@pytest.mark.parametrize("image", ["busybox", "library/busybox", "docker.io/library/busybox"])
def test_an_image_has_one_name(run: Run, engine: FakeEngine, image: str) -> None:
    """As people write it, and as mirrors know it."""
    assert run("apply", "--top", "1", "--image", image) == 0
    assert engine.memory.pulls == ["a.test/library/busybox", "library/busybox"]


def test_the_old_list_is_measured_too() -> None:
    """With the scheme that was forgotten; what cannot be an address is left out."""
    listed = ["docker.1ms.run", "https://a.test/", "http://b.test", "", "https://ghcr.io"]

    assert command.candidates(listed) == ["https://docker.1ms.run", "https://a.test"]
