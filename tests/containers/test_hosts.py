"""Walks spread over hosts, and what becomes of them when one dies: over ssh, each host with its own engine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import docker
import pytest
from docker.errors import APIError

from tests.containers.conftest import DISTRO
from tests.containers.hosts import SSHD, Host, install_sshd, sweep
from tests.containers.project import Project
from tests.harness.session import OWNER
from tests.harness.surroundings import Surroundings

T = TypeVar("T")
LONG = "touch /tmp/here; sleep 5"
NOWHERE = "unix:///run/docker-verified-none.sock"
"""A computer that only spreads walks needs no engine."""


@pytest.fixture(scope="module")
def sshd() -> None:
    """What hosts are made with."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        pytest.skip("hosts on one computer are namespaces with engines, which take root on Debian or Ubuntu")
    if not Path(SSHD).exists():
        install_sshd()
    sweep()


@pytest.fixture(scope="module")
def images(sshd: None, surroundings: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the walks of these tests need, as ``docker save`` writes it, so that no host builds it again."""
    surroundings.build([DISTRO])
    world: Any = surroundings.world
    tags = [*world._services.variables().values(), surroundings.image(DISTRO).tag]
    api, tar = surroundings.engine.client.api, tmp_path_factory.mktemp("images") / "images.tar"
    with api.get(f"{api.base_url}/images/get", params={"names": tags}, stream=True) as saved, tar.open("wb") as file:
        shutil.copyfileobj(cast("Any", saved).raw, file)
    yield tar
    tar.unlink()


@pytest.fixture(scope="module")
def starting(images: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Host]]:
    """Two hosts whose engines are loading what they need."""
    folder = tmp_path_factory.mktemp("hosts")
    with contextlib.ExitStack() as stack:
        hosts = [stack.enter_context(Host(number, folder / str(number))) for number in (1, 2)]
        for host in hosts:
            host.start(images)
        yield hosts


@pytest.fixture(scope="module")
def hosts(starting: list[Host], unspread: Project) -> list[Host]:
    """Two hosts that can be walked on; meanwhile this computer has walked alone."""
    for host in starting:
        host.wait()
    return starting


@dataclass(frozen=True)
class Guide:
    """The same small guide in a checkout of this computer and of each host."""

    here: Project
    hosts: list[Host]
    there: list[Project]
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start to walk on the hosts."""
        specs = [host.spec(project.root) for host, project in zip(self.hosts, self.there, strict=True)]
        process = self.here.start(*(part for spec in specs for part in ("--tx", spec)), *arguments)
        self.started.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, str]:
        """Walk on the hosts; returns the exit status and the output."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output


def write_pages(*projects: Project) -> None:
    """Three pages; a host dies while the first is walked."""
    for project in projects:
        project.write_page("long", a="echo a", b=LONG, c="echo c")
        project.write_page("other", a="cd /tmp", b='test "$PWD" = /tmp')
        project.write_page("short", a="uname -s")


def recorded(project: Project) -> dict[str, list[str]]:
    """The lines of a checkout's evidence, less the dates, by file."""
    folder = project.root / "snippets/evidence"
    found = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.json")}
    return {name: [line for line in text.splitlines() if '"date"' not in line] for name, text in found.items()}


