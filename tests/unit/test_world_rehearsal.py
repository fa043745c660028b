"""The rehearsal world of one run, on an engine that only pretends."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from docker.errors import DockerException

from tests.world.attachment import Attachment
from tests.world.compose import engine_address
from tests.world.errors import WorldError
from tests.world.rehearsal import SERVICES, Rehearsal


class _Engine:
    """An engine with the world's containers."""

    def __init__(self) -> None:
        self.api, self.images, self.volumes = self, self, self
        self.base_url = "http+docker://localhost"
        self.adapters: dict[str, Any] = {}
        self.deaf = ""
        self.world = [self._container(service) for service in SERVICES]

    def _container(self, service: str) -> dict[str, Any]:
        networks = {"docker-verified-s_open": {"NetworkID": "n1", "IPAddress": "10.0.0.2"}}
        return {
            "Id": service,
            "Labels": {"com.docker.compose.service": service, "docker-verified.listens": "80 443"},
            "State": "running",
            "Status": "Up 3 seconds",
            "NetworkSettings": {"Networks": networks if service == "resolver" else {}},
        }

    def containers(self, **_: Any) -> list[dict[str, Any]]:
        return self.world

    def logs(self, container: str, **_: Any) -> bytes:
        return f"{container} gives up\n".encode()

    def exec_create(self, container: str, command: list[str]) -> dict[str, str]:
        assert command == ["/etc/world/ready.sh", "80", "443"]
        return {"Id": container}

    def exec_start(self, _: str) -> bytes:
        return b""

    def exec_inspect(self, call: str) -> dict[str, int]:
        return {"ExitCode": int(call == self.deaf)}

    def get(self, _: str) -> str:
        return "every image is there"

    def create(self, *_: Any, **__: Any) -> None:
        """The archive's volume."""


@pytest.fixture
def engine() -> Any:
    """An engine with the world's containers."""
    return _Engine()


@pytest.fixture
def world(engine: Any, tmp_path: Path) -> Rehearsal:
    """The world on that engine."""
    return Rehearsal(engine, "s", {"docker-verified.session": "s"}, print, tmp_path)


def test_all_is_well(world: Rehearsal) -> None:
    """Nothing is wrong while every service runs."""
    world.check()


def test_dead_service(world: Rehearsal, engine: Any) -> None:
    """A service that died is named, with how it ended and what it said last."""
    engine.world[4] |= {"State": "exited", "Status": "Exited (137) 2 seconds ago"}
    with pytest.raises(WorldError) as raised:
        world.check()
    expected = "the world's service 'hub' does not run: Exited (137) 2 seconds ago; its log ends:\n    hub gives up"
    assert str(raised.value) == expected


def test_gone_service(world: Rehearsal, engine: Any) -> None:
    """A service that was removed is named."""
    del engine.world[0]
    with pytest.raises(WorldError, match="the world's service 'resolver' is gone"):
        world.check()


def test_failed_start_names_the_service(world: Rehearsal, engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """When Compose fails because a service does, the error is about the service."""
    engine.world[5] |= {"State": "exited", "Status": "Exited (1) 1 second ago"}
    failed: Any = subprocess.CompletedProcess([], 1, "", "mirror failed")
    monkeypatch.setattr("tests.world.rehearsal.run_compose", lambda *_, **__: failed)
    with pytest.raises(WorldError, match="'mirror' does not run"):
        world.start()


def test_deaf_service(world: Rehearsal, engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that runs but does not listen is named, with its ports and its log."""
    engine.deaf = "mirror"
    done: Any = subprocess.CompletedProcess([], 0, "", "")
    monkeypatch.setattr("tests.world.rehearsal.run_compose", lambda *_, **__: done)
    with pytest.raises(
        WorldError, match="'mirror' does not listen on port 80 443 after 10 s; its log ends:\n    mirror gives"
    ):
        world.start()


def test_failed_compose(world: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """When Compose itself fails, the error is what it said."""
    failed: Any = subprocess.CompletedProcess([], 1, "", "no space left")
    monkeypatch.setattr("tests.world.rehearsal.run_compose", lambda *_, **__: failed)
    with pytest.raises(WorldError, match="no space left"):
        world.start()


def test_place_in_the_network(world: Rehearsal) -> None:
    """A machine is given the network and the address of its resolver."""
    assert world.network("open") == Attachment("n1", "10.0.0.2", {})


def test_network_of_a_stopped_world(world: Rehearsal) -> None:
    """Without a resolver there is no place for a machine."""
    with pytest.raises(WorldError, match="is the rehearsal world started"):
        world.network("without-docker-hub")


def test_stopping_never_fails(world: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is gone needs no stopping."""

    def gone(*_: object, **__: object) -> None:
        raise DockerException("no engine")

    monkeypatch.setattr("tests.world.rehearsal.run_compose", gone)
    world.stop()


def test_engine_address() -> None:
    """Compose is sent to the engine that the client talks to."""
    client: Any = _Engine()
    client.base_url = "http://10.0.0.1:2375"
    assert engine_address(client) == "tcp://10.0.0.1:2375"
    client.adapters = {"http+docker://": type("Adapter", (), {"socket_path": "/run/docker.sock"})()}
    assert engine_address(client) == "unix:///run/docker.sock"
