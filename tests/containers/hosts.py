"""Hosts to spread walks over: namespaces of this computer, each with an sshd and a Docker Engine of its own.

Run as a program, it is a host's first process: it brings the engine, loads images, and stays until its input ends.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals

import docker

from snippets.text import ROOT
from tests.harness.engine import STATE, find_engine

SSHD = "/usr/sbin/sshd"
_PREFIX = "docker-verified-host"
_MOUNTS = f"""
set -e
mkdir -p "$0/state" "$0/cgroup" {STATE}
mount --bind "$0/state" {STATE}
mount --rbind /sys/fs/cgroup "$0/cgroup"
mount -t sysfs sysfs /sys
mount --rbind "$0/cgroup" /sys/fs/cgroup
mount -t tmpfs tmpfs /run
mkdir -m 755 /run/sshd
exec "$@"
"""
"""A host sees its own network devices, sockets and engine, and for the rest what this computer has."""
_SSHD_CONFIG = """
ListenAddress {address}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/user_key.pub
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
ClientAliveInterval 1
LogLevel ERROR
"""
_SSH_CONFIG = """
Host {name}
HostName {address}
User root
IdentityFile {folder}/user_key
UserKnownHostsFile {folder}/known_hosts
"""


class Host:
    """A host; use it as a context manager."""

    def __init__(self, number: int, folder: Path) -> None:
        self.name, self.folder = f"host-{number}", folder
        self.address, self._this_side = f"192.0.2.{4 * number + 2}", f"192.0.2.{4 * number + 1}"
        self._namespace, self._link = f"{_PREFIX}-{number}-{os.getpid()}", f"dv{number}-{os.getpid()}"
        self._running: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Host:
        try:
            self._make_network()
            self._make_keys()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def start(self, images: Path) -> None:
        """Begin to bring the engine; :meth:`wait` for it."""
        enter = ["nsenter", f"--net=/run/netns/{self._namespace}", "unshare", "--mount"]
        engine = [sys.executable, "-m", "tests.containers.hosts", str(images)]
        self._run([*enter, "sh", "-c", _MOUNTS, str(self.folder), *engine])

    def wait(self) -> None:
        """Wait until the engine has its images, then let people in."""
        first = self._running[0]
        assert first.stdout
        assert first.stdout.readline() == "ready\n", f"{self.name} has no engine"
        inside = ["nsenter", f"--target={first.pid}", "--net", "--mount"]
        self._run([*inside, SSHD, "-D", "-e", "-f", str(self.folder / "sshd_config")])

    def spec(self, checkout: Path) -> str:
        """What ``--tx`` is given."""
        ssh = f"ssh_config={self.folder}/ssh_config//ssh=-o ServerAliveInterval=1 {self.name}"
        return f"{ssh}//python={sys.executable}//chdir={checkout}"

    @cached_property
    def client(self) -> docker.DockerClient:
        """Talks to the host's engine."""
        return docker.DockerClient(f"unix:///proc/{self._running[0].pid}/root/run/docker-verified/docker.sock")

    def cut(self) -> None:
        """From now on nothing that is sent to the host arrives, and nothing comes from it."""
        _ip(f"link set {self._link} down")

    def join(self) -> None:
        """Undo :meth:`cut`, and wait until the host has seen off whom it lost."""
        _ip(f"link set {self._link} up")
        self._end_sessions()

    def remove(self) -> None:
        """End whatever runs on the host, and the host."""
        self._end_sessions()
        if "client" in vars(self):
            self.client.close()
        for process in self._running[1:]:
            process.terminate()
        for process in reversed(self._running):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=30)
        _remove(self._namespace)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, command: list[str]) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "DOCKER_HOST"}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._running.append(process)

    def _make_network(self) -> None:
        inside = f"-netns {self._namespace}"
        for command in (
            f"netns add {self._namespace}",
            f"link add {self._link} type veth peer name eth0 netns {self._namespace}",
            f"addr add {self._this_side}/30 dev {self._link}",
            f"link set {self._link} up",
            f"{inside} addr add {self.address}/30 dev eth0",
            f"{inside} link set eth0 up",
            f"{inside} link set lo up",
        ):
            _ip(command)

    def _make_keys(self) -> None:
        self.folder.mkdir(parents=True)
        for key in ("host_key", "user_key"):
            path = str(self.folder / key)
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
        public = (self.folder / "host_key.pub").read_text("utf-8")
        (self.folder / "known_hosts").write_text(f"{self.address} {public}", "utf-8")
        for name, text in (("sshd_config", _SSHD_CONFIG), ("ssh_config", _SSH_CONFIG)):
            filled = text.format(name=self.name, address=self.address, folder=self.folder)
            (self.folder / name).write_text(filled, "utf-8")

    def _end_sessions(self) -> None:
        """End who is logged in; their processes get to clean up, as when a connection breaks."""
        own = {process.pid for process in self._running}

        def ended() -> bool:
            others = [pid for pid in _processes(self._namespace) if pid not in own]
            sessions = [pid for pid in others if _name(pid) == "sshd"]
            for pid in sessions:
                _signal(pid, SIGTERM)
            return not sessions and not any(_name(pid).startswith("python") for pid in others)

        _until(30, ended)


def sweep() -> None:
    """Remove the hosts of tests that were killed."""
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    for namespace, owner in re.findall(rf"^({_PREFIX}-\d+-(\d+))\b", listed, re.M):
        if not Path("/proc", owner).exists():
            _remove(namespace)


def install_sshd() -> None:
    """Install the distribution's sshd, without a service of its own."""
    policy = Path("/usr/sbin/policy-rc.d")
    mine = not policy.exists()
    if mine:
        policy.write_text("#!/bin/sh\nexit 101\n", "utf-8")
        policy.chmod(0o755)
    try:
        for command in (["update"], ["install", "-y", "--no-install-recommends", "openssh-server"]):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", "-qq", *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    finally:
        if mine:
            policy.unlink()


def _remove(namespace: str) -> None:
    def gone() -> bool:
        remaining = _processes(namespace)
        for pid in remaining:
            _signal(pid, SIGKILL)
        return not remaining

    _until(10, gone)
    subprocess.run(["ip", "netns", "delete", namespace], check=False, stderr=subprocess.DEVNULL)


def _processes(namespace: str) -> list[int]:
    command = ["ip", "netns", "pids", namespace]
    listed = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    except OSError:
        return ""


def _signal(pid: int, signal: Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal)


def _ip(command: str) -> None:
    subprocess.run(["ip", *command.split()], check=True)


def _until(seconds: float, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)


def _bring_engine(images: Path) -> None:
    engine = find_engine()
    try:
        with images.open("rb") as tar:
            engine.client.images.load(tar)
        print("ready", flush=True)
        sys.stdin.read()
    finally:
        engine.release()


if __name__ == "__main__":
    _bring_engine(Path(sys.argv[1]))
