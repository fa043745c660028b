"""The running dockerd: its process, its options, its own check of a file, and the reload that stops no container."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirrors.errors import EngineSilent, MirrorsError
from mirrors.language import say
from mirrors.terminal import escape

UNIT = "docker.service"
PID_FILES = (Path("/run/docker.pid"), Path("/var/run/docker.pid"))
_SECONDS = 60


@dataclass(frozen=True)
class Dockerd:
    """The process that reads daemon.json."""

    pid: int
    arguments: tuple[str, ...]
    """Of its command line, less the program itself."""
    by_systemd: bool

    def option(self, name: str) -> str | None:
        """The last value of ``--name VALUE`` or ``--name=VALUE``."""
        found = None
        for at, argument in enumerate(self.arguments):
            given, sign, value = argument.partition("=")
            if given.lstrip("-") == name and given.startswith("-"):
                found = value if sign else "".join(self.arguments[at + 1 : at + 2])
        return found

    @property
    def program(self) -> str | None:
        """The binary that runs; if it was replaced since, the one that would run next."""
        try:
            running = str(Path(f"/proc/{self.pid}/exe").readlink())
        except OSError:
            running = ""
        return running if os.access(running, os.X_OK) else shutil.which("dockerd", path=_path())

    def validate(self, file: Path) -> str:
        """What ``dockerd --validate`` has against the file, with the options it runs with; empty if nothing."""
        done = _run([self.program or "dockerd", *self._options(), "--validate", "--config-file", str(file)])
        return "" if done.returncode == 0 else escape(done.stderr.strip().replace("\n", "; "))

    def _options(self) -> list[str]:
        """Its command line, less the file that it reads: a setting given twice shows only beside them."""
        kept, skip = [], False
        for argument in self.arguments:
            if not skip and not argument.lstrip("-").startswith("config-file"):
                kept.append(argument)
            skip = argument.lstrip("-") == "config-file"
        return kept

    def reload(self) -> None:
        """Have it read daemon.json again; containers keep running.

        Raises:
            MirrorsError: it cannot be told to.
        """
        if self.by_systemd:
            done = _run(["systemctl", "reload", UNIT])
            if done.returncode:
                raise MirrorsError(say("no-reload", reason=escape(done.stderr.strip())))
            return
        try:
            os.kill(self.pid, signal.SIGHUP)
        except OSError as e:
            raise MirrorsError(say("no-reload", reason=e.strerror)) from e

    def is_alive(self) -> bool:
        """Whether the process is still there."""
        return Path(f"/proc/{self.pid}").exists()

    def start_again(self) -> None:
        """Start it, if it ended and systemd can; it was running before anything was changed."""
        if self.by_systemd:
            _run(["systemctl", "reset-failed", UNIT])
            _run(["systemctl", "start", UNIT])


def find_dockerd() -> Dockerd:
    """The dockerd of this machine.

    Raises:
        EngineSilent: none runs here.
    """
    pid = _main_pid()
    by_systemd = pid is not None
    pid = pid or next((read for read in map(_read_pid, PID_FILES) if read), None)
    if pid is None:
        raise EngineSilent(say("no-dockerd"))
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "surrogateescape")
    except OSError as e:
        raise EngineSilent(say("no-dockerd")) from e
    return Dockerd(pid, tuple(line.rstrip("\0").split("\0")[1:]), by_systemd)


def wait_until(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether ``condition()`` becomes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _main_pid() -> int | None:
    """Of the unit, if systemd runs it."""
    if not Path("/run/systemd/system").exists():
        return None
    done = _run(["systemctl", "show", "--property", "MainPID", "--value", UNIT])
    return int(done.stdout.strip() or 0) or None


def _read_pid(file: Path) -> int | None:
    try:
        pid = int(file.read_text("ascii"))
        name = Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    # What a dockerd that was killed left behind may by now be the number of anything.
    return pid if name == "dockerd" else None


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": _path(), "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(
            list(command), capture_output=True, encoding="utf-8", errors="replace", env=environment,
            stdin=subprocess.DEVNULL, start_new_session=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as e:
        return subprocess.CompletedProcess(list(command), 1, "", str(e))


def _path() -> str:
    return f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
