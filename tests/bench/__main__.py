"""Measure everything, print it, and write it into the two pages that show it."""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime

from snippets.text import ROOT
from tests.bench import mirrors, site, walks
from tests.bench.measurement import Measurement
from tests.harness.surroundings import Surroundings

_HEADER = {"en": "| what | measured | at most | promise |", "zh": "| 项目 | 实测 | 上限 | 承诺 |"}
_DATE = {
    "en": "Measured on {date}, with Engine {engine}, on {cores} cores.",
    "zh": "测量于 {date}，Engine {engine}，{cores} 核。",
}
_PAGES = {"en": ROOT / "docs/contributing/benchmarks.md", "zh": ROOT / "docs/zh/contributing/benchmarks.md"}
_RESULTS = re.compile(r"(?<=<!-- results -->\n).*?(?=<!-- end of results -->)", re.S)


def main() -> int:
    """Returns 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="nox -s bench --")
    parser.add_argument("--record", action="store_true", help="write the results into docs/contributing/benchmarks.md")
    options = parser.parse_args()
    with closing(Surroundings("rehearsal")) as surroundings:
        host = surroundings.engine.client.info()
        measured = [_told(m) for m in walks.measure(surroundings)]
    measured += [_told(m) for m in mirrors.measure()]
    measured.append(_told(site.measure()))
    if options.record:
        facts = {"date": datetime.now(UTC).date(), "engine": host["ServerVersion"], "cores": host["NCPU"]}
        for language in _PAGES:
            _write(language, measured, facts)
    return 0 if all(m.holds for m in measured) else 1


def _told(measurement: Measurement) -> Measurement:
    print(measurement.row("en"), flush=True)
    return measurement


def _write(language: str, measured: Iterable[Measurement], facts: dict[str, object]) -> None:
    path = _PAGES[language]
    rows = "\n".join(m.row(language) for m in measured)
    table = f"{_DATE[language].format(**facts)}\n\n{_HEADER[language]}\n|---|---|---|---|\n{rows}\n"
    text = _RESULTS.sub(lambda _: table, path.read_text("utf-8"))
    if language != "en":
        source = hashlib.sha256(_PAGES["en"].read_bytes()).hexdigest()[:12]
        text = re.sub(r"(?m)^source: .*$", f"source: {source}", text, count=1)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
