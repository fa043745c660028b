"""``probe [URL…]``: pull from mirrors as an engine does, and say how each of them fares."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from mirrors.catalogue import load_catalogue
from mirrors.language import say
from mirrors.packages import archive_of
from mirrors.packages.table import table as package_table
from mirrors.packages.trees import WORDS as PACKAGE_WORDS
from mirrors.probe import BadRequest, Options
from mirrors.probe.options import TIME_LIMIT
from mirrors.probe.table import table
from mirrors.probe.target import WORDS, Image, Mirror, digest
from mirrors.probe_kinds import probe_kinds
from mirrors.result import Report
from mirrors.terminal import ProgressLine

Value = TypeVar("Value")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to probe, and what to compare it with."""

    def add(name: str, **more: object) -> None:
        words = say(f"help-{name.strip('-').lower()}", file=WORDS)
        parser.add_argument(name, help=words, **more)  # type: ignore[arg-type]

    add("mirrors", nargs="*", metavar="URL", type=_checked(_mirror))
    parser.add_argument("--install", action="store_true", help=say("help-install", file=PACKAGE_WORDS))
    add("--image", metavar="NAME:TAG", default=Options.image, type=_checked(Image.parse))
    add("--expect", metavar="DIGEST", type=_checked(digest))
    add("--known", metavar="DIGEST", action="append", default=[], type=_checked(digest))
    add("--release", metavar="ENGINE", default=Options.release)
    add("--allow-http", action="store_true")
    add("--vantage", metavar="NAME", default=Options.vantage)
    add("--control", metavar="URL", action="append", type=_checked(Mirror.parse))
    add("--time-limit", metavar="SECONDS", type=_seconds, default=TIME_LIMIT)
    add("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 0 whatever that is, for the probe itself worked."""
    line = ProgressLine(say("progress", file=WORDS, done="{done}", total="{total}", mirror="{mirror}"))
    options = Options(
        image=arguments.image,
        expect=arguments.expect,
        known=tuple(arguments.known),
        release=arguments.release,
        allow_http=arguments.allow_http,
        vantage=arguments.vantage,
        time_limit=arguments.time_limit,
        control=tuple(arguments.control or Options.control),
        progress=line,
    )
    mirrors = arguments.mirrors or load_catalogue().urls("install" if arguments.install else "registry")
    try:
        report = asyncio.run(probe_kinds(mirrors, options))
    finally:
        line.clear()
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else _for_people(report))
    return 0


def _for_people(report: Report) -> str:
    """A table for each kind of mirrors."""
    install = [result for result in report.results if archive_of(result.mirror)]
    registry = replace(report, results=tuple(result for result in report.results if result not in install))
    tables = [table(registry)] if registry.results else []
    return "\n\n".join([*tables, package_table(install)] if install else tables)


def _mirror(text: str) -> object:
    """A registry mirror, or an archive on an install mirror."""
    return archive_of(text) or Mirror.parse(text)


def _checked(parse: Callable[[str], object]) -> Callable[[str], str]:
    """An argument that can be parsed, as it was given: a mistake is told before anything is started."""

    def check(text: str) -> str:
        try:
            parse(text)
        except BadRequest as error:
            raise argparse.ArgumentTypeError(error.message) from None
        return text

    return check


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86400:
        raise argparse.ArgumentTypeError(say("bad-number", file=WORDS, text=text))
    return seconds
