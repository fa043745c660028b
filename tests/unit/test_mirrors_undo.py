"""What fails or is interrupted leaves no trace, and undo takes back what apply did."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from mirrors import hosts_toml, record
from mirrors.__main__ import INTERRUPTED
from tests.unit.engines import BEFORE, FakeEngine, Run, StandIn


def test_undo_restores_every_byte(run: Run, engine: FakeEngine) -> None:
    """Also after a second apply; no copy remains, and the engine goes back with it."""
    run("apply", "--top", "1")
    run("apply", "--top", "3")

    assert run("undo") == 0

    assert (engine.config.read_bytes(), engine.files) == (BEFORE, {"daemon.json"})
    assert engine.memory.used == ()


def test_undo_keeps_what_was_edited_since(run: Run, engine: FakeEngine) -> None:
    """Only our key goes."""
    run("apply")
    engine.config.write_bytes(engine.config.read_bytes().replace(b'"mtu": 1e3', b'"mtu": 1400'))

    assert run("undo") == 0

    assert BEFORE.replace(b"1e3", b"1400") == engine.config.read_bytes()


def test_what_was_edited_between_two_applies_is_kept(run: Run, engine: FakeEngine) -> None:
    """Undo goes back to before the first, with the edit."""
    run("apply", "--top", "1")
    engine.config.write_bytes(engine.config.read_bytes().replace(b'"mtu": 1e3', b'"mtu": 1400'))
    run("apply", "--top", "2")

    run("undo")

    assert BEFORE.replace(b"1e3", b"1400") == engine.config.read_bytes()


@pytest.mark.parametrize("fault", ["deaf", "pull", "digest"])
def test_what_does_not_hold_is_put_back(
    fault: str, run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine does not take the list, cannot pull, or pulls another image: everything is as it was."""
    options = []
    if fault == "deaf":
        engine.memory.deaf = True
    elif fault == "pull":
        engine.memory.unable.add("library/")
    else:
        engine.memory.digests["library/busybox:latest"] = "sha256:other"
        options = ["--expect", "sha256:right"]

    assert run("apply", *options) == 1

    assert "is again what it was" in capsys.readouterr().err
    assert (engine.config.read_bytes(), engine.files) == (BEFORE, {"daemon.json"})
    assert engine.memory.used == ()
    assert not (record.STATE / "record.json").exists()


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_is_put_back(
    signal_number: int, run: Run, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between writing and checking, even when the signal comes twice."""

    def pull(self: FakeEngine, image: str) -> str:
        if not image.startswith("library/"):
            return ""
        assert b"registry-mirrors" in engine.config.read_bytes()
        os.kill(os.getpid(), signal_number)
        raise AssertionError("still here")

    monkeypatch.setattr(FakeEngine, "pull", pull)

    assert run("apply") == INTERRUPTED
    assert (engine.config.read_bytes(), engine.files, engine.memory.used) == (BEFORE, {"daemon.json"}, ())


def test_a_signal_does_not_stop_what_puts_things_back(
    run: Run, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pull fails, and while the file is restored somebody presses Ctrl-C."""
    engine.memory.unable.add("library/")
    reload = StandIn.reload

    def slow(self: StandIn) -> None:
        if self.memory.reloads:
            os.kill(os.getpid(), signal.SIGINT)
        reload(self)

    monkeypatch.setattr(StandIn, "reload", slow)

    assert run("apply") == 1
    assert (engine.config.read_bytes(), engine.files, engine.memory.used) == (BEFORE, {"daemon.json"}, ())


def test_what_nohup_ignores_does_not_interrupt(run: Run, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal may go away."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def pull(*_: object) -> str:
        os.kill(os.getpid(), signal.SIGHUP)
        return ""

    monkeypatch.setattr(FakeEngine, "pull", pull)

    assert run("apply") == 0
    assert signal.signal(signal.SIGHUP, before) == signal.SIG_IGN
    assert b"registry-mirrors" in engine.config.read_bytes()


def test_what_a_killed_run_left_is_mended_by_the_next(
    run: Run, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even one that had no time to do anything; whichever command comes next."""
    pid = os.fork()
    if not pid:
        monkeypatch.setattr(FakeEngine, "pull", lambda _, image: "" if ".test/" in image else os._exit(9))
        run("apply")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    assert BEFORE != engine.config.read_bytes()

    assert run("undo") == 0

    assert (engine.config.read_bytes(), engine.files) == (BEFORE, {"daemon.json"})
    assert "is again what it was before" in capsys.readouterr().out


def test_two_at_once_do_not_meet(run: Run, engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """The second one is told to wait, and touches nothing."""
    with record.lock(record.STATE):
        assert run("apply") == 1
        assert run("undo") == 1

    assert "another apply or undo is running" in capsys.readouterr().err
    assert engine.config.read_bytes() == BEFORE


@pytest.fixture
def containerd(engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The engine with the containerd image store; where its hosts.toml is."""
    object.__setattr__(engine, "store", "containerd")
    return hosts_toml.path_in(engine.certificates)


def test_the_containerd_store_gets_a_hosts_toml(
    run: Run, containerd: Path, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mirrors may hand over content, and not say what a tag is; daemon.json stays; undo removes all of it."""
    assert run("apply", "--top", "1") == 0

    text = containerd.read_text("utf-8")
    assert '[host."https://a.test"]\n  capabilities = ["pull"]\n  dial_timeout = "2s"\n' in text
    assert engine.config.read_bytes() == BEFORE
    assert "no mirror can hand you another one" in capsys.readouterr().out
    assert run("undo") == 0
    assert not engine.certificates.exists()


def test_trusting_the_mirrors_with_tags_is_asked_for(run: Run, containerd: Path) -> None:
    """Only then they resolve."""
    assert run("apply", "--tags", "mirror") == 0
    assert 'capabilities = ["pull", "resolve"]' in containerd.read_text("utf-8")


@pytest.mark.parametrize(
    "text", ['[host."https://x.test"]\nca = "/x.pem"\n', 'server = "https://y.test"\n', "[host", "[other]\na = 1\n"]
)
def test_a_hosts_toml_with_more_in_it_is_refused(text: str, run: Run, containerd: Path) -> None:
    """What would be lost is not replaced."""
    containerd.parent.mkdir(parents=True)
    containerd.write_text(text, "utf-8")

    assert run("apply") == 1
    assert containerd.read_text("utf-8") == text


def test_an_edited_hosts_toml_is_not_removed(run: Run, containerd: Path) -> None:
    """Nobody can tell whose lines are whose."""
    run("apply")
    containerd.write_text(containerd.read_text("utf-8") + "# mine\n", "utf-8")

    assert run("undo") == 1
    assert "# mine" in containerd.read_text("utf-8")
