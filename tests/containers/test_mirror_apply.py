"""mirror-doctor.pyz on real engines: it configures, and whatever happens the engine is up and the files are whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets.text import ROOT
from tests.containers.patient import CONFIG, CONTAINERD, IMAGE, PYZ, Patient, plan_of
from tests.harness.surroundings import Surroundings

GOOD, SECOND = "mirror.example.com", "hub-mirror.example.net"
DEAD, PAGE, SLOW, POISONED = (f"{kind}-mirror.example.net" for kind in ("dead", "page", "slow", "poisoned"))
HOSTS_TOML = "/etc/docker/certs.d/docker.io/hosts.toml"
FILES = ROOT / "tests" / "daemon_json"
STORES = {"graphdriver": None, "containerd": CONTAINERD}


@pytest.fixture(scope="module")
def world() -> Iterator[Surroundings]:
    """The rehearsal world, with its good and bad mirrors."""
    surroundings = Surroundings("rehearsal")
    yield surroundings
    surroundings.close()


@pytest.fixture(scope="module")
def cut_off(world: Surroundings) -> Iterator[Patient]:
    """Engine 28.5.2 that reaches everything but Docker Hub."""
    patient = Patient(world, plan_of("debian-13", "without-docker-hub"))
    yield patient
    patient.machine.remove()


@pytest.fixture(scope="module")
def open_to_hub(world: Surroundings) -> Iterator[Patient]:
    """Engine 28.5.2 that reaches Docker Hub too."""
    patient = Patient(world, plan_of("debian-13", "open"))
    yield patient
    patient.machine.remove()


@pytest.fixture(scope="module")
def old(world: Surroundings) -> Iterator[Patient]:
    """Debian 12's own Docker, 20.10, which has no ``dockerd --validate``."""
    patient = Patient(world, plan_of("debian-12", "without-docker-hub", "booted"))
    yield patient
    patient.machine.remove()


def start_container(patient: Patient) -> None:
    """One that must not notice anything."""
    patient.sh(f"docker run --detach --name keep {GOOD}/library/busybox sleep 600")


def is_running(patient: Patient) -> bool:
    """Whether it never stopped."""
    state = "{{.State.Running}} {{.RestartCount}}"
    return patient.sh(f"docker inspect --format '{state}' keep") == "true 0"


@pytest.mark.parametrize("store", STORES)
def test_apply_pulls_with_docker_hub_cut_off_and_undo_takes_it_back(cut_off: Patient, store: str) -> None:
    """Containers run on, the same dockerd stays up, and afterwards files and engine are as before."""
    cut_off.configure(STORES[store])
    start_container(cut_off)
    pid, files = cut_off.pid, cut_off.files

    status, said = cut_off.apply(GOOD, DEAD, SLOW, options=("--tags", "mirror"))

    assert (0, "") == (status, "" if status == 0 else said)
    assert cut_off.files == sorted([*files, CONFIG if store == "graphdriver" else HOSTS_TOML])
    cut_off.sh("docker pull hello-world")
    assert (cut_off.pid, is_running(cut_off)) == (pid, True)
    assert cut_off.machine.execute("docker image inspect busybox")[0] != 0

    assert cut_off.doctor("undo")[0] == 0
    assert (cut_off.files, cut_off.used, cut_off.pid) == (files, [], pid)
    status, said = cut_off.machine.execute("docker pull nginx")
    assert (status, "no such host" in said) == (1, True)


def test_without_docker_hub_only_digests_are_safe(cut_off: Patient) -> None:
    """Nobody but Docker Hub may say what a tag is: refused and put back, unless one pulls by digest."""
    cut_off.configure(CONTAINERD)
    digest = cut_off.digest(f"{GOOD}/library/busybox")
    cut_off.sh("docker rmi $(docker images -q)")

    status, said = cut_off.apply(GOOD)
    assert (status, "pull by digest" in said, cut_off.files) == (1, True, [CONFIG])

    status, said = cut_off.apply(GOOD, options=("--image", f"library/busybox@{digest}"))
    assert (0, "") == (status, "" if status == 0 else said)
    cut_off.sh(f"docker pull busybox@{digest}")


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("name", [DEAD, PAGE, SLOW, "nowhere.example.org"])
def test_a_mirror_that_does_not_serve_is_refused(cut_off: Patient, store: str, name: str) -> None:
    """Nothing is written, and nothing restarted."""
    cut_off.configure(STORES[store])
    pid, files = cut_off.pid, cut_off.files

    status, said = cut_off.apply(name)

    assert (status, f"https://{name}: " in said) == (1, True), said
    assert (cut_off.files, cut_off.pid, cut_off.used) == (files, pid, [])


def test_a_poisoned_mirror_is_refused(cut_off: Patient, open_to_hub: Patient) -> None:
    """By the digest, by another mirror, or by Docker Hub, whichever there is."""
    cut_off.configure(None)
    start_container(cut_off)
    digest = cut_off.digest(f"{GOOD}/library/busybox")

    for names, options in (((POISONED,), ("--expect", digest)), ((POISONED, GOOD), ())):
        status, said = cut_off.apply(*names, options=options)
        assert (status, cut_off.files, cut_off.used) == (1, [], []), said
    status, said = cut_off.apply(POISONED, GOOD, options=("--expect", digest))
    assert (status, cut_off.used) == (0, [f"https://{GOOD}/"]), said

    for data in STORES.values():
        open_to_hub.configure(data)
        status, said = open_to_hub.apply(POISONED)
        assert (status, HOSTS_TOML in open_to_hub.files, open_to_hub.used) == (1, False, []), said


