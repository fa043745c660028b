"""Watches a machine while a step runs, to say early why a step will never end well."""

from __future__ import annotations

import time
from pathlib import Path

from tests.harness.machine import GONE, PROCESSES, Machine

DISK_LIMIT = 6 * 2**30
"""Bytes that one step may write to its machine's disk."""
_PATIENCE, _PAUSE = 2.0, 2.0
_LOOK = Path(__file__).with_name("watch.sh").read_text("utf-8")


class Watch:
    """Looks every two seconds while a step runs at what the step's processes do."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._next = time.monotonic() + _PATIENCE
        self._began = time.time()
        self._seen: tuple[str, int] = ("", -1)
        self._disk = 0

    def look(self, output_size: int) -> str:
        """Why the step should be stopped; empty if nothing is wrong, or it is too early to look again."""
        if time.monotonic() < self._next:
            return ""
        try:
            return self._look(output_size)
        except GONE:
            return ""
        finally:
            self._next = time.monotonic() + _PAUSE

    def _look(self, output_size: int) -> str:
        waiting, processes = self._processes()
        if processes >= PROCESSES * 0.95:
            return f"it started processes without end: the limit of {PROCESSES} is reached"
        used = self._disk_used()
        self._disk = self._disk or used
        # The disk is the host's, and others write there too.
        if used - self._disk > DISK_LIMIT and self._written() > DISK_LIMIT:
            return f"it filled the disk: more than {DISK_LIMIT // 2**30} GiB since it began"
        seen, self._seen = self._seen, (waiting, output_size)
        if waiting and seen == self._seen:
            return f"it waits for input, and nobody answers: {waiting}"
        return ""

    def running(self) -> str:
        """What the terminal's processes are, for a message; empty if they cannot be asked."""
        try:
            _, listing = self.machine.execute("ps -t pts/0 -o args= --no-headers | tail -n +2")
        except GONE:
            return ""
        commands = [line.strip() for line in listing.splitlines() if not line.startswith("bash --login")]
        return f"; still running: {'; '.join(commands[-3:])}" if commands else ""

    def _processes(self) -> tuple[str, int]:
        _, listing = self.machine.call(["bash", "-c", _LOOK])
        waiting, processes = "", 0
        for line in listing.splitlines():
            word, _, rest = line.partition(" ")
            if word == "waiting":
                waiting = rest.partition(" ")[2]
            elif word == "processes" and rest.isdigit():
                processes = int(rest)
        return waiting, processes

    def _disk_used(self) -> int:
        _, output = self.machine.call(["df", "-B1", "--output=used", "/"])
        used = output.split()[-1:]
        return int(used[0]) if used and used[0].isdigit() else 0

    def _written(self) -> int:
        """Bytes in the files that changed since the step began, on the machine's own disk and that of its Docker."""
        changed = ["-xdev", "-type", "f", "-newermt", f"@{self._began:.0f}", "-printf", "%b\n"]
        _, blocks = self.machine.call(["find", "/", "/var/lib/docker", *changed])
        return 512 * sum(int(line) for line in blocks.splitlines() if line.isdigit())
