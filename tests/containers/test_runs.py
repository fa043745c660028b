"""Whole runs of pytest over a small guide: what is said, what is recorded, and what remains."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import docker
import pytest
from docker.errors import APIError, NotFound
from docker.models.networks import Network

from tests.containers.project import Project
from tests.containers.relay import Relay
from tests.harness.session import OWNER, is_alive
from tests.harness.surroundings import Surroundings, say


@pytest.fixture
def project(tmp_path: Path, surroundings: Surroundings) -> Project:
    """An empty guide."""
    return Project.make(tmp_path, surroundings.engine.url)


@pytest.fixture
def left(surroundings: Surroundings) -> Callable[[], set[str]]:
    """Names the containers and networks of runs that have ended."""
    client = surroundings.engine.client

    def names() -> set[str]:
        chosen: dict[str, str | list[str] | bool] = {"label": OWNER}
        containers = client.containers.list(all=True, filters=chosen, ignore_removed=True)
        networks = [network for network in client.networks.list(filters=chosen) if not is_stuck(network)]
        found = [(str(c.name), c.labels) for c in containers] + [(str(n.name), n.attrs["Labels"]) for n in networks]
        return {name for name, labels in found if not is_alive(labels[OWNER])}

    return names


def is_stuck(network: Network) -> bool:
    """Whether only the engine keeps what a run left, which is tried by removing it.

    20.10 may count an endpoint whose container is gone, until it starts anew. One that has gone meanwhile counts too.
    """
    if is_alive(network.attrs["Labels"][OWNER]):
        return False
    try:
        network.reload()
        if network.attrs["Containers"]:
            return False
        network.remove()
    except NotFound:
        return True
    except APIError as e:
        say(f"{network.name}: {e.explanation}")
        return "active endpoints" in str(e.explanation)
    return False


def wait_for_machine(project: Project, client: docker.DockerClient, process: subprocess.Popen[str]) -> None:
    """Wait until the run's first step runs: it says so in a file on its machine."""
    for _ in range(600):
        assert process.poll() is None, process.communicate()[0]
        for machine in client.containers.list(filters={"label": OWNER}, ignore_removed=True):
            owner = machine.labels[OWNER].split("/")[1]
            if owner == str(process.pid) and machine.exec_run(["test", "-e", "/tmp/here"]).exit_code == 0:
                return
        time.sleep(0.1)
    raise AssertionError("no machine within a minute")


def test_a_failure_is_told_in_full_and_nothing_remains(project: Project, left: Callable[[], set[str]]) -> None:
    """Page line, snippet line, command, exit status, last output; the steps after it are not run, and that is said."""
    project.write_page("page", one="echo fine", two="echo before\nls /nowhere", three="echo never")

    status, output = project.run()

    assert status == 1
    assert "docs/page.md:10: on debian-13: a command failed\n" in output
    assert "  snippet  snippets/page/all.sh:6\n  command  ls /nowhere\n  status   2\n  output\n    before\n" in output
    assert "docs/page.md::debian-13::two (line 10)" in output
    assert "not run: the walk failed at two (line 10)" in output
    assert "docs/page.md on debian-13: 1 FAILED, 1 passed, 1 not run" in output
    assert left() == set()


def test_what_is_current_is_not_walked_again(project: Project) -> None:
    """One changed character makes exactly the walks that use it run again."""
    project.write_page("one", a="echo a")
    project.write_page("other", b="echo b")
    assert project.run("--record")[0] == 0

    status, output = project.run()
    assert (status, "2 walks" in output, "passed" in output) == (0, True, False)

    project.write_page("one", a="echo A")
    status, output = project.run()
    assert (status, "1 walks" in output, "1 passed" in output) == (0, True, True)
    assert "docs/one.md on debian-13: 1 passed" in output


def test_two_recordings_are_the_same(project: Project) -> None:
    """Evidence of equal walks is equal, byte for byte (the day does not change within a test, or it is masked)."""
    project.write_page("page", a="date; hostname -i; mktemp; sleep 0.$((RANDOM % 5))", b="echo b")
    project.write_page("page", a="date -Is; echo up 3 seconds", b="echo b")
    path = project.root / "snippets/evidence/rehearsal/page/debian-13.json"

    project.run("--record")
    first = path.read_text("utf-8")
    project.run("--record", "--all")

    def undated(text: str) -> list[str]:
        return [line for line in text.splitlines() if '"date"' not in line]

    assert undated(first) == undated(path.read_text("utf-8"))


def test_a_failed_walk_records_nothing(project: Project) -> None:
    """Evidence is of walks that passed, whole."""
    project.write_page("page", a="echo a", b="false")

    project.run("--record")

    assert not (project.root / "snippets/evidence").exists()


