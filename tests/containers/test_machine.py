"""Machines: what each kind promises, and that nothing of one remains."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from snippets.text import ROOT
from tests.harness.errors import MachineFailed
from tests.harness.machine import Machine
from tests.harness.session import OWNER, SESSION, sweep
from tests.harness.surroundings import Surroundings
from tests.harness.terminal import Terminal

Start = Callable[[str], Machine]


def test_a_bare_machine_is_a_fresh_distro(start: Start) -> None:
    """With a reader who may sudo, without systemd, Docker or anything of the host."""
    machine = start("bare")

    assert machine.execute("sudo -n true && whoami", user="reader") == (0, "reader\n")
    assert machine.execute("cat /proc/1/comm")[1] != "systemd\n"
    assert machine.execute("command -v docker")[0] != 0
    assert machine.execute("test -e /var/run/docker.sock")[0] != 0


def test_a_booted_machine_runs_systemd(start: Start) -> None:
    """As PID 1, with no unit failed."""
    machine = start("booted")

    assert machine.execute("cat /proc/1/comm") == (0, "systemd\n")
    assert machine.execute("systemctl is-system-running") == (0, "running\n")


def test_a_file_is_written_with_mode_and_owner(start: Start) -> None:
    """Byte for byte, also below the reader's home."""
    machine = start("bare")

    machine.write_file("~/x.json", '{"a": "中"}\n', "0600", "reader")

    assert (
        machine.execute("stat -c '%a %U' /home/reader/x.json; cat /home/reader/x.json")[1]
        == '600 reader\n{"a": "中"}\n'
    )


def test_a_file_in_a_folder_that_is_missing_is_an_error(start: Start) -> None:
    """As in the reader's editor: the page must make the folder first."""
    with pytest.raises(MachineFailed, match=r"cannot write /etc/docker/daemon\.json: .*nonexistent"):
        start("bare").write_file("/etc/docker/daemon.json", "{}", "0644", "root")


def test_a_machine_has_limits(start: Start) -> None:
    """Memory, processes, and a time after which it ends itself."""
    machine = start("bare")
    config = machine.client.api.inspect_container(machine.id)["HostConfig"]

    assert config["Memory"] > 0
    assert config["PidsLimit"] > 0
    assert config["Binds"] in (None, [])
    assert "sleep 60m" in machine.execute("cat /proc/1/cmdline /proc/[0-9]*/cmdline | tr '\\0' ' '")[1]


def test_nothing_of_a_machine_remains(surroundings: Surroundings, start: Start) -> None:
    """No container, and none of the volumes under its Docker data."""
    client = surroundings.engine.client
    volumes = {volume.name for volume in client.volumes.list()}
    machine = start("booted")
    mine = {volume.name for volume in client.volumes.list()} - volumes

    machine.remove()

    assert len(mine) == 2
    assert {volume.name for volume in client.volumes.list()} & mine == set()
    assert [] == client.containers.list(all=True, filters={"id": machine.id})


KILLED = """
import sys
from snippets.distro import load_distros
from tests.harness.machine import Machine, Place
from tests.harness.surroundings import Surroundings
s = Surroundings("rehearsal")
client = s.engine.client
client.networks.create(f"docker-verified-{s.session.id}", labels=s.session.labels)
m = Machine(client, s.image(load_distros()["debian-13"]).tag, "booted", Place("none"), s.session.labels)
m.start()
print(s.session.id, flush=True)
sys.stdin.read()
"""


def test_what_a_killed_run_left_is_swept_by_the_next(surroundings: Surroundings) -> None:
    """Its containers and networks go; a run that still lives keeps its own."""
    client = surroundings.engine.client
    environment = {**os.environ, "DOCKER_HOST": surroundings.engine.url, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT
        )
        for _ in range(2)
    ]
    killed, living = [run.stdout.readline().decode().strip() for run in runs if run.stdout]
    runs[0].send_signal(signal.SIGKILL)
    runs[0].communicate()

    removed = sweep(client)

    def left(session: str) -> tuple[int, int]:
        chosen: dict[str, str | list[str] | bool] = {"label": f"{SESSION}={session}"}
        return len(client.containers.list(all=True, filters=chosen)), len(client.networks.list(filters=chosen))

    assert (left(killed), left(living)) == ((0, 0), (1, 1))
    assert f"network docker-verified-{killed}" in removed
    runs[1].communicate()
    sweep(client)
    assert left(living) == (0, 0)


def test_the_next_terminal_has_the_readers_new_groups(start: Start) -> None:
    """As after logging out and in."""
    machine = start("bare")
    terminal = Terminal(machine)
    terminal.run("sudo groupadd sailors && sudo usermod -aG sailors reader\n", 10)

    before, after = terminal.run("id -Gn\n", 10), Terminal(machine).run("id -Gn\n", 10)

    assert b"sailors" not in before.output
    assert b"sailors" in after.output


def test_labels_name_the_session_and_its_process(start: Start) -> None:
    """So that the next run knows what is whose."""
    labels = start("bare")
    config = labels.client.api.inspect_container(labels.id)["Config"]["Labels"]

    assert {SESSION, OWNER} <= set(config)
