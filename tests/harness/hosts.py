"""Hosts: the computers that walks are spread over with ``--tx``, and what each must have before it is given one."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Any

import execnet
import pytest
from execnet.gateway_base import RemoteError
from execnet.gateway_bootstrap import HostNotFound
from execnet.gateway_io import ssh_args
from xdist.workermanage import NodeManager

from snippets.text import ROOT
from tests.harness import checkout
from tests.harness.checkout import differences, fingerprints
from tests.harness.errors import HostUnusable

HERE = "this computer"
_SSH = " -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3"
"""ssh asks nothing that nobody answers, and says within seconds that a host is gone; what was given before it wins."""
_ENGINE = """
import sys
sys.path.insert(0, "")
from tests.harness.engine import EngineUnavailable, require_engine
try:
    require_engine()
    channel.send("")
except EngineUnavailable as e:
    channel.send(str(e))
"""
_PATIENCE = 60
_SHOWN = 5


def find_specs(config: pytest.Config) -> list[str]:
    """Where walks are to run: the processes of ``-n``, and the hosts of ``--tx``, which xdist would drop beside -n.

    Raises:
        HostUnusable: it is not said in which folder the host has its checkout.
    """
    processes = config.option.tx if config.option.numprocesses else []
    return [*processes, *map(_patient, config.known_args_namespace.tx)]


def _patient(spec: str) -> str:
    parts = spec.split("//")
    if not any(part.startswith(("chdir=", "popen")) for part in parts):
        raise HostUnusable(f"--tx {spec}: say in which folder its checkout is: --tx {spec}//chdir=/its/folder")
    return "//".join(part + _SSH if part.rpartition("*")[2].startswith("ssh=") else part for part in parts)


def host_name(spec: execnet.XSpec) -> str:
    """What messages call the host of a worker: ``user@host``, or the folder if it is another one of this computer."""
    return spec.ssh.removesuffix(_SSH).split()[-1] if spec.ssh else spec.socket or spec.via or spec.chdir or HERE


def is_here(spec: execnet.XSpec) -> bool:
    """Whether the worker is a process of this computer, in this checkout."""
    return host_name(spec) == HERE


class Hosts(NodeManager):  # type: ignore[misc]
    """Starts workers; nothing is copied to a host, which must have a checkout and an environment like ours."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self._ours: dict[str, str] = {}

    def setup_node(self, spec: execnet.XSpec, putevent: Any) -> Any:
        """Start a worker.

        Raises:
            HostUnusable: its host does not answer, or has not what walks need.
        """
        if spec.ssh:
            _reach(spec)
        try:
            return super().setup_node(spec, putevent)
        except (HostNotFound, RemoteError, EOFError, OSError, AssertionError) as e:
            raise HostUnusable(f"{host_name(spec)}: no worker starts in {spec.chdir}: {e!r}") from e

    def rsync_roots(self, gateway: execnet.Gateway) -> None:
        """See that the host has the same checkout, instead of copying ours to it, and that it has an engine."""
        if is_here(gateway.spec):
            return
        self._ours = self._ours or fingerprints(ROOT)
        theirs = _ask(gateway, checkout)
        if found := differences(self._ours, theirs):
            raise HostUnusable(_refusal(host_name(gateway.spec), str(gateway.spec.chdir), found, theirs))
        if trouble := _ask(gateway, _ENGINE):
            raise HostUnusable(f"{host_name(gateway.spec)}: {trouble}")

    def _getrsyncdirs(self) -> list[_Root]:
        """Where xdist, for a remote worker, begins the paths that were given."""
        return [_Root(""), _Root(str(Path.cwd()))]


class _Root:
    """The folder in which the run was started, as xdist asks for it; on a host it is the checkout's."""

    def __init__(self, path: str) -> None:
        self._path, self.name = path, os.path.relpath(Path.cwd(), ROOT)

    def __fspath__(self) -> str:
        return self._path


def _reach(spec: execnet.XSpec) -> None:
    # execnet does not say why it cannot, and leaves pipes open.
    command = [*ssh_args(spec)[:-1], f"{spec.python or 'python'} --version"]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (subprocess.TimeoutExpired, OSError) as e:
        raise HostUnusable(f"{host_name(spec)}: {e}") from e
    if done.returncode:
        raise HostUnusable(f"{host_name(spec)}: {done.stderr.strip() or f'ssh ends with {done.returncode}'}")


def _ask(gateway: execnet.Gateway, what: Any) -> Any:
    channel = gateway.remote_exec(what)
    with contextlib.closing(channel):
        answer = channel.receive(_PATIENCE)
        channel.waitclose(_PATIENCE)
        return answer


def _refusal(host: str, folder: str, found: list[str], theirs: dict[str, str]) -> str:
    if "conftest.py" not in theirs:
        return f"{host}: there is no checkout of this guide in {folder}; say where: --tx ssh={host}//chdir=/its/folder"
    more = [f"  and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    lines = [f"  {line}" for line in found[:_SHOWN]]
    cure = "Bring both to the same commit, and install the same requirements.txt."
    return "\n".join([f"{host}: its checkout in {folder} differs from this one:", *lines, *more, cure])
