"""What the private engine leaves behind when it stops."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness import engine


def test_shims_of_this_engine_end_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shim is known by the address of the containerd that it was started for."""
    monkeypatch.setattr(engine, "RUN", tmp_path)
    # An interpreter under the shim's name: it takes what follows the program for the program's own.
    command = ["/usr/bin/containerd-shim-runc-v2", "-c", "import time; time.sleep(60)", "-address"]
    mine, other = (
        subprocess.Popen([*command, str(address)], executable=sys.executable)
        for address in (tmp_path / "exec/containerd/containerd.sock", "/run/containerd/containerd.sock")
    )
    try:
        engine._end_shims()

        assert mine.wait(10) == -signal.SIGKILL
        assert other.poll() is None
    finally:
        for process in (mine, other):
            process.kill()
            process.wait()
