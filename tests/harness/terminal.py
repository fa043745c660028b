"""The reader's terminal on a machine: one long-lived bash on a pseudo-terminal, fed one step at a time."""

from __future__ import annotations

import contextlib
import secrets
import select
import socket
import time
from pathlib import Path
from typing import Any, cast

from tests.harness.errors import EngineLost, MachineFailed
from tests.harness.machine import GONE, READER, Machine
from tests.harness.run import Run
from tests.harness.watch import Watch

COLUMNS, LINES = 100, 40
OUTPUT_LIMIT = 10 * 2**20
"""Bytes that a step may print."""
_KEEP = 64 * 1024
_START = 30
_TOO_LONG = "it took longer than its limit"
_LOOP = Path(__file__).with_name("terminal.sh").read_text("utf-8")
_ENVIRONMENT = {"USER": READER, "LOGNAME": READER, "HOME": f"/home/{READER}", "LANG": "C.UTF-8", "TERM": "xterm"}


class Output:
    """What a step prints: how much, its beginning and its end."""

    def __init__(self) -> None:
        self.size, self._head, self._tail = 0, b"", b""

    def add(self, data: bytes) -> None:
        """Take in what arrived."""
        self.size += len(data)
        room = _KEEP - len(self._head)
        self._head, data = self._head + data[:room], data[room:]
        self._tail = (self._tail + data)[-_KEEP:]

    @property
    def kept(self) -> bytes:
        """All of it, or its beginning and end with a note between."""
        missing = self.size - len(self._head) - len(self._tail)
        note = f"\r\n[{missing} bytes left out]\r\n".encode() if missing > 0 else b""
        return self._head + note + self._tail


class Terminal:
    """A login shell of the reader; it remembers ``cd``, ``export`` and whatever else a step does to it.

    Raises:
        MachineFailed: the shell does not come up.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._nonce = secrets.token_hex(8)
        self._pending = b""
        api = machine.client.api
        command = ["bash", "--login", "-c", _LOOP, "bash", self._nonce]
        call = api.exec_create(
            machine.id, command, stdin=True, tty=True, user=READER, workdir=f"/home/{READER}", environment=_ENVIRONMENT
        )
        self._call = call["Id"]
        stream: Any = api.exec_start(self._call, tty=True, socket=True)
        self._stream, self._socket = stream, cast("socket.socket", stream._sock)
        with contextlib.suppress(*GONE):
            api.exec_resize(self._call, height=LINES, width=COLUMNS)
        output = Output()
        stopped, ready = self._until(f"\x1e{self._nonce}\x1e".encode(), output, time.monotonic() + _START, None)
        if stopped or ready is None:
            self.close()
            shown = output.kept.decode("utf-8", "replace").strip()
            raise MachineFailed(f"no terminal on the machine within {_START} s; it showed: {shown or 'nothing'}")

    def run(self, text: str, time_limit: float) -> Run:
        """Feed ``text`` to the shell as a whole, and wait for its end.

        Raises:
            EngineLost: the Docker Engine stopped answering.
        """
        output, start = Output(), time.monotonic()
        self._socket.sendall(text.encode() + b"\0")
        watch = Watch(self.machine)
        stopped, end = self._until(f"\x1e{self._nonce}\x1f".encode(), output, start + time_limit, watch)
        seconds = time.monotonic() - start
        if stopped:
            if stopped == _TOO_LONG:
                stopped += f" of {time_limit:g} s{watch.running()}"
            return Run(1, 0, "", output.kept, seconds, stopped)
        if end is None:
            return Run(self._exit_status(), 0, "", output.kept, seconds, ended_terminal=True)
        status, line, command = end.split("\x1f", 2)
        return Run(int(status), int(line), command, output.kept, seconds)

    def close(self) -> None:
        """Hang up; fine if the other side is gone."""
        with contextlib.suppress(OSError):
            self._socket.close()
        self._stream.close()

    def folder(self) -> str:
        """The shell's working directory."""
        status, folder = self.machine.execute(f"readlink /proc/$(pgrep -of {self._nonce})/cwd")
        return folder.strip() if status == 0 else f"/home/{READER}"

    def _until(self, marker: bytes, output: Output, deadline: float, watch: Watch | None) -> tuple[str, str | None]:
        """Collect output up to the marker; returns why it was cut short, and what the marker says (None at hang-up)."""
        while True:
            before, found, after = self._pending.partition(marker)
            if found and (marker.endswith(b"\x1e") or b"\x1e" in after):
                message, _, self._pending = (
                    after.partition(b"\x1e") if not marker.endswith(b"\x1e") else (b"", b"", after)
                )
                output.add(before)
                return "", message.decode("utf-8", "replace")
            if not found:
                safe = max(0, len(before) - len(marker))
                output.add(before[:safe])
                self._pending = before[safe:]
            if stopped := self._limits(output, deadline, watch):
                output.add(self._pending)
                return stopped, None
            data = self._receive()
            if data == b"":
                output.add(self._pending)
                return "", None
            self._pending += data or b""

    def _limits(self, output: Output, deadline: float, watch: Watch | None) -> str:
        if output.size > OUTPUT_LIMIT:
            return f"it flooded the terminal: more than {OUTPUT_LIMIT // 2**20} MiB of output"
        if time.monotonic() > deadline:
            return _TOO_LONG
        return watch.look(output.size) if watch else ""

    def _receive(self) -> bytes | None:
        """What arrived within a fifth of a second; None if nothing did, empty at hang-up."""
        if not select.select([self._socket], [], [], 0.2)[0]:
            return None
        try:
            return bytes(self._socket.recv(65536))
        except (TimeoutError, ConnectionError):
            return b""

    def _exit_status(self) -> int:
        """Of the shell that ended.

        Raises:
            EngineLost: there is nobody to ask any more.
        """
        api = self.machine.client.api
        try:
            for _ in range(20):
                status = api.exec_inspect(self._call)["ExitCode"]
                if status is not None:
                    return int(status)
                time.sleep(0.05)
        except GONE as e:
            raise EngineLost("the Docker Engine, or the machine, went away in the middle of the step") from e
        return 1
