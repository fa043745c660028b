"""Probes of hosts that misbehave on purpose."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mirrors.probe import Limits, Options, probe
from mirrors.result import Result
from snippets.text import ROOT
from tests.faults import BEHAVIOURS, Faults
from tests.faults.behaviour import Answering
from tests.faults.certificates import certificates
from tests.faults.image import OLDER, image_of

IMAGE = "library/busybox"
RIGHT, BEFORE = image_of(IMAGE).digest, image_of(IMAGE, OLDER).digest
LIMITS = replace(Limits.within(8), resolve=1.5, connect=1.5, answer=1.5, window=1.5)
"""So short that whatever waits for them is soon over, and long enough for a computer that has other things to do."""
QUICK = Options(known=(BEFORE,), platform="linux/amd64", limits=LIMITS, at_once=12)


def trust_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the prober believe the certificates of the hosts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates() / "ca.pem"))


@contextmanager
def served(names: Sequence[str]) -> Iterator[list[str]]:
    """Where hosts of these behaviours are, in a process of their own: some leave no time to anybody beside them."""
    command = [sys.executable, "-m", "tests.faults", "--certificates", str(certificates()), *names]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout
        try:
            yield [json.loads(server.stdout.readline())["mirror"] for _ in names]
        finally:
            server.kill()


def probe_served(names: Sequence[str], options: Options = QUICK) -> Mapping[str, Result]:
    """Probe one host of each behaviour, beside a control host."""
    with served(["ok", *names]) as (control, *mirrors):
        report = asyncio.run(probe(mirrors, replace(options, control=(control,))))
    return dict(zip(names, report.results, strict=True))


def with_hosts(visit: Callable[[Faults], Awaitable[None]], folder: Path | None = None) -> None:
    """Run ``visit`` beside hosts in this process, which remember what they were asked."""

    async def run() -> None:
        async with Faults(folder or certificates()) as faults:
            await visit(faults)

    asyncio.run(run())


def probe_answer(answer: Answering, options: Options = QUICK) -> Result:
    """What is said of a mirror that answers so."""
    results: list[Result] = []

    async def visit(faults: Faults) -> None:
        host, control = await faults.start("odd"), await faults.start("ok")
        results.extend((await probe([host.url], replace(options, control=(control.url,)))).results)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BEHAVIOURS, "odd", replace(BEHAVIOURS["ok"], name="odd", answer=answer))
        with_hosts(visit)
    return results[0]