def test_bad_data_is_told_before_anything_starts(project: Project, left: Callable[[], set[str]]) -> None:
    """A mistake in a snippet is one line with file and line."""
    project.write_page("page", a="echo a")
    snippet = project.root / "snippets/page/all.sh"
    snippet.write_text(snippet.read_text("utf-8").replace("[end:a]", "[end:b]"), "utf-8")

    status, output = project.run()

    assert status != 0
    assert "snippets/page/all.sh:3: section 'b' ends here, but 'a' is open" in output
    assert left() == set()


def test_ctrl_c_leaves_nothing(project: Project, surroundings: Surroundings, left: Callable[[], set[str]]) -> None:
    """The machine, its volumes and the whole world go."""
    project.write_page("page", "booted", a="touch /tmp/here; sleep 100")
    process = project.start()
    wait_for_machine(project, surroundings.engine.client, process)

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode == 2
    assert left() == set()


def test_what_a_killed_run_leaves_the_next_sweeps(
    project: Project, surroundings: Surroundings, left: Callable[[], set[str]]
) -> None:
    """And says so."""
    project.write_page("page", "booted", a="touch /tmp/here; sleep 100")
    process = project.start()
    wait_for_machine(project, surroundings.engine.client, process)
    process.kill()
    process.communicate()
    assert left() != set()
    project.write_page("page", a="echo a")

    status, output = project.run()

    assert status == 0
    assert "swept: container" in output
    assert left() == set()


def test_an_engine_that_dies_is_told_and_swept_later(
    project: Project, surroundings: Surroundings, left: Callable[[], set[str]]
) -> None:
    """The walk fails, the run ends, and the next run over the living engine cleans up."""
    project.write_page("page", a="touch /tmp/here; sleep 100", b="echo b")
    relay = Relay(str(project.root / "engine.sock"), surroundings.engine.url)
    thread = threading.Thread(target=relay.serve_forever)
    thread.start()
    process = project.start(engine=f"unix://{project.root}/engine.sock")
    wait_for_machine(project, surroundings.engine.client, process)

    relay.cut()
    output, _ = process.communicate(timeout=120)
    thread.join()

    assert process.returncode == 1
    assert "EngineLost: the Docker Engine" in output
    assert "the next run sweeps what this one left" in output
    project.write_page("page", a="echo a")
    assert project.run()[0] == 0
    assert left() == set()


def test_two_runs_at_once_do_not_disturb_each_other(project: Project, left: Callable[[], set[str]]) -> None:
    """Each has its own world, and neither sweeps the other's."""
    project.write_page(
        "page", "booted", a="sleep 2; curl --version >/dev/null || true; getent hosts download.docker.com"
    )
    processes = [project.start(), project.start()]

    outputs = [process.communicate(timeout=200)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], outputs
    assert "swept" not in "".join(outputs)
    assert left() == set()


def test_walks_run_side_by_side(project: Project, left: Callable[[], set[str]]) -> None:
    """-n 2 spreads walks, not steps, over two processes."""
    for name in ("one", "other", "third"):
        project.write_page(name, a="cd /tmp", b='test "$PWD" = /tmp')

    status, output = project.run("-n", "2")

    assert status == 0, output
    assert output.count("2 passed (") == 3
    assert left() == set()


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["alone", "side by side"])
def test_a_machine_is_kept_at_the_step_that_failed(
    project: Project, surroundings: Surroundings, processes: tuple[str, ...]
) -> None:
    """--keep prints a command that opens a shell there, in the folder where the terminal stood."""
    project.write_page("page", a="cd /var/tmp\nfalse")

    _, output = project.run("--keep", *processes)

    command = next(line.split() for line in output.splitlines() if " exec -it " in line)
    shell = [word for word in command[:-2] if word != "-it"]
    assert "-w /var/tmp" in " ".join(command)
    machine = surroundings.engine.client.containers.get(shell[-1])
    assert machine.exec_run(["id", "-un"], user="reader").output == b"reader\n"
    project.write_page("page", a="true")
    assert "swept: container" in project.run()[1]


def test_a_step_may_reboot_the_machine(project: Project) -> None:
    """Afterwards the disk is as it was, what was only in memory is gone, and enabled services run again."""
    unit = "[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n"
    before = f"printf '{unit}' | sudo tee /etc/systemd/system/kept.service\nsudo touch /run/in-memory"
    after = "systemctl is-active kept.service\ntest ! -e /run/in-memory"
    enable = "sudo systemctl enable kept.service"
    project.write_page("page", machine="booted", before=before, enable=enable, reboot="sudo reboot", after=after)
    (project.root / "snippets" / "page" / "topic.toml").write_text("[section.reboot]\nreboots = true\n", "utf-8")

    status, output = project.run()

    assert (0, True) == (status, "4 passed" in output), output


def test_a_machine_that_does_not_go_down_fails_its_step(project: Project) -> None:
    """A step that promises to reboot and does not is named."""
    project.write_page("page", machine="booted", reboot="true")
    (project.root / "snippets" / "page" / "topic.toml").write_text("[section.reboot]\nreboots = true\n", "utf-8")

    status, output = project.run()

    assert (1, True) == (status, "the machine did not go down within" in output), output
