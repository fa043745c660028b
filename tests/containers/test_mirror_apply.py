"""mirror-doctor.pyz on real engines: it configures, and whatever happens the engine is up and the files are whole."""

from __future__ import annotations

import json

import pytest

from tests.containers.patient import CONFIG, CONTAINERD, IMAGE, PYZ, Patient, Patients

GOOD, SECOND = "mirror.example.com", "hub-mirror.example.net"
DEAD, PAGE, SLOW, POISONED = (f"{kind}-mirror.example.net" for kind in ("dead", "page", "slow", "poisoned"))
HOSTS_TOML = "/etc/docker/certs.d/docker.io/hosts.toml"
STORES = {"graphdriver": None, "containerd": CONTAINERD}


@pytest.fixture
def cut_off(patients: Patients) -> Patient:
    """Engine 28.5.2 that reaches everything but Docker Hub."""
    return patients.cut_off


@pytest.fixture
def open_to_hub(patients: Patients) -> Patient:
    """Engine 28.5.2 that reaches Docker Hub too."""
    return patients.open_to_hub


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
    """With the file that apply writes for the containerd store, even if a mirror turns bad: a pull fails instead."""
    open_to_hub.configure(CONTAINERD)
    status, said = open_to_hub.apply(GOOD)
    assert (0, "") == (status, "" if status == 0 else said)
    right = open_to_hub.digest("busybox")
    open_to_hub.sh(f"docker rmi busybox; sed -i s/{GOOD}/{POISONED}/ {HOSTS_TOML}")

    status, said = open_to_hub.machine.execute("docker pull busybox")
    assert right == open_to_hub.digest("busybox") if status == 0 else "commit failed" in said


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