def test_a_poisoned_mirror_cannot_swap_a_tag(open_to_hub: Patient) -> None:
    """With the file that apply writes for the containerd store, even if somebody puts such a mirror into it."""
    open_to_hub.configure(CONTAINERD)
    status, said = open_to_hub.apply(GOOD)
    assert (0, "") == (status, "" if status == 0 else said)
    right = open_to_hub.digest("busybox")
    open_to_hub.sh(f"docker rmi busybox; sed -i s/{GOOD}/{POISONED}/ {HOSTS_TOML}")

    assert right == open_to_hub.digest("busybox")


@pytest.mark.parametrize("end", ["exit 1", "kill -INT $PPID; sleep 9", "kill -TERM $PPID; sleep 9"])
def test_what_fails_or_is_interrupted_after_writing_is_put_back(cut_off: Patient, end: str) -> None:
    """By a pull that fails, Ctrl-C, or the end of the session: files, list and engine are as before."""
    before = b'{\n\t"labels": ["a=b"]\n}'
    cut_off.configure(before)
    start_container(cut_off)
    pid = cut_off.pid
    intercept(cut_off, end)

    status, said = cut_off.apply(GOOD)

    assert status == (1 if end == "exit 1" else 130), said
    assert (cut_off.read(CONFIG), cut_off.files, cut_off.used) == (before, [CONFIG], [])
    assert (cut_off.pid, is_running(cut_off)) == (pid, True)


def test_what_was_killed_is_mended_by_the_next(cut_off: Patient) -> None:
    """Not even SIGKILL leaves a half-done change for longer than until the next command."""
    cut_off.configure(None)
    intercept(cut_off, "kill -KILL $PPID")
    assert cut_off.apply(GOOD)[0] == 137
    cut_off.sh("rm /usr/local/bin/docker")
    assert cut_off.files == [CONFIG]

    status, said = cut_off.doctor("undo")

    assert (status, "is again what it was" in said, cut_off.files, cut_off.used) == (0, True, [], [])


def intercept(patient: Patient, end: str) -> None:
    """Stand before the docker command, and ``end`` the pull that follows the change."""
    script = f'#!/bin/sh\n[ "$*" != "pull {IMAGE}" ] || {{ {end}; }}\nexec /usr/bin/docker "$@"\n'
    patient.write("/usr/local/bin/docker", script.encode())
    patient.sh("chmod +x /usr/local/bin/docker")


def test_two_at_once_leave_one_whole_file(cut_off: Patient) -> None:
    """The one that comes second waits for another day."""
    cut_off.configure(None)

    done = cut_off.sh(f"for n in 1 2 3; do (python3 {PYZ} apply https://{GOOD}; echo status=$?) & done 2>&1; wait")

    assert done.count("status=0") >= 1
    assert done.count("another apply or undo is running") == done.count("status=1")
    assert json.loads(cut_off.read(CONFIG) or b"") == {"registry-mirrors": [f"https://{GOOD}"]}


@pytest.mark.parametrize("file", sorted(FILES.glob("broken/*.json")), ids=lambda file: file.stem)
def test_a_broken_file_is_refused(cut_off: Patient, file: Path) -> None:
    """With line and column; dockerd itself would not start with it, or would drop one of two lists in silence."""
    cut_off.configure(None)
    cut_off.write(CONFIG, file.read_bytes())
    pid = cut_off.pid

    status, said = cut_off.apply(GOOD)

    assert (status, f"{CONFIG}:" in said, cut_off.read(CONFIG), cut_off.pid) == (1, True, file.read_bytes(), pid), said
    validated = cut_off.machine.execute(f"dockerd --validate --config-file {CONFIG}")[0]
    assert (validated == 0) == (file.stem == "key-twice")


@pytest.mark.parametrize("file", sorted(FILES.glob("good/*.json")), ids=lambda file: file.stem)
def test_a_good_file_is_kept_whole(cut_off: Patient, file: Path) -> None:
    """Every other key stays, dockerd starts with the result, and undo gives back every byte."""
    before = file.read_bytes()
    cut_off.configure(None)
    cut_off.write(CONFIG, before)

    status, said = cut_off.apply(GOOD, SECOND, options=("--top", "2"))

    assert status == 0, said
    after = json.loads(cut_off.read(CONFIG) or b"")
    assert sorted(after["registry-mirrors"]) == sorted([f"https://{GOOD}", f"https://{SECOND}"])
    old = json.loads(before or b"{}")
    assert {**old, "registry-mirrors": after["registry-mirrors"]} == after
    cut_off.sh("systemctl restart docker")
    assert cut_off.doctor("undo")[0] == 0
    assert cut_off.read(CONFIG) == before


def test_the_engine_of_debian_12(old: Patient) -> None:
    """20.10 cannot validate, so lint's rules stand alone; apply and undo work all the same."""
    before = b'{"log-level": "info"}\n'
    old.configure(before)
    pid = old.pid

    status, said = old.apply(GOOD, DEAD)

    assert (status, old.used, old.pid) == (0, [f"https://{GOOD}/"], pid), said
    assert "Docker Engine 20.10." in said
    old.sh("docker pull hello-world")
    assert (old.doctor("undo")[0], old.read(CONFIG), old.used) == (0, before, [])


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf{}", b'{"registry-mirrors": ["https://mirror.example.com/x"]}'])
def test_what_old_engines_do_not_start_with(old: Patient, cut_off: Patient, data: bytes) -> None:
    """An empty file, a byte order mark, a path: lint says so on 20.10, and on 28.5.2 that it works."""
    for patient, works in ((old, False), (cut_off, True)):
        patient.configure(None)
        patient.write(CONFIG, data)

        status, said = patient.doctor("lint")

        started = patient.machine.execute("systemctl restart docker")[0] == 0
        assert (status == 0, started) == (works, works), said
        patient.configure(None)
