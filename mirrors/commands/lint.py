"""``lint FILE``: what is wrong with a daemon.json, with line and rule."""

from __future__ import annotations

import argparse
from pathlib import Path

from mirrors.engine import Engine, find_engine
from mirrors.errors import EngineSilent, MirrorsError
from mirrors.language import say
from mirrors.lint import ERROR, Finding, lint
from mirrors.lint_engine import lint_engine, lint_measured
from mirrors.measured import read_report

DEFAULT = Path("/etc/docker/daemon.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and what was measured."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say("help-lint-file", path=DEFAULT))
    parser.add_argument("--from-report", type=Path, metavar="FILE", help=say("help-lint-report"))


def run(arguments: argparse.Namespace) -> int:
    """Print each mistake; 1 if one of them is an error."""
    engine = _engine()
    file: Path = arguments.file or (engine.config if engine else DEFAULT)
    data = _read(file)
    mine = engine if engine and file.resolve() == engine.config.resolve() else None
    found = lint(data, engine.version if engine else None)
    if not any(one.level == ERROR for one in found):
        found += lint_engine(data, mine) if mine else []
        found += lint_measured(data, read_report(arguments.from_report), engine) if arguments.from_report else []
    for one in sorted(found, key=lambda one: (one.line, one.column)):
        print(describe(file, one))
    if not found:
        print(say("nothing-wrong", path=file))
    return int(any(one.level == ERROR for one in found))


def describe(file: Path, found: Finding) -> str:
    """Two lines: where and what, and what to do."""
    level = say(f"{found.level}-level")
    return f"{file}:{found.line}:{found.column}: {level} {found.rule}: {found.what}\n    {say('do', do=found.do)}"


def _engine() -> Engine | None:
    try:
        return find_engine()
    except EngineSilent:
        return None  # A file can be judged where there is no engine.


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as e:
        raise MirrorsError(say("unreadable", path=file, reason=e.strerror)) from e
