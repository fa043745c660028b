"""How fast mirrors are probed, and how much memory that takes: beside hosts of our own, some of which never answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from snippets.text import ROOT
from tests.bench.measurement import Measurement
from tests.faults.certificates import certificates

SOME, MANY = 40, 1000
LAYER = 2_200_000
"""Bytes, as in the image that is pulled if none is named."""
_PROBE = """
import sys
from mirrors.__main__ import main
status = main(sys.argv[1:])
print([line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1], file=sys.stderr)
sys.exit(status)
"""


def measure() -> Iterator[Measurement]:
    """Each promise on the prober."""
    half = SOME // 2
    spent, memory = _probe(Counter(ok=half, connect_timeout=half), LAYER)
    label = {
        "en": f"{SOME} mirrors measured, half of them black holes",
        "zh": f"测量 {SOME} 个加速器，其中一半毫无应答",
    }
    yield Measurement(label, spent, 15, "s")
    yield Measurement({"en": "Memory for that", "zh": "测量占用的内存"}, memory, 64, "MiB")
    spent, _ = _probe(Counter(ok=MANY), 48 * 1024)
    yield Measurement({"en": f"{MANY} mirrors measured", "zh": f"测量 {MANY} 个加速器"}, spent, 30, "s")


def _probe(wanted: Mapping[str, int], size: int) -> tuple[float, float]:
    """Seconds and MiB of one probe, start of the program included; it has to find what is there."""
    behaviours = [name for name, count in wanted.items() for _ in range(count)]
    with _served(["ok", *behaviours], size) as (control, *mirrors):
        command = [sys.executable, "-c", _PROBE, "probe", *mirrors, "--control", control, "--json"]
        environment = {**os.environ, "SSL_CERT_FILE": str(certificates() / "ca.pem")}
        began = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        spent = time.perf_counter() - began
    found = Counter(result["class"] for result in json.loads(done.stdout)["results"])
    assert found == wanted, f"measured {found}, where there are {wanted}"
    return spent, int(done.stderr) / 1024


@contextmanager
def _served(behaviours: Sequence[str], size: int) -> Iterator[list[str]]:
    """Where hosts of these behaviours are."""
    command = [sys.executable, "-m", "tests.faults", "--certificates", str(certificates()), "--size", str(size)]
    with subprocess.Popen([*command, *behaviours], cwd=ROOT, text=True, stdout=subprocess.PIPE) as server:
        assert server.stdout
        try:
            yield [json.loads(server.stdout.readline())["mirror"] for _ in behaviours]
        finally:
            server.kill()
