"""A machine: the throwaway container that plays the reader's computer."""

from __future__ import annotations

import contextlib
import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import docker
from docker.errors import APIError, NotFound
from requests.exceptions import RequestException

from tests.harness.errors import MachineFailed
from tests.harness.privileges import grant

READER = "reader"
MINUTES = 60
"""A machine ends itself after so many minutes, whatever became of the run that started it."""
PROCESSES = 2048
MEMORY = 4 * 2**30
_DOWN = 20
"""Seconds for a machine to go down."""
GONE = (NotFound, APIError, OSError)
_DATA = ("/var/lib/docker", "/var/lib/containerd")
_RESOLVE = 'if [ -n "$RESOLVER" ]; then echo "nameserver $RESOLVER" >/etc/resolv.conf; fi'
# systemd and the machine's own engine make cgroups; the container's view of them is private, but read-only at first.
_CGROUPS = "for at in /sys/fs/cgroup /sys/fs/cgroup/*/; do mount -o remount,rw,bind $at 2>/dev/null; done"
# 38 is SIGRTMIN+4, at which systemd powers off.
_BOOT = f"{_RESOLVE}; {_CGROUPS}; unset RESOLVER; (sleep {MINUTES}m; kill -38 1) & exec /sbin/init"
_BARE = f"{_RESOLVE}; unset RESOLVER; exec sleep {MINUTES}m"


@dataclass(frozen=True)
class Place:
    """Where on the network a machine stands."""

    network: str
    resolver: str | None = None
    extra_hosts: Mapping[str, str] = field(default_factory=dict)


class Machine:
    """A running machine; use it as a context manager, or call :meth:`remove`."""

    def __init__(
        self, client: docker.DockerClient, image: str, kind: str, place: Place, labels: Mapping[str, str]
    ) -> None:
        self.client, self.image, self.kind, self.place, self.labels = client, image, kind, place, dict(labels)
        self.id = ""

    def __enter__(self) -> Machine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def start(self) -> None:
        """Start it, and wait until it is what its kind promises.

        Raises:
            MachineFailed: it did not get there.
        """
        api = self.client.api
        config = self._host_config()
        command = ["sh", "-c", _BARE if self.kind == "bare" else _BOOT]
        environment = {"RESOLVER": self.place.resolver or "", "container": "docker", "LANG": "C.UTF-8"}
        volumes = [] if self.kind == "bare" else list(_DATA)
        # 37 is SIGRTMIN+3, at which systemd halts.
        created = api.create_container(
            self.image,
            command,
            hostname="machine",
            volumes=volumes,
            environment=environment,
            labels=self.labels,
            host_config=config,
            stop_signal="KILL" if self.kind == "bare" else "37",
        )
        self.id = created["Id"]
        try:
            api.start(self.id)
            if self.kind != "bare":
                self._wait_booted()
        except BaseException:
            self.remove()
            raise

    def _host_config(self) -> dict[str, Any]:
        config: dict[str, Any] = self.client.api.create_host_config(
            network_mode=self.place.network,
            mem_limit=MEMORY,
            pids_limit=PROCESSES,
            extra_hosts=dict(self.place.extra_hosts) or None,
            tmpfs={} if self.kind == "bare" else {"/run": "exec,mode=755"},
            cap_add=["SYS_PTRACE"],
            init=self.kind == "bare",
        )
        if self.kind != "bare":
            grant(config, self.client.api.base_url == "http+docker://localhost")
        return config

    def _wait_booted(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            _, output = self.execute("systemctl is-system-running --wait")
            if output.strip() in {"running", "degraded"}:
                break
            time.sleep(0.02)
        if output.strip() != "running":
            _, failed = self.execute("systemctl --failed --no-legend --plain; journalctl --no-pager -p warning -n 20")
            raise MachineFailed(f"{self.image} did not boot: systemd says {output.strip()!r}\n{failed}")

    def switch_on(self) -> None:
        """Wait until it has gone down, and start it again.

        Raises:
            MachineFailed: it does not go down, or not come up.
        """
        try:
            self.client.api.wait(self.id, timeout=_DOWN)
        except RequestException as e:
            raise MachineFailed(f"the machine did not go down within {_DOWN} s") from e
        self.client.api.start(self.id)
        self._wait_booted()

    def execute(self, command: str, user: str = "root") -> tuple[int, str]:
        """Run a command beside the reader's terminal; returns its exit status and its output."""
        return self.call(["sh", "-c", command], user)

    def call(self, command: list[str], user: str = "root") -> tuple[int, str]:
        """Run one program beside the reader's terminal, with no shell around it."""
        api = self.client.api
        call = api.exec_create(self.id, command, user=user)
        output: bytes = api.exec_start(call["Id"])
        return int(api.exec_inspect(call["Id"])["ExitCode"] or 0), output.decode("utf-8", "replace")

    def write_file(self, path: str, text: str, mode: str, owner: str) -> None:
        """Save a file as the reader's editor would: its folder must exist.

        Raises:
            MachineFailed: it cannot be written.
        """
        path = path.replace("~", f"/home/{READER}", 1) if path.startswith("~/") else path
        quoted = shlex.quote(path)
        size = len(text.encode())
        command = f"head -c {size} >{quoted} && chmod {mode} {quoted} && chown {owner}: {quoted}"
        api = self.client.api
        call = api.exec_create(self.id, ["sh", "-c", command], stdin=True, user="root")
        stream: Any = api.exec_start(call["Id"], socket=True)
        stream._sock.sendall(text.encode())
        output = stream.read()
        stream._sock.close()
        stream.close()
        if api.exec_inspect(call["Id"])["ExitCode"]:
            raise MachineFailed(f"cannot write {path}: {output[8:].decode('utf-8', 'replace').strip()}")

    def commit(self, tag: str, labels: Mapping[str, str]) -> None:
        """Keep the machine's disk, less its Docker data, as an image."""
        changes = [f"LABEL {key}={value}" for key, value in labels.items()]
        repository, _, version = tag.rpartition(":")
        self.client.api.commit(self.id, repository, version, changes=changes)

    def remove(self) -> None:
        """End it and all that it holds; fine if it, or its engine, is gone already."""
        if self.id:
            with contextlib.suppress(*GONE):
                self.client.api.remove_container(self.id, v=True, force=True)
