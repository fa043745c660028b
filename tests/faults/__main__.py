"""The fault server as a program."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from pathlib import Path

from tests.faults.behaviours import BEHAVIOURS
from tests.faults.host import Faults, Host
from tests.faults.registry import Registry

_EPILOG = """Each BEHAVIOUR gets a port of its own, and a line of JSON on standard output says where it is.
Each NAME=BEHAVIOUR is a host at the one --port, chosen by the name that a request is for."""


def main() -> int:
    """Runs until it is ended."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__, epilog=_EPILOG)
    parser.add_argument("hosts", nargs="*", metavar="BEHAVIOUR", help="how to behave; --list shows what there is")
    parser.add_argument("--list", action="store_true", help="show all behaviours")
    parser.add_argument("--address", default="127.0.0.1", help="where to listen")
    parser.add_argument("--port", type=int, default=0, help="where the hosts with a name listen")
    parser.add_argument("--certificates", type=Path, help="a folder with good.pem, expired.pem …; without it: http")
    parser.add_argument("--size", type=int, default=48 * 1024, help="of a layer, in bytes")
    options = parser.parse_args()
    unknown = [host for host in options.hosts if host.rpartition("=")[2] not in BEHAVIOURS]
    if unknown:
        parser.error(f"no behaviour is called {unknown[0].rpartition('=')[2]!r}; see --list")
    if options.list:
        for behaviour in BEHAVIOURS.values():
            print(f"{behaviour.name:22} {behaviour.failure_class or '-':18} {behaviour.says}")
        return 0
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(options))
    return 0


async def _serve(options: argparse.Namespace) -> None:
    named = dict(host.split("=", 1) for host in options.hosts if "=" in host)
    async with Faults(options.certificates, options.address, options.size) as faults:
        for behaviour in [host for host in options.hosts if "=" not in host]:
            _tell(await faults.start(behaviour), options.size)
        if named:
            first = next(iter(named.values()))
            _tell(await faults.start(first, next(iter(named)), options.port, names=named), options.size)
        await asyncio.Event().wait()


def _tell(host: Host, size: int) -> None:
    digest = Registry(host.url, size).image("library/busybox").digest
    facts = {"behaviour": host.behaviour.name, "class": host.behaviour.failure_class, "mirror": host.url}
    print(json.dumps({**facts, "image": "library/busybox:latest", "digest": digest}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