@pytest.fixture(scope="module")
def unspread(starting: list[Host], surroundings: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same pages, recorded on this computer alone."""
    project = Project.make(tmp_path_factory.mktemp("unspread"), surroundings.engine.url)
    write_pages(project)
    status, output = project.run("--record")
    assert status == 0, output
    return project


@pytest.fixture
def guide(tmp_path: Path, hosts: list[Host]) -> Iterator[Guide]:
    """The pages in a checkout of this computer and of each host."""
    guide = Guide(
        Project.make(tmp_path / "here", NOWHERE), hosts, [Project.make(tmp_path / host.name, "") for host in hosts]
    )
    write_pages(guide.here, *guide.there)
    yield guide
    for process in guide.started:
        if process.poll() is None:
            process.kill()
            process.communicate()
    for host in hosts:
        host.join()


def long_walks(client: docker.DockerClient, parent: int | None = None) -> list[int]:
    """The processes that take the long walk on an engine: it says in a file on its machine that it is under way."""
    found = []
    for machine in client.containers.list(filters={"label": OWNER}, ignore_removed=True):
        owner = int(machine.labels[OWNER].split("/")[1])
        if "com.docker.compose.project" in machine.labels or not (parent is None or is_child(owner, parent)):
            continue
        with contextlib.suppress(APIError):  # It may be ending.
            if machine.exec_run(["test", "-e", "/tmp/here"]).exit_code == 0:
                found.append(owner)
    return found


def is_child(process: int, parent: int) -> bool:
    """Whether one process started the other."""
    status = Path(f"/proc/{process}/status")
    return status.exists() and f"\nPPid:\t{parent}\n" in status.read_text("utf-8")


def wait_for(process: subprocess.Popen[str], find: Callable[[], list[T]]) -> T:
    """The first that is found while the run goes on."""
    for _ in range(300):
        assert process.poll() is None, process.communicate()[0]
        if found := find():
            return found[0]
        time.sleep(0.1)
    raise AssertionError("the long walk was not begun within half a minute")


def test_hosts_share_the_walks(guide: Guide, unspread: Project) -> None:
    """Each host has some, none of them keeps evidence, and it is what one computer alone would have recorded."""
    status, output = guide.run("-vv", "--record")

    assert status == 0, output
    assert {"[gw0]", "[gw1]"} == set(re.findall(r"\[gw\d\](?= .*PASSED)", output))
    assert recorded(unspread) == recorded(guide.here)
    assert [{}, {}] == [recorded(project) for project in guide.there]


def test_a_host_that_dies_loses_no_result(guide: Guide, unspread: Project) -> None:
    """Its walk begins again on the other one, and counts once."""
    process = guide.start("--record")
    dead = wait_for(process, lambda: [host for host in guide.hosts if long_walks(host.client)])

    dead.cut()
    output, _ = process.communicate(timeout=120)

    assert process.returncode == 0, output
    assert f"on {dead.name}: it died, or its host did, during docs/long.md on debian-13\n" in output
    assert f"not replaced, {dead.name}: ssh: connect to host {dead.address}" in output
    assert "\nbegun again from its first step: docs/long.md on debian-13\n" in output
    assert output.count("docs/long.md on debian-13: 3 passed") == 1
    assert "6 passed" in output
    assert recorded(unspread) == recorded(guide.here)


def test_without_hosts_walks_are_named_as_not_run(guide: Guide) -> None:
    """What nobody is left for is said, walk by walk, and the run fails."""
    process = guide.start("--record")
    wait_for(process, lambda: [host for host in guide.hosts if long_walks(host.client)])

    for host in guide.hosts:
        host.cut()
    output, _ = process.communicate(timeout=120)

    assert process.returncode == 1, output
    assert "\nnot run, as no host is left: docs/long.md on debian-13\n" in output
    assert "docs/long.md on debian-13: 3 not run" in output
    assert "rehearsal/long/debian-13.json" not in recorded(guide.here)


def test_a_host_with_another_commit_is_refused(guide: Guide) -> None:
    """It is said which host, and what differs, before anything is walked."""
    guide.there[1].write_page("short", a="uname -r")

    status, output = guide.run()

    assert status != 0
    assert "host-2: its checkout in " in output
    assert re.search(r"\n  snippets/short/all.sh: [0-9a-f]{12} there, [0-9a-f]{12} here\n", output)
    assert "passed" not in output


def test_a_process_that_is_killed_loses_no_result(tmp_path: Path, surroundings: Surroundings) -> None:
    """With -n it is the same: its walk begins again in another process, and counts once."""
    project = Project.make(tmp_path, surroundings.engine.url)
    write_pages(project)
    process = project.start("-n", "2", "--record")
    worker = wait_for(process, lambda: long_walks(surroundings.engine.client, process.pid))

    os.kill(worker, signal.SIGKILL)
    output, _ = process.communicate(timeout=120)

    assert process.returncode == 0, output
    assert "on this computer: it died, or its host did, during docs/long.md on debian-13\n" in output
    assert "\nbegun again from its first step: docs/long.md on debian-13\n" in output
    assert output.count("docs/long.md on debian-13: 3 passed") == 1
    assert "6 passed" in output
    assert len(recorded(project)) == 3
