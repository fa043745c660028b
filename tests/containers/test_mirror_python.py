"""mirror-doctor.pyz on the oldest Python that it promises to run on: 3.9, as Debian 11 has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirrors.pyz import build
from snippets.text import ROOT
from tests.containers.patient import PYZ, send
from tests.harness.machine import Machine, Place
from tests.harness.surroundings import Surroundings
from tests.world.archive import find_archive
from tests.world.bootstrap import bootstrap, install_tools
from tests.world.images import Images, fingerprint, tag
from tests.world.roots import Root

OLDEST = Root("python-3.9", "bullseye", ("ca-certificates", "python3"))
EVERY_MODULE = f"""
import sys, zipfile; from importlib import import_module
sys.path.insert(0, {PYZ!r})
files = [name for name in zipfile.ZipFile({PYZ!r}).namelist() if name.startswith("mirrors/")]
names = [name[:-3].replace("/", ".") for name in files if name.endswith(".py")]
for name in names: import_module(name.replace(".__init__", ""))
print("3.%d" % sys.version_info[1], len(names) > 50)
"""


@pytest.fixture(scope="module")
def machine(surroundings: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Debian 11 with nothing but its Python, and no network."""
    images = Images(surroundings.engine.client, print, surroundings.session.labels)
    name = tag("root-python-3.9", fingerprint(repr(OLDEST)))
    if not images.has(name):
        install_tools()
        tar = tmp_path_factory.mktemp("root") / "root.tar"
        bootstrap(OLDEST, find_archive(), tar)
        images.import_root(name, tar)
    with Machine(surroundings.engine.client, name, "bare", Place("none"), surroundings.session.labels) as machine:
        send(machine, PYZ, build())
        yield machine


def test_every_module_is_loaded_without_a_warning(machine: Machine) -> None:
    """Ours, and with them every library that they need."""
    assert (0, "3.9 True\n") == machine.call(["python3", "-W", "error", "-c", EVERY_MODULE])


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "daemon_json").glob("*/*.json")), ids=lambda file: file.stem)
def test_lint_judges_as_everywhere(machine: Machine, file: Path) -> None:
    """The same files, the same verdict."""
    send(machine, "/tmp/daemon.json", file.read_bytes())

    status, said = machine.call(["python3", PYZ, "lint", "/tmp/daemon.json"])

    assert (file.parent.name == "broken" or file.stem == "no-scheme") == bool(status), said


def test_a_probe_without_a_network_is_inconclusive(machine: Machine) -> None:
    """From the first line of the prober to the last."""
    status, said = machine.call(["python3", "-W", "error", PYZ, "probe", "--json", "https://mirror.example.com"])

    assert (status, [one["class"] for one in json.loads(said)["results"]]) == (0, ["inconclusive"])


def test_apply_and_undo_say_what_is_missing(machine: Machine) -> None:
    """In one line each: there is no Docker here, and nothing to undo."""
    status, said = machine.call(["python3", PYZ, "--language", "en", "apply"])
    assert (status, said) == (1, "mirrors: there is no docker command here; install Docker Engine first\n")
    assert machine.call(["python3", PYZ, "undo"])[0] == 0
