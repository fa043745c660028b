"""Runs all trials, as the first process of namespaces of its own; each line of its output is what one came to."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from mirrors.classes import verdicts
from mirrors.probe import Options, probe
from tests.containers.engines import peers, written
from tests.containers.engines import stage as place
from tests.containers.engines.daemon import Chroot, Daemon, start_containerd
from tests.containers.engines.kinds import KINDS, Kind
from tests.containers.engines.stage import HUB_NAMES, Stage, serve_names
from tests.containers.engines.trial import attempt
from tests.faults import BEHAVIOURS, Faults, Host
from tests.faults.behaviour import Behaviour
from tests.faults.certificates import make_certificates
from tests.faults.image import OLDER, image_of

DAEMONS = 10
"""Of each kind."""
IMAGE, WRITTEN = "library/busybox", "written"
LONGEST = 180
"""Seconds; what takes longer is given up as if it had no end."""


def tell(what: str, **facts: Any) -> None:
    """Print what was found out."""
    print(json.dumps({"what": what, **facts}), flush=True)


def main() -> int:
    """Returns 0 if everything was tried, whatever it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.containers.engines")
    parser.add_argument("folder", type=Path, help="where to mount a tmpfs")
    parser.add_argument("--roots", type=json.loads, required=True, help="as JSON: where each root lies")
    parser.add_argument("--limit", type=float, required=True, help="seconds for what is expected to have no end")
    parser.add_argument("behaviours", nargs="+")
    options = parser.parse_args()
    certificates = options.folder.parent / "certificates"
    certificates.mkdir()
    names = ("*.mirror.test", *HUB_NAMES, *(name for names in peers.NAMES.values() for name in names))
    ca = make_certificates(certificates, *names)
    os.environ["SSL_CERT_FILE"] = str(ca)
    stage = Stage(options.folder, ca.read_bytes())
    behaviours = [BEHAVIOURS[name] for name in options.behaviours]
    called = [_called(name) for name in {*options.behaviours, *dict(written.TRIED)}]
    called += ["older.mirror.test", "current.mirror.test"]
    stage.name({place.MIRRORS: called, place.HUB: HUB_NAMES, **peers.NAMES})
    chroots = {name: Chroot(stage.root(name, Path(lower))) for name, lower in options.roots.items()}
    chroots[WRITTEN] = Chroot(stage.root(WRITTEN, Path(options.roots[written.KIND.root.name])))
    asyncio.run(_run(behaviours, chroots, certificates, options.limit))
    return 0


async def _run(
    behaviours: Sequence[Behaviour], chroots: Mapping[str, Chroot], certificates: Path, limit: float
) -> None:
    async with AsyncExitStack() as stack:
        stack.callback((await serve_names()).close)
        faults = await stack.enter_async_context(Faults(certificates, place.MIRRORS, elsewhere=place.ELSEWHERE))
        hub = await (await stack.enter_async_context(Faults(certificates, place.HUB, elsewhere=place.ELSEWHERE))).start(
            "ok", HUB_NAMES[0], 443
        )
        began = time.monotonic()
        await asyncio.gather(*map(start_containerd, (each for name, each in chroots.items() if name != WRITTEN)))
        daemons = [Daemon(kind, number, chroots[kind.root.name]) for kind in KINDS for number in range(DAEMONS)]
        await asyncio.gather(*(daemon.start() for daemon in daemons))
        for daemon in daemons:
            stack.push_async_callback(daemon.close)
        versions = {daemon.kind.name: await daemon.version() for daemon in daemons[::DAEMONS]}
        tell("engines", versions=versions, seconds=round(time.monotonic() - began, 1))
        queues = {kind.name: _queue(kind, behaviours, limit) for kind in KINDS}
        await asyncio.gather(
            _probe(behaviours, faults),
            written.run(chroots[WRITTEN], faults, hub, tell),
            peers.run(chroots[KINDS[0].root.name], certificates, faults, tell),
            *(_work(daemon, queues[daemon.kind.name], faults, hub) for daemon in daemons),
        )


def _queue(kind: Kind, behaviours: Sequence[Behaviour], limit: float) -> list[tuple[float, Behaviour]]:
    """What is to be tried and for how long, that which takes longest last, where it is taken from."""

    def row(behaviour: Behaviour) -> tuple[float, Behaviour]:
        expected = verdicts(behaviour.failure_class, behaviour.case, kind.release)[kind.store]
        waits = expected.seconds or 0
        return (waits * 1.1 + 15 if limit < waits <= LONGEST else limit), behaviour

    def wait(row: tuple[float, Behaviour]) -> float:
        expected = verdicts(row[1].failure_class, row[1].case, kind.release)[kind.store]
        return row[0] if expected.fitness == "breaks_pulls" else min(expected.seconds or 0, row[0])

    return sorted(map(row, behaviours), key=wait)


async def _work(daemon: Daemon, queue: list[tuple[float, Behaviour]], faults: Faults, hub: Host) -> None:
    while queue:
        limit, behaviour = queue.pop()
        observed = await attempt(daemon, behaviour, faults, hub, limit)
        tell("pull", **observed.as_json())


async def _probe(behaviours: Sequence[Behaviour], faults: Faults) -> None:
    """One after another, so that no probe is slower for the others."""
    hosts = {b.name: await faults.start(b.name, _called(b.name)) for b in behaviours}
    right, older = image_of(IMAGE).digest, image_of(IMAGE, OLDER).digest
    for release in ("", *dict.fromkeys(kind.release for kind in KINDS)):
        options = Options(
            image=f"{IMAGE}:latest", expect=right, known=[older], release=release, vantage="test",
            control=[f"https://{HUB_NAMES[0]}"],
        )  # fmt: skip
        report = await probe([host.url for host in hosts.values()], options)
        found = {result.mirror: result for result in report.results}
        for name, host in hosts.items():
            tell("probe", behaviour=name, release=release, **found[host.url].as_json())


def _called(behaviour: str) -> str:
    return f"{behaviour.replace('_', '-')}.mirror.test"


if __name__ == "__main__":
    sys.exit(main())
