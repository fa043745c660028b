"""How fast walks are, beside the commands and containers that they are made of."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from snippets.distro import load_distros
from snippets.text import ROOT
from tests.bench.measurement import Measurement, median_seconds, seconds
from tests.containers.project import Project
from tests.harness.machine import Machine, Place
from tests.harness.plan import DOCS, read_plan
from tests.harness.surroundings import Surroundings
from tests.harness.terminal import Terminal

DISTRO = load_distros()["debian-13"]
STEPS = 100


def measure(surroundings: Surroundings) -> Iterator[Measurement]:
    """Each promise on walks."""
    client, tag = surroundings.engine.client, surroundings.image(DISTRO).tag
    name, labels = f"docker-verified-{surroundings.session.id}", surroundings.session.labels
    place = Place(str(client.networks.create(name, internal=True, labels=labels).id))

    with Machine(client, tag, "bare", place, labels) as machine:
        yield _step(machine)
    yield _bare(surroundings, tag, place)
    yield _docker(surroundings)
    yield from _page(surroundings)
    yield _nothing_changed()


def _step(machine: Machine) -> Measurement:
    terminal = Terminal(machine)
    script = "/bin/true\n"
    apart = seconds(lambda: [terminal.run(script, 10) for _ in range(STEPS)])
    together = seconds(lambda: terminal.run(script * STEPS, 60))
    terminal.close()
    added = (apart - together) / STEPS * 1000
    label = {"en": "Added cost of a step, over its command", "zh": "每个步骤比命令本身多用的时间"}
    return Measurement(label, max(added, 0.0), 10, "ms")


def _bare(surroundings: Surroundings, tag: str, place: Place) -> Measurement:
    def plain() -> None:
        command = ["docker", "-H", surroundings.engine.url, "run", "-d", "--rm", "--network", place.network]
        labels = [word for item in surroundings.session.labels.items() for word in ("--label", "=".join(item))]
        subprocess.run([*command, *labels, tag, "sleep", "60"], check=True, stdout=subprocess.DEVNULL)

    def bare() -> None:
        Machine(surroundings.engine.client, tag, "bare", place, surroundings.session.labels).start()

    ratio = median_seconds(bare) / median_seconds(plain)
    label = {
        "en": "Start of a bare machine, against plain `docker run`",
        "zh": "bare 机器的启动时间，相对于普通的 `docker run`",
    }
    return Measurement(label, ratio, 2, "×")


def _docker(surroundings: Surroundings) -> Measurement:
    plan = read_plan(DOCS / "use/first-container.md", DISTRO)
    assert plan is not None
    surroundings.machine(plan).remove()  # Makes the image, and starts the world.

    def usable() -> None:
        machine = surroundings.machine(plan)
        status, output = machine.execute("docker version", user="reader")
        machine.remove()
        assert status == 0, output

    label = {"en": "A docker machine, from nothing to usable", "zh": "docker 机器从无到可用"}
    return Measurement(label, median_seconds(usable), 3, "s")


def _page(surroundings: Surroundings) -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        project, report = Project.make(Path(folder), surroundings.engine.url), Path(folder, "report.xml")
        project.write_page("many", **{f"a{number}": "true" for number in range(STEPS)})
        process, memory = project.start(f"--junitxml={report}"), 0.0
        while process.poll() is None:
            memory = max(memory, _resident(process.pid))
            time.sleep(0.02)
        output = process.communicate()[0]
        assert process.returncode == 0, output
        suite = ElementTree.parse(report).find("testsuite")  # noqa: S314 - pytest wrote it just now
    assert suite is not None
    assert len(suite) == STEPS
    # The first step's time is that of the world, the machine and the terminal.
    beyond = float(suite.get("time", "nan")) - float(suite[0].get("time", "nan"))
    label = {
        "en": f"{STEPS} trivial steps on one page, beyond the first",
        "zh": f"一页 {STEPS} 个简单步骤，第一步之外的全部用时",
    }
    yield Measurement(label, beyond, 1.5, "s")
    yield Measurement({"en": "Memory of the harness", "zh": "harness 占用的内存"}, memory, 300, "MB")


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1000 if found else 0.0


def _nothing_changed() -> Measurement:
    def verify() -> None:
        subprocess.run([sys.executable, "-m", "nox", "-s", "verify"], cwd=ROOT, check=True, capture_output=True)

    label = {"en": "`nox -s verify` when nothing changed", "zh": "没有任何改动时的 `nox -s verify`"}
    return Measurement(label, seconds(verify), 5, "s")
