"""Measures the whole catalogue, or takes in what somebody else measured, and keeps it: ``nox -s mirrors``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from mirrors.catalogue import load_catalogue
from mirrors.errors import MirrorsError
from mirrors.health_file import FOLDER, load_history, read_report, save
from mirrors.packages import probe_packages
from mirrors.probe import Options, probe
from mirrors.result import Report
from mirrors.terminal import ProgressLine


def main(arguments: Sequence[str] | None = None, folder: Path = FOLDER) -> int:
    """Measure, and write it down; 1 and nothing written if nothing could be measured."""
    parser = argparse.ArgumentParser(prog="nox -s mirrors --", description=__doc__)
    parser.add_argument("--vantage", required=True, metavar="NAME", help="from where: a name, such as shanghai-home")
    parser.add_argument("--from", dest="reports", nargs="+", type=Path, metavar="REPORT", help="files of probe --json")
    given = parser.parse_args(arguments)
    try:
        history = load_history(given.vantage, folder)
        for report in _reports(given.reports, given.vantage):
            history = history.merged(report)
        print(save(history, folder))
    except (MirrorsError, OSError) as error:
        print(f"mirrors: {error}", file=sys.stderr)
        return 1
    return 0


def _reports(files: Sequence[Path] | None, vantage: str) -> list[Report]:
    if files:
        return [read_report(file.read_text("utf-8"), str(file)) for file in files]
    return [asyncio.run(measure(vantage))]


async def measure(vantage: str) -> Report:
    """The registry mirrors of the catalogue, and then the install mirrors: together they would share one line."""
    catalogue = load_catalogue()
    line = ProgressLine("{done}/{total} {mirror}")
    try:
        registry = await probe(catalogue.urls("registry"), Options(vantage=vantage, progress=line))
        packages = await probe_packages(catalogue.urls("install"))
    finally:
        line.clear()
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return replace(registry, probed_at=now, results=(*registry.results, *packages))


if __name__ == "__main__":
    sys.exit(main())
