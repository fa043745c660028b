"""Mirrors on the command line: ``python -m mirrors``, and ``python mirror-doctor.pyz``."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module

from mirrors import language
from mirrors.errors import MirrorsError
from mirrors.language import LANGUAGES, say

COMMANDS = ("probe", "apply", "undo", "lint")
"""Each is a module of ``mirrors.commands`` with ``add_arguments(parser)`` and ``run(arguments)``."""
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language.choose(_language_in(given))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that has no Chinese shows question marks; it does not stop the program.
            stream.reconfigure(errors="replace")
    parsed = _parser(given).parse_args(given)
    try:
        status: int = import_module(f"mirrors.commands.{parsed.command}").run(parsed)
    except MirrorsError as error:
        print(say("error", message=error.message), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(say("interrupted"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read this has had enough; Python would complain once more while it ends.
        sys.stdout = io.StringIO()
        return 1
    return status


def _language_in(given: Sequence[str]) -> str | None:
    """What ``--language`` says, known before the help is written."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--language", choices=LANGUAGES)
    chosen: str | None = first.parse_known_args(list(given))[0].language
    return chosen


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("help-language"))
    parser = argparse.ArgumentParser(prog=_program(), description=say("help-program"), parents=[shared])
    commands = parser.add_subparsers(dest="command", metavar="|".join(COMMANDS), required=True)
    for name in COMMANDS:
        words = say(f"help-{name}")
        command = commands.add_parser(name, help=words, description=words, parents=[shared])
        if name in given:
            # The others need not be loaded, nor run on this Python, for this one to work.
            import_module(f"mirrors.commands.{name}").add_arguments(command)
    return parser


def _program() -> str:
    return sys.argv[0].rpartition("/")[2] if sys.argv[0].endswith(".pyz") else "python -m mirrors"


if __name__ == "__main__":
    sys.exit(main())
