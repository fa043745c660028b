"""mirror-doctor.pyz and the files that people have: the broken are refused, the good are kept whole, by any engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from snippets.text import ROOT
from tests.containers.patient import CONFIG, Patient, Patients

FILES = ROOT / "tests" / "daemon_json"
GOOD, SECOND, DEAD = "mirror.example.com", "hub-mirror.example.net", "dead-mirror.example.net"


@pytest.fixture
def cut_off(patients: Patients) -> Patient:
    """Engine 28.5.2 that reaches everything but Docker Hub."""
    return patients.cut_off


@pytest.fixture
def old(patients: Patients) -> Patient:
    """Debian 12's own Docker, 20.10."""
    return patients.old


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
    """Every other key stays, dockerd finds the result right, and undo gives back every byte."""
    before = file.read_bytes()
    cut_off.configure(None)
    cut_off.write(CONFIG, before)

    status, said = cut_off.apply(GOOD, SECOND, options=("--top", "2"))

    assert status == 0, said
    after = json.loads(cut_off.read(CONFIG) or b"")
    assert sorted(after["registry-mirrors"]) == sorted([f"https://{GOOD}", f"https://{SECOND}"])
    old = json.loads(before or b"{}")
    assert {**old, "registry-mirrors": after["registry-mirrors"]} == after
    cut_off.sh(f"dockerd --validate --config-file {CONFIG}")
    assert cut_off.doctor("undo")[0] == 0
    assert cut_off.read(CONFIG) == before


def test_what_the_engine_knows_better_than_the_file(cut_off: Patient) -> None:
    """What it uses (L7), what it is started with (L6), what it refuses (L8), and who else builds (L14)."""
    cut_off.configure(None)
    cut_off.sh(f"docker run --detach --name buildx_buildkit_mine0 {GOOD}/library/busybox sleep 600")
    cut_off.write(CONFIG, f'{{"registry-mirrors": ["https://{GOOD}"], "mtu": -5}}'.encode())

    status, said = cut_off.doctor("lint")

    assert (status, [rule for rule in ("L6", "L7", "L8", "L14") if f" {rule}: " in said]) == (1, ["L7", "L8", "L14"]), (
        said
    )
    unit = f"[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H fd:// --registry-mirror https://{SECOND}\n"
    cut_off.configure(b"{}")
    cut_off.write("/etc/systemd/system/docker.service.d/mirror.conf", unit.encode())
    cut_off.sh("systemctl daemon-reload; systemctl reset-failed docker; systemctl restart docker")
    pid = cut_off.pid
    status, said = cut_off.apply(GOOD)
    cut_off.write(CONFIG, f'{{"registry-mirrors": ["https://{GOOD}"]}}'.encode())
    found = cut_off.doctor("lint")
    cut_off.sh("rm -r /etc/systemd/system/docker.service.d; systemctl daemon-reload")

    assert (status, "--registry-mirror" in said, pid) == (1, True, cut_off.pid), said
    assert (found[0], " L6: " in found[1]) == (1, True), found[1]
    cut_off.configure(None)


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

        started = patient.machine.execute("systemctl reset-failed docker; systemctl restart docker")[0] == 0
        assert (status == 0, started) == (works, works), said
        patient.configure(None)
