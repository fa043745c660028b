"""The names of the rehearsal world: its services, its resolvers and its certificate agree on them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from snippets.walk import NETWORKS
from tests.world.certificates import NAMES, load_certificates
from tests.world.compose import COMPOSE_FILE, labelled, run_compose
from tests.world.images import HERE
from tests.world.rehearsal import RESOLVERS, SERVICES

_PLAIN = {"archive.rehearsal.test", "dead-mirror.example.net", "proxy.example.com", "proxy.example.net"}
_VARIABLES = {"SESSION": "s", "SERVICES": "a:1", "PACKAGES": "b:1", "HUB": "c:1", "AWS": "d:1", "GUIDE": "e:1"}
_WORLD: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text("utf-8"))


def _aliases(network: str) -> set[str]:
    joined = [s["networks"].get(network) for s in _WORLD["services"].values() if isinstance(s["networks"], dict)]
    return {alias for one in joined if one for alias in one["aliases"]}


def _resolved(*files: str) -> set[str]:
    text = "".join((HERE / "services" / file).read_text("utf-8") for file in files)
    return set(re.findall(r"^server=/(.+)/127\.0\.0\.11$", text, re.M))


def test_compose_accepts_the_world() -> None:
    """Docker Compose finds nothing wrong with the world's file, merged with a run's labels."""
    extra = labelled(SERVICES, ["open", "without-docker-hub", "outside"], {"docker-verified.session": "s"})
    done = run_compose("unix:///nowhere", _VARIABLES, "config", "--quiet", extra=extra)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_object_is_labelled() -> None:
    """Every service and every network of a run carries the run's labels; the archive's cache outlives it."""
    label = {"docker-verified.session": "s"}
    extra = labelled(SERVICES, list(_WORLD["networks"]), label)
    done = run_compose("unix:///nowhere", _VARIABLES, "config", extra=extra)
    world = yaml.safe_load(done.stdout)
    objects = [*world["services"].values(), *world["networks"].values()]
    assert [o["labels"] | label for o in objects] == [o["labels"] for o in objects]
    assert world["volumes"]["archive"]["external"] is True


def test_services_are_known() -> None:
    """What is checked for life is what the world's file has."""
    assert set(_WORLD["services"]) == set(SERVICES)


def test_networks_have_resolvers() -> None:
    """Every network that a walk can ask for has a resolver of its own."""
    assert {name: _WORLD["services"][service]["networks"] for name, service in RESOLVERS.items()} == {
        name: [name] for name in NETWORKS
    }


def test_open_network() -> None:
    """On the open network every name is served, and its resolver knows just these."""
    assert _aliases("open") == _resolved("names.conf", "hub-names.conf") == {*NAMES, *_PLAIN}


def test_network_without_docker_hub() -> None:
    """The other network has all but Docker Hub, and its resolver does not know that name."""
    expected = {name for name in (*NAMES, *_PLAIN) if not name.endswith("docker.io")}
    assert _aliases("without-docker-hub") == _resolved("names.conf") == expected


def test_only_the_archive_reaches_outside() -> None:
    """All networks of machines are closed, and no service but the archive's cache stands on another."""
    assert {n: v.get("internal", False) for n, v in _WORLD["networks"].items()} == {
        "open": True,
        "without-docker-hub": True,
        "outside": False,
    }
    assert [name for name, s in _WORLD["services"].items() if "outside" in s["networks"]] == ["archive"]


def test_nothing_of_the_host() -> None:
    """No service publishes a port or mounts a folder of the host, and each has its limits."""
    for service in _WORLD["services"].values():
        assert "ports" not in service
        assert [v for v in service.get("volumes", ()) if v.startswith((".", "/", "~"))] == []
        assert {"mem_limit", "pids_limit", "labels"} <= set(service)


def test_certificates_are_kept(tmp_path: Path) -> None:
    """The CA is made once, for its owner's eyes only."""
    first = load_certificates(tmp_path)
    assert load_certificates(tmp_path) == first
    assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir()} == {0o600}


def test_certificate_names(tmp_path: Path) -> None:
    """The services' certificate is for every name that is served with TLS, and verifies against the CA."""
    made = load_certificates(tmp_path)
    ca, server = tmp_path / "ca", tmp_path / "server"
    ca.write_bytes(made.ca)
    server.write_bytes(made.server)
    for name in NAMES:
        command = ["openssl", "verify", "-CAfile", str(ca), "-verify_hostname", name, str(server)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0, name


@pytest.mark.parametrize("script", sorted(HERE.rglob("*.sh")), ids=lambda p: p.name)
def test_scripts_are_executable(script: Path) -> None:
    """Scripts of the recipes can be started."""
    assert script.stat().st_mode & 0o111 == 0o111
