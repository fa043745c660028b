"""The probe of install mirrors against real repositories: those that the rehearsal's machines install Docker from."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from docker.models.containers import Container

from tests.harness.surroundings import Surroundings
from tests.world.keys import load_keys
from tests.world.rehearsal import CACHE

PYZ = "/srv/guide/mirror-doctor.pyz"
MIRRORS = ("https://mirrors.aliyun.com/docker-ce", "https://mirrors.tuna.tsinghua.edu.cn/docker-ce")
PROGRAM = """
import asyncio, json, sys
sys.path.insert(0, sys.argv[1])
from mirrors.packages import PackageOptions, probe_packages
options = PackageOptions(fingerprint=sys.argv[2], control=())
print(json.dumps([r.as_json() for r in asyncio.run(probe_packages(sys.argv[3:], options))]))
"""
Probe = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def services() -> Iterator[dict[str, Container]]:
    """A rehearsal world of the test's own, by service."""
    surroundings = Surroundings("rehearsal")
    surroundings.world.start()
    chosen: dict[str, str | list[str] | bool] = {"label": f"docker-verified.session={surroundings.session.id}"}
    found = surroundings.engine.client.containers.list(filters=chosen)
    yield {container.labels["com.docker.compose.service"]: container for container in found}
    surroundings.close()


@pytest.fixture(scope="module")
def fingerprint(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of the key that plays Docker's."""
    home = tmp_path_factory.mktemp("gpg")
    home.chmod(0o700)
    command = ["gpg", "--homedir", str(home), "--batch", "--with-colons", "--import-options", "show-only", "--import"]
    done = subprocess.run(command, input=load_keys(CACHE).public["docker"], capture_output=True, check=True)
    return next(line.split(":")[9] for line in done.stdout.decode().splitlines() if line.startswith("fpr"))


@pytest.fixture
def probe(services: dict[str, Container], fingerprint: str) -> Probe:
    """Probes from inside the world, with the file that the guide's site offers."""

    def run(*mirrors: str, key: str = fingerprint) -> list[dict[str, Any]]:
        done = services["guide"].exec_run(["python3", "-I", "-c", PROGRAM, PYZ, key, *(mirrors or MIRRORS)])
        assert isinstance(done.output, bytes)
        assert done.exit_code == 0, done.output.decode()
        results: list[dict[str, Any]] = json.loads(done.output)
        return results

    return run


@pytest.fixture
def spoil(services: dict[str, Container]) -> Iterator[Callable[[str], None]]:
    """Runs a command where the repositories are; afterwards they are as before."""

    def run(command: str) -> None:
        done = services["packages"].exec_run(["bash", "-ec", command])
        assert done.exit_code == 0, done.output

    run("cp -a /srv/packages /srv/before")
    yield run
    run("rm -rf /srv/packages && mv /srv/before /srv/packages")


def test_what_machines_install_from_is_in_order(probe: Probe) -> None:
    """Real apt and dnf repositories, signed and indexed by the real tools: all of both mirrors is as it should be."""
    results = probe()

    assert [result["class"] for result in results] == ["ok", "ok"]
    assert [set(result["engines"]) for result in results] == [{"apt", "dnf"}] * 2
    for seen in ("trixie: docker-ce", "noble: docker-ce", "linux/fedora/44/", "linux/centos/10/", "signed by its key"):
        assert seen in results[0]["detail"]
    assert all(result["speed"] > 0 for result in results)


@pytest.mark.parametrize(
    ("command", "expected", "broken"),
    [
        ("find /srv/packages/linux/debian -name 'docker-ce_*' -delete", "package_404", "apt"),
        ("find /srv/packages/linux/ubuntu -name 'docker-ce_*' -exec truncate -s -1 {} +", "package_size", "apt"),
        ("sed -i s/Docker/Mallory/ /srv/packages/linux/debian/dists/trixie/InRelease", "signature_bad", "apt"),
        ("find /srv/packages/linux/debian -name 'Packages*' -exec truncate -s -9 {} +", "index_mismatch", "apt"),
        ("rm -r /srv/packages/linux/ubuntu/dists/noble", "index_404", "apt"),
        ("find /srv/packages/linux/fedora/44 -name 'docker-ce-[0-9]*' -delete", "package_404", "dnf"),
        ("find /srv/packages/linux/centos/10 -name '*primary.xml*' -exec truncate -s -9 {} +", "index_mismatch", "dnf"),
        ("rm -r /srv/packages/linux/fedora/44", "index_404", "dnf"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_repository_is_named(
    probe: Probe, spoil: Callable[[str], None], command: str, expected: str, broken: str
) -> None:
    """What is missing, cut, changed or half synchronised is found out, and breaks the one that meets it."""
    spoil(command)

    (result,) = probe(MIRRORS[0])

    assert result["class"] == expected, result["detail"]
    assert {name: verdict["fitness"] == "usable" for name, verdict in result["engines"].items()} == {
        "apt": broken != "apt",
        "dnf": broken != "dnf",
    }


def test_a_key_that_is_not_dockers_is_found_out(probe: Probe) -> None:
    """The rehearsal's own key is none of Docker's: measured by the real fingerprint, its mirrors are insecure."""
    (result,) = probe(MIRRORS[0], key="")

    assert (result["class"], result["engines"]["apt"]) == ("signature_foreign", {"fitness": "insecure"})


def test_what_is_no_mirror_is_no_mirror(probe: Probe) -> None:
    """A host that has other things, and a name that nobody has."""
    good, other, unknown = probe(MIRRORS[0], "https://mirrors.aliyun.com/debian", "https://mirrors.example.com/ubuntu")

    assert [good["class"], other["class"], unknown["class"].partition("_")[0]] == ["ok", "index_404", "dns"]
