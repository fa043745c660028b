"""A machine with Docker Engine and mirror-doctor.pyz, to be treated with it."""

from __future__ import annotations

import base64
import io
import json
import tarfile
from dataclasses import replace

from mirrors.pyz import build
from snippets.distro import load_distros
from tests.harness.machine import Machine
from tests.harness.plan import DOCS, Plan, read_plan
from tests.harness.surroundings import Surroundings

PYZ = "/opt/mirror-doctor.pyz"
CONFIG = "/etc/docker/daemon.json"
CONTAINERD = b'{\n  "features": {"containerd-snapshotter": true}\n}\n'
IMAGE = "library/busybox:latest"
_PYTHON = "apt-get -qq update && apt-get -qq install -y --no-install-recommends python3"
_OWN_ENGINE = f"{_PYTHON} docker.io"
"""What the distribution itself calls Docker."""


def plan_of(distro: str, network: str, machine: str = "docker") -> Plan:
    """A machine of the page about registry mirrors, elsewhere on the network or of another kind."""
    plan = read_plan(DOCS / "configure" / "mirrors.md", load_distros()[distro])
    assert plan is not None
    return replace(plan, walk=replace(plan.walk, network=network, machine=machine))


def send(machine: Machine, path: str, data: bytes) -> None:
    """Save a file of any bytes on a machine; its folder is made."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        entry = tarfile.TarInfo(path.lstrip("/"))
        entry.size, entry.mode = len(data), 0o644
        tar.addfile(entry, io.BytesIO(data))
    assert machine.client.api.put_archive(machine.id, "/", stream.getvalue())


class Patient:
    """One machine, with what is done to it."""

    def __init__(self, surroundings: Surroundings, plan: Plan) -> None:
        self.machine: Machine = surroundings.machine(plan)
        install = _PYTHON if plan.walk.machine == "docker" else _OWN_ENGINE
        self.sh(f"export DEBIAN_FRONTEND=noninteractive; {install} >/dev/null 2>&1")
        self.write(PYZ, build())
        self._running: bytes | None = b"?"

    def sh(self, command: str) -> str:
        """Run a command as root, which must succeed; returns its output."""
        status, output = self.machine.execute(command)
        assert status == 0, f"{command}: {output}"
        return output.strip()

    def doctor(self, *arguments: str) -> tuple[int, str]:
        """Run mirror-doctor.pyz; returns its exit status and what it says."""
        return self.machine.call(["python3", PYZ, "--language", "en", *arguments])

    def apply(self, *names: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
        """Choose among mirrors of these names."""
        return self.doctor("apply", *options, *(f"https://{name}" for name in names))

    def write(self, path: str, data: bytes) -> None:
        """Save a file of any bytes; its folder is made."""
        send(self.machine, path, data)

    def read(self, path: str) -> bytes | None:
        """What a file holds; None if there is none."""
        status, text = self.machine.execute(f"base64 -w0 {path} 2>/dev/null")
        return base64.b64decode(text) if status == 0 else None

    @property
    def files(self) -> list[str]:
        """Everything below /etc/docker."""
        return sorted(self.machine.execute("find /etc/docker -type f 2>/dev/null")[1].split())

    def digest(self, image: str) -> str:
        """What a registry calls the image, which is pulled and left there."""
        self.sh(f"docker pull --quiet {image}")
        names = json.loads(self.sh(f"docker image inspect --format '{{{{json .RepoDigests}}}}' {image}"))
        return str(names[0]).partition("@")[2]

    @property
    def pid(self) -> str:
        """Of dockerd: another one if it was started again."""
        return self.sh("systemctl is-active --quiet docker && systemctl show --property MainPID --value docker")

    @property
    def used(self) -> list[str]:
        """The mirrors that the engine says that it uses."""
        return list(json.loads(self.sh("docker info --format '{{json .RegistryConfig.Mirrors}}' 2>/dev/null")) or [])

    def configure(self, data: bytes | None) -> None:
        """Have this daemon.json, and an engine that runs with it; no image, and no trace of the doctor."""
        self.sh("rm -rf /etc/docker /var/lib/mirror-doctor /usr/local/bin/docker")
        if data != self._running or self.machine.execute("systemctl is-active docker")[0]:
            if data is not None:
                self.write(CONFIG, data)
            self.sh("systemctl reset-failed docker; systemctl restart docker")
        else:
            self._forget_mirrors()
            self.sh("rm -r /etc/docker")
            if data is not None:
                self.write(CONFIG, data)
        self._running = data
        self.sh("docker ps -aq | xargs -r docker rm -f; docker images -q | sort -u | xargs -r docker rmi -f")

    def _forget_mirrors(self) -> None:
        """A list that is gone from the file stays in use until an empty one is read."""
        self.write(CONFIG, b'{"registry-mirrors": []}')
        wait = "for n in $(seq 50); do docker info 2>&1 | grep -q 'Registry Mirrors' || break; sleep 0.1; done"
        self.sh(f"systemctl reload docker; {wait}")
        assert self.used == []


class Patients:
    """Machines, each made when it is first asked for."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._all: dict[tuple[str, str, str], Patient] = {}

    @property
    def cut_off(self) -> Patient:
        """Engine 28.5.2 that reaches everything but Docker Hub."""
        return self._get("debian-13", "without-docker-hub", "docker")

    @property
    def open_to_hub(self) -> Patient:
        """Engine 28.5.2 that reaches Docker Hub too."""
        return self._get("debian-13", "open", "docker")

    @property
    def old(self) -> Patient:
        """Debian 12's own Docker, 20.10, which has no ``dockerd --validate``; without Docker Hub."""
        return self._get("debian-12", "without-docker-hub", "booted")

    def close(self) -> None:
        """Remove them all, and the world."""
        for patient in self._all.values():
            patient.machine.remove()
        self._surroundings.close()

    def _get(self, distro: str, network: str, machine: str) -> Patient:
        key = (distro, network, machine)
        if key not in self._all:
            self._all[key] = Patient(self._surroundings, plan_of(*key))
        return self._all[key]
