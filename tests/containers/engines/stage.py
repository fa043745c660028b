"""The namespace of a trial: addresses on the loopback device, names for them, and a copy of each root to write to."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

MIRRORS, ELSEWHERE, RESOLVER, HUB, UPSTREAM, LATER, PULL_THROUGH = (f"192.0.2.{number}" for number in range(1, 8))
"""None of them is in 127.0.0.0/8, with which Docker is lenient."""
HUB_NAMES = ("registry-1.docker.io", "auth.docker.io", "index.docker.io", "docker.io")
TRUST = "/etc/test-ca.pem"


class Stage:
    """Made of a folder that the namespace's own tmpfs is mounted on: with the namespace, all of it goes."""

    def __init__(self, folder: Path, ca: bytes) -> None:
        self.folder, self._ca = folder, ca
        run("mount", "--make-rprivate", "/")
        run("mount", "-t", "tmpfs", "tmpfs", str(folder))
        run("ip", "link", "set", "lo", "up")
        # On the loopback device the whole network is local.
        run("ip", "addr", "add", f"{MIRRORS}/24", "dev", "lo")
        self._hosts, self._resolver = folder / "hosts", folder / "resolv.conf"
        self._resolver.write_text(f"nameserver {RESOLVER}\n", "utf-8")
        self.name({})
        for file, place in ((self._hosts, "/etc/hosts"), (self._resolver, "/etc/resolv.conf")):
            run("mount", "--bind", str(file), place)

    def name(self, names: Mapping[str, Iterable[str]]) -> None:
        """Which names each address has, for everyone here."""
        lines = [f"{address} {name}" for address, called in names.items() for name in called]
        self._hosts.write_text("\n".join(["127.0.0.1 localhost", *lines, ""]), "utf-8")

    def root(self, name: str, lower: Path) -> Path:
        """A copy of a root, to ``chroot`` into."""
        root = self.folder / name
        for each in ("upper", "work", "root"):
            (root / each).mkdir(parents=True)
        options = f"lowerdir={lower},upperdir={root}/upper,workdir={root}/work"
        run("mount", "-t", "overlay", "overlay", "-o", options, str(root / "root"))
        top = root / "root"
        (top / TRUST[1:]).write_bytes(self._ca)
        (top / "state").mkdir()
        (root / "state").mkdir()
        for source, target in (("/proc", "proc"), ("/sys", "sys"), ("/dev", "dev"), (str(root / "state"), "state")):
            run("mount", "--rbind", source, str(top / target))
        for file, target in ((self._hosts, "etc/hosts"), (self._resolver, "etc/resolv.conf")):
            (top / target).unlink(missing_ok=True)
            (top / target).touch()
            run("mount", "--bind", str(file), str(top / target))
        return top


def run(*command: str) -> None:
    """Run a command that must succeed."""
    subprocess.run(command, check=True)


class NoSuchName(asyncio.DatagramProtocol):
    """A resolver that knows no name, and says so at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It can answer now."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Repeats the question, with the answer that there is none."""
        question_end = data.index(b"\0", 12) + 5
        answer = data[:2] + b"\x81\x83\0\1\0\0\0\0\0\0" + data[12:question_end]
        self._transport.sendto(answer, addr)


async def serve_names() -> asyncio.BaseTransport:
    """Start the resolver."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(NoSuchName, local_addr=(RESOLVER, 53))
    return transport
