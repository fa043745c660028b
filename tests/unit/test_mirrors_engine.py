"""What is asked of the docker command and of dockerd, and what their answers mean for a daemon.json."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mirrors import engine as module
from mirrors.dockerd import Dockerd
from mirrors.engine import find_engine
from mirrors.errors import EngineSilent, MirrorsError
from mirrors.lint_engine import lint_engine, lint_measured
from mirrors.measured import rank, read_report, why_not
from tests.unit.engines import make_engine, write_report

INFO = {
    "ServerVersion": "28.5.2+dfsg4",
    "OperatingSystem": "Debian GNU/Linux 13 (trixie)",
    "DriverStatus": [["Backing Filesystem", "extfs"]],
    "RegistryConfig": {"Mirrors": ["https://a.test/"]},
    "SecurityOptions": ["name=seccomp,profile=builtin"],
}
CONTAINERD = {"DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]]}


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docker command that says what stands in ``info`` beside it."""
    command = tmp_path / "docker"
    command.write_text(f'#!/bin/sh\ncase $1 in info) cat {tmp_path}/info;; context) echo "$CONTEXT";; esac\n', "utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    arguments = ("-H", "fd://", "--config-file=/etc/other.json")
    monkeypatch.setattr(module, "find_dockerd", lambda: Dockerd(1, arguments, True))
    return tmp_path / "info"


@pytest.mark.parametrize(
    ("changed", "version", "store", "uses_hosts_toml"),
    [
        ({}, (28, 5, 2), "graphdriver", False),
        (CONTAINERD, (28, 5, 2), "containerd", True),
        ({**CONTAINERD, "ServerVersion": "29.1.1"}, (29, 1, 1), "containerd", True),
        ({**CONTAINERD, "ServerVersion": "27.5.1"}, (27, 5, 1), "containerd", False),
        ({"ServerVersion": "20.10.24+dfsg1", "DriverStatus": None}, (20, 10, 24), "graphdriver", False),
    ],
)
def test_an_engine_is_read(
    docker: Path, changed: dict[str, object], version: tuple[int, ...], store: str, uses_hosts_toml: bool
) -> None:
    """Its version, store and mirrors; and the file that it was told to read."""
    docker.write_text(json.dumps({**INFO, **changed}), "utf-8")

    engine = find_engine()

    assert (version, store, ("https://a.test/",)) == (engine.version, engine.store, engine.mirrors)
    assert (Path("/etc/other.json"), uses_hosts_toml) == (engine.config, engine.uses_hosts_toml)
    assert engine.validates == (version >= (23, 0))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ServerErrors": ["Cannot connect"], "ServerVersion": ""}, "Cannot connect"),
        ({"OperatingSystem": "Docker Desktop"}, "Docker Desktop"),
        ({"SecurityOptions": ["name=rootless"]}, "rootless"),
    ],
)
def test_an_engine_that_cannot_be_configured_from_here(docker: Path, changed: dict[str, object], said: str) -> None:
    """Is told apart, with what to do instead."""
    docker.write_text(json.dumps({**INFO, **changed}), "utf-8")

    with pytest.raises(EngineSilent, match=said):
        find_engine()


def test_an_engine_elsewhere_is_not_configured_here(docker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By DOCKER_HOST or by a context: its files are not on this machine."""
    docker.write_text(json.dumps(INFO), "utf-8")
    monkeypatch.setenv("CONTEXT", "ssh://me@elsewhere")
    with pytest.raises(EngineSilent, match="elsewhere"):
        find_engine()
    monkeypatch.setenv("DOCKER_HOST", "tcp://there:2375")
    with pytest.raises(EngineSilent, match="there:2375"):
        find_engine()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--registry-mirror", "https://a.test"), "https://a.test"),
        (("--registry-mirror=https://a.test",), "https://a.test"),
        (("-H", "fd://"), None),
    ],
)
def test_options_of_a_command_line(arguments: tuple[str, ...], expected: str | None) -> None:
    """In both ways to write them."""
    assert expected == Dockerd(1, arguments, True).option("registry-mirror")


def test_dockerd_judges_a_file_with_its_own_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Less the file that it reads itself, in both ways to name it."""
    program = tmp_path / "dockerd"
    program.write_text('#!/bin/sh\necho "$@" >&2\nexit 1\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(Dockerd, "program", str(program))

    for own in (("--config-file", "/a.json"), ("--config-file=/a.json",)):
        said = Dockerd(1, ("-H", "fd://", *own, "--debug"), True).validate(Path("/new.json"))
        assert said == "-H fd:// --debug --validate --config-file /new.json"


def test_what_the_engine_says_of_a_file(tmp_path: Path) -> None:
    """Rules L6, L7 and L8; a list that is gone from the file may still be in use."""
    engine = make_engine(tmp_path / "docker", b'{"registry-mirrors": ["https://a.test"], "a": 1, "a": 2}')
    data = b'{"registry-mirrors": ["https://a.test"]}'
    assert [one.kind for one in lint_engine(data, engine)] == ["not-loaded", "refused-by-dockerd"]

    engine.config.write_bytes(data)
    object.__setattr__(engine, "mirrors", ("https://a.test/",))
    assert lint_engine(data, engine) == []
    assert [one.kind for one in lint_engine(b"{}", engine)] == ["still-loaded"]

    object.__setattr__(engine.dockerd, "arguments", ("--registry-mirror", "https://a.test"))
    assert [one.kind for one in lint_engine(data, engine)] == ["flag-and-file"]


def test_what_was_measured_says_of_a_list(tmp_path: Path) -> None:
    """Rule L12: what breaks pulls, or stands before what works."""
    report = read_report(
        write_report(tmp_path / "report.json", good_test="ok", bad_test="html_200", old_test="stale_tag")
    )
    data = b'{"registry-mirrors": ["https://bad.test/", "https://new.test", "https://good.test"]}'

    (found,) = lint_measured(data, report, None)

    assert (found.kind, found.rule, found.column) == ("breaks-pulls", "L12", 23)


def test_the_best_come_first_and_the_others_have_a_reason(tmp_path: Path) -> None:
    """Class before speed; no path, no plain HTTP, nothing that an engine cannot use."""
    classes = {"slow_test": "slow", "late_test": "ok", "page_test": "html_200", "docker_io": "ok"}
    report = read_report(write_report(tmp_path / "report.json", **classes))

    assert [one.mirror for one in rank(report, "containerd")] == ["https://late.test", "https://slow.test"]
    reasons = {one.mirror: why_not(one, "containerd") or "" for one in report.results}
    assert reasons["https://page.test"].startswith("html_200: ")
    assert reasons["https://docker.io"].startswith("L9: ")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"probed_at": "", "vantage": "", "results": [{}]}', "{"])
def test_what_is_no_report_is_told_so(tmp_path: Path, text: str) -> None:
    """Not with a traceback."""
    (tmp_path / "x.json").write_text(text, "utf-8")

    with pytest.raises(MirrorsError, match=r"x\.json"):
        read_report(tmp_path / "x.json")
