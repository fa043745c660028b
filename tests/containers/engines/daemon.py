"""Real Docker daemons in a chroot, several with one containerd; each pulls one image at a time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from tests.containers.engines.kinds import Kind
from tests.containers.engines.stage import TRUST

_STARTING = 90
"""Seconds that a daemon may take: dozens start at once."""
_ENVIRONMENT = {"PATH": f"{os.defpath}:/usr/sbin:/sbin", "SSL_CERT_FILE": TRUST, "HOME": "/root"}


@dataclass(frozen=True)
class Pulled:
    """How a pull ended."""

    seconds: float
    error: str = ""
    digest: str = ""
    """Of what is now there under the name; empty if nothing is."""
    finished: bool = True
    """False if it was given up."""


class Chroot:
    """A root, and the programs that run in it; they end with the namespace."""

    def __init__(self, top: Path) -> None:
        self.top = top

    async def start(self, name: str, *command: str) -> Process:
        """Start a program; its output goes into ``/state/NAME.log``."""
        with self.log(name).open("w") as log:
            return await self._run(command, log)

    async def ask(self, *command: str) -> str:
        """What a program prints; it must succeed."""
        process = await self._run(command, PIPE)
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode("utf-8", "replace")
        return output.decode()

    def log(self, name: str) -> Path:
        """Where a program's output goes."""
        return self.top / "state" / f"{name}.log"

    async def _run(self, command: Sequence[str], output: IO[str] | int) -> Process:
        return await asyncio.create_subprocess_exec(
            "chroot", str(self.top), *command, env=_ENVIRONMENT, stdin=DEVNULL, stdout=output, stderr=STDOUT
        )


async def start_containerd(chroot: Chroot) -> None:
    """The one that all daemons of a root use."""
    config = chroot.top / "state" / "containerd.toml"
    config.write_text("version = 2\ndisabled_plugins = ['io.containerd.grpc.v1.cri']\n", "utf-8")
    await chroot.start(
        "containerd", "containerd", "--config", "/state/containerd.toml", "--root", "/state/containerd",
        "--state", "/state/containerd-run", "--address", "/state/containerd.sock",
    )  # fmt: skip
    await _until(lambda: (chroot.top / "state" / "containerd.sock").exists(), chroot.log("containerd"))


class Daemon:
    """One daemon."""

    def __init__(self, kind: Kind, number: int, chroot: Chroot) -> None:
        self.kind, self.name, self._chroot = kind, f"{kind.name}-{number}", chroot
        self._state = chroot.top / "state" / self.name
        transport = httpx.AsyncHTTPTransport(uds=str(self._state / "socket"))
        # A pull may say nothing for minutes; `pull` has a limit of its own.
        self._http = httpx.AsyncClient(transport=transport, base_url="http://docker", timeout=600)

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        self._state.mkdir()
        self._write([])
        here = f"/state/{self.name}"
        self._process = await self._chroot.start(
            self.name, "dockerd", "--config-file", f"{here}/daemon.json", "--host", f"unix://{here}/socket",
            "--data-root", f"{here}/data", "--exec-root", f"{here}/exec", "--pidfile", f"{here}/pid",
            "--bridge", "none", "--iptables=false", "--ip6tables=false",
            "--containerd", "/state/containerd.sock", "--containerd-namespace", self.name,
            "--containerd-plugins-namespace", f"{self.name}-plugins",
        )  # fmt: skip
        await _until((self._state / "socket").exists, self._chroot.log(self.name))
        assert (await self._http.get("/_ping")).text == "OK"

    async def close(self) -> None:
        """Stop talking to it."""
        await self._http.aclose()

    async def version(self) -> str:
        """What it calls itself."""
        return str((await self._http.get("/version")).json()["Version"])

    async def use(self, mirrors: Sequence[str]) -> None:
        """Have it read a new list of mirrors, as `systemctl reload docker` does."""
        self._write(mirrors)
        # The process that was started is chroot's, and has become the daemon's.
        os.kill(self._process.pid, signal.SIGHUP)
        wanted = [f"{mirror}/" for mirror in mirrors]
        for _ in range(200):
            info = (await self._http.get("/info")).json()
            if wanted == (info["RegistryConfig"]["Mirrors"] or []):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.name} does not take {mirrors}: {self._log_end()}")

    async def pull(self, repository: str, limit: float) -> Pulled:
        """Pull an image by its tag, for so many seconds at most."""
        began = time.monotonic()
        try:
            error = await asyncio.wait_for(self._pull(repository), limit)
        except TimeoutError:
            return Pulled(time.monotonic() - began, finished=False)
        seconds = time.monotonic() - began
        return Pulled(seconds, error, "" if error else await self._digest(repository))

    async def _pull(self, repository: str) -> str:
        query = {"fromImage": f"docker.io/{repository}", "tag": "latest"}
        async with self._http.stream("POST", "/images/create", params=query) as response:
            lines = [json.loads(line) async for line in response.aiter_lines() if line.strip()]
        errors = [
            str(line.get("error") or line.get("message")) for line in lines if "error" in line or "message" in line
        ]
        return errors[0] if errors else ""

    async def _digest(self, repository: str) -> str:
        image = (await self._http.get(f"/images/docker.io/{repository}:latest/json")).json()
        (digest,) = {name.partition("@")[2] for name in image["RepoDigests"]}
        return str(digest)

    def _write(self, mirrors: Sequence[str]) -> None:
        settings = {**self.kind.settings, "registry-mirrors": list(mirrors)}
        (self._state / "daemon.json").write_text(json.dumps(settings), "utf-8")

    def _log_end(self) -> str:
        return self._chroot.log(self.name).read_text("utf-8", "replace")[-2000:]


async def _until(holds: Callable[[], bool], log: Path) -> None:
    for _ in range(_STARTING * 10):
        if holds():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", "replace")[-2000:])
