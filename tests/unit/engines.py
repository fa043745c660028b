"""An engine that only remembers: what stands in for Docker where a test is about files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from mirrors import daemon_json, record, undo
from mirrors.__main__ import main
from mirrors.commands import apply as command
from mirrors.dockerd import Dockerd
from mirrors.engine import Engine
from mirrors.errors import EngineSilent
from mirrors.lint import ERROR, lint

BEFORE = b'{\n    "labels": ["a=\\u4e2d"],\n    "mtu": 1e3\n}'
Run = Callable[..., int]


@dataclass
class Memory:
    """What the engine has been through, and how it is to behave."""

    config: Path
    used: tuple[str, ...] = ()
    images: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    pulls: list[str] = field(default_factory=list)
    unable: set[str] = field(default_factory=set)
    """What cannot be pulled: how the image's name begins."""
    reloads: int = 0
    deaf: bool = False
    """It does not take a new list."""
    down: bool = False


class StandIn(Dockerd):
    """A dockerd that reads its file when it is told to, as the real one does."""

    memory: Memory

    def validate(self, file: Path) -> str:
        """As strict as lint."""
        return "; ".join(one.what for one in lint(file.read_bytes()) if one.level == ERROR)

    def reload(self) -> None:
        """A broken file leaves the old list, in silence; so does one that has none."""
        memory = self.memory
        memory.reloads += 1
        data = memory.config.read_bytes() if memory.config.exists() else b""
        if daemon_json.KEY.encode() in data and not memory.deaf and not self.validate_bytes(data):
            memory.used = tuple(f"{one.rstrip('/')}/" for one in daemon_json.addresses(data))

    def validate_bytes(self, data: bytes) -> bool:
        """Whether the file is broken."""
        return any(one.level == ERROR for one in lint(data))

    def start_again(self) -> None:
        """Up."""
        self.memory.down = False


class FakeEngine(Engine):
    """Pulls nothing, and says what it would have pulled."""

    dockerd: StandIn

    @property
    def memory(self) -> Memory:
        """What it has been through."""
        return self.dockerd.memory

    @property
    def files(self) -> set[str]:
        """Everything in its folder."""
        folder = self.config.parent
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def pull(self, image: str) -> str:
        """Fails where it is to."""
        memory = self.dockerd.memory
        memory.pulls.append(image)
        if image.startswith(tuple(memory.unable)):
            return "no such host"
        memory.images[image] = "sha256:new"
        return ""

    def image_id(self, image: str) -> str | None:
        """Of what was pulled."""
        return self.dockerd.memory.images.get(image)

    def digests(self, image: str) -> tuple[str, ...]:
        """As the test says."""
        return (self.dockerd.memory.digests.get(image, "sha256:right"),)

    def forget(self, image: str, before: str | None) -> None:
        """As it was."""
        images = self.dockerd.memory.images
        images.pop(image, None)
        if before:
            images[image] = before

    def builders(self) -> tuple[str, ...]:
        """None."""
        return ()


def make_engine(folder: Path, data: bytes = BEFORE, store: str = "graphdriver") -> FakeEngine:
    """An engine 28.5.2 whose files lie in a test's folder."""
    folder.mkdir()
    config = folder / "daemon.json"
    config.write_bytes(data)
    dockerd = StandIn(1, (), True)
    object.__setattr__(dockerd, "memory", Memory(config))
    return FakeEngine((28, 5, 2), store, (), dockerd, config, config.parent / "certs.d")


def again(engine: FakeEngine) -> FakeEngine:
    """The engine, asked anew."""
    if engine.dockerd.memory.down:
        raise EngineSilent("down")
    return replace(engine, mirrors=engine.dockerd.memory.used)


def command_line(engine: FakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``python -m mirrors`` as root beside that engine; ``apply`` chooses by a report of four mirrors."""
    report = write_report(folder / "report.json", a_test="ok", b_test="ok", c_test="poisoned", d_test="slow")
    monkeypatch.setattr(record, "STATE", folder / "state")
    monkeypatch.setattr(undo.undo, "__defaults__", (folder / "state",))
    monkeypatch.setattr("mirrors.reload.SECONDS", 0.1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(command, "find_engine", lambda: again(engine))
    monkeypatch.setattr(undo, "find_engine", lambda: again(engine))
    source = {"apply": ["--from-report", str(report)]}
    return lambda *given: main(["--language", "en", *given, *source.get(given[0], [])])


def write_report(path: Path, **classes: str) -> Path:
    """A report of ``probe --json``: a class for each mirror, its name with ``_`` for the dots."""
    results = [
        {
            "mirror": f"https://{name.replace('_', '.')}",
            "class": failure_class,
            "detail": "as the test says",
            "engines": {
                engine: {"fitness": "usable" if failure_class in ("ok", "slow") else "breaks_pulls"}
                for engine in ("graphdriver", "containerd")
            },
            "timings_ms": {"manifest": 10.0},
            "bytes": 1,
            "speed": 1000.0 - 100 * at,
        }
        for at, (name, failure_class) in enumerate(classes.items())
    ]
    path.write_text(json.dumps({"probed_at": "2999-01-01T00:00:00Z", "vantage": "test", "results": results}), "utf-8")
    return path
