"""Measures the whole catalogue, or takes in what somebody else measured, and keeps it: ``nox -s mirrors``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from mirrors.catalogue import KINDS, load_catalogue
from mirrors.errors import MirrorsError
from mirrors.health_file import FOLDER, load_history, read_report, save
from mirrors.probe import Options
from mirrors.probe_kinds import probe_kinds
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
    """Every mirror of the catalogue."""
    line = ProgressLine("{done}/{total} {mirror}")
    urls = [url for kind in KINDS for url in load_catalogue().urls(kind)]
    try:
        return await probe_kinds(urls, Options(vantage=vantage, progress=line))
    finally:
        line.clear()


if __name__ == "__main__":
    sys.exit(main())
