"""Real machines for testing the harness itself; their network has nothing else in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from snippets.distro import load_distros
from tests.containers.patient import Patients
from tests.harness.machine import Machine, Place
from tests.harness.surroundings import Surroundings
from tests.harness.terminal import Terminal

DISTRO = load_distros()["debian-13"]


@pytest.fixture(scope="session")
def surroundings() -> Iterator[Surroundings]:
    """An engine and a session; the world's images, but none of its services."""
    surroundings = Surroundings("rehearsal")
    surroundings.world.build(DISTRO)  # Here it may take its time; the runs that tests start may not.
    yield surroundings
    surroundings.close()


@pytest.fixture(scope="session")
def place(surroundings: Surroundings) -> Place:
    """A network without a world."""
    name, labels = f"docker-verified-{surroundings.session.id}", surroundings.session.labels
    network = surroundings.engine.client.networks.create(name, internal=True, labels=labels)
    return Place(str(network.id))


@pytest.fixture
def start(surroundings: Surroundings, place: Place) -> Iterator[Callable[[str], Machine]]:
    """Starts a machine of a kind; removed when the test ends."""
    machines: list[Machine] = []

    def one(kind: str) -> Machine:
        tag = surroundings.image(DISTRO).tag
        machine = Machine(surroundings.engine.client, tag, kind, place, surroundings.session.labels)
        machine.start()
        machines.append(machine)
        return machine

    yield one
    for machine in machines:
        machine.remove()


@pytest.fixture(scope="session")
def patients() -> Iterator[Patients]:
    """Machines to be treated with mirror-doctor.pyz, in the rehearsal world with its good and bad mirrors."""
    patients = Patients(Surroundings("rehearsal"))
    yield patients
    patients.close()


@pytest.fixture
def terminal(start: Callable[[str], Machine]) -> Iterator[Terminal]:
    """A terminal on a bare machine."""
    terminal = Terminal(start("bare"))
    yield terminal
    terminal.close()
