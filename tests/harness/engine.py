"""The Docker Engine that machines run on: the one that answers, or one brought for the occasion."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import docker
from docker.errors import DockerException

from tests.harness.errors import EngineUnavailable

STATE = Path(os.environ.get("DOCKER_VERIFIED_STATE", "/var/lib/docker-verified"))
"""Data root of the private engine: images stay here from run to run."""
RUN = Path("/run/docker-verified")
BRIDGE, BRIDGE_ADDRESS, POOL = "docker-verified", "10.213.0.1/24", "base=10.214.0.0/16,size=24"
_TIMEOUT = 120


class Engine:
    """A Docker Engine to use; :meth:`release` it when done."""

    def __init__(self, url: str, users: IO[str] | None = None) -> None:
        self.url, self._users = url, users
        self.client = docker.DockerClient(base_url=url, timeout=_TIMEOUT)

    def release(self) -> None:
        """Stop it, if the harness brought it and no other run uses it."""
        self.client.close()
        if self._users is None:
            return
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _stop(self.url)
        self._users.close()


def find_engine() -> Engine:
    """The engine at ``DOCKER_HOST`` or the default socket, if one answers; else a private one.

    Raises:
        EngineUnavailable: there is none, and this user or system cannot bring one.
    """
    require_engine()
    return Engine(_url()) if answers(_url()) else _private_engine()


def _url() -> str:
    return os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"


def answers(url: str) -> bool:
    """Whether a Docker Engine answers at ``url``."""
    if url.startswith("unix://") and not Path(url.removeprefix("unix://")).exists():
        return False
    try:
        client = docker.DockerClient(base_url=url, timeout=10)
        with contextlib.closing(client):
            return bool(client.ping())
    except (DockerException, OSError):
        return False


def require_engine() -> None:
    """See that :func:`find_engine` has a chance, without starting anything.

    Raises:
        EngineUnavailable: it has none; says in two lines what to do.
    """
    if answers(_url()):
        return
    if named := os.environ.get("DOCKER_HOST"):
        raise EngineUnavailable(f"No Docker Engine answers at DOCKER_HOST={named}.\nStart it, or unset DOCKER_HOST.")
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise EngineUnavailable(
            "No Docker Engine answers, and bringing one takes root on Debian or Ubuntu.\n"
            "Start Docker (or set DOCKER_HOST), or leave the walks out: add -- --no-docker."
        )


def _private_engine() -> Engine:
    RUN.mkdir(parents=True, exist_ok=True)
    users = (RUN / "users").open("a")
    with (RUN / "start").open("a") as starting:
        # One run starts it; the lock on `users` is held by each that uses it, so the last one stops it.
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        url = f"unix://{RUN}/docker.sock"
        if not answers(url):
            _install()
            _start(url)
    return Engine(url, users)


def _install() -> None:
    missing = [
        package
        for command, package in (("dockerd", "docker.io"), ("iptables", "iptables"), ("ip", "iproute2"))
        if not shutil.which(command, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    ]
    if not missing:
        return
    print(f"Installing the distribution's Docker Engine ({', '.join(missing)}) …", flush=True)
    # A policy-rc.d that says no keeps the package from starting a service of its own.
    policy = Path("/usr/sbin/policy-rc.d")
    mine = not policy.exists()
    if mine:
        policy.write_text("#!/bin/sh\nexit 101\n", "utf-8")
        policy.chmod(0o755)
    try:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", "-qq", *command], check=True, env=environment, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as e:
        raise EngineUnavailable(
            f"Installing {', '.join(missing)} failed: {e}.\nInstall Docker yourself, then run this again."
        ) from e
    finally:
        if mine:
            policy.unlink()


def _start(url: str) -> None:
    _make_bridge()
    _forget_killed()
    STATE.mkdir(parents=True, exist_ok=True)
    command = ["dockerd", "--host", url, "--data-root", str(STATE / "engine"), "--exec-root", str(RUN / "exec"),
               "--pidfile", str(RUN / "pid"), "--bridge", BRIDGE, "--default-address-pool", POOL]  # fmt: skip
    # A session of its own, so that Ctrl-C reaches the walks first and they can still clean up.
    with (RUN / "log").open("w") as log:
        subprocess.run(["setsid", "--fork", *command], check=True, stdout=log, stderr=log, env=_environment(), cwd="/")
    for _ in range(600):
        if answers(url):
            return
        if "failed to start" in (RUN / "log").read_text("utf-8"):
            break
        time.sleep(0.1)
    last = "\n".join((RUN / "log").read_text("utf-8").splitlines()[-10:])
    raise EngineUnavailable(f"dockerd did not start; the end of {RUN / 'log'}:\n{last}")


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}


def _make_bridge() -> None:
    # A second engine needs a bridge of its own: with the default one it would take over the other's.
    if Path("/sys/class/net", BRIDGE).exists():
        return
    for command in (
        f"link add {BRIDGE} type bridge",
        f"addr add {BRIDGE_ADDRESS} dev {BRIDGE}",
        f"link set {BRIDGE} up",
    ):
        subprocess.run(["ip", *command.split()], check=True, env=_environment())


def _stop(url: str) -> None:
    if not answers(url):
        return  # The process id in its file may by now be somebody else's.
    pid = int((RUN / "pid").read_text("utf-8"))
    os.kill(pid, signal.SIGTERM)
    for _ in range(300):
        if _is_gone(pid):
            break
        time.sleep(0.1)
    subprocess.run(["ip", "link", "delete", BRIDGE], check=False, env=_environment())


def _forget_killed() -> None:
    # dockerd refuses to start beside the file of a process that was killed, if its id is in use again or not yet free.
    file = RUN / "pid"
    if file.exists() and (not file.read_text("utf-8").strip() or _is_gone(int(file.read_text("utf-8")))):
        file.unlink()


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


if __name__ == "__main__":
    try:
        require_engine()
    except EngineUnavailable as unavailable:
        sys.exit(str(unavailable))
