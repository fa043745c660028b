"""``apply``: configure the engine with the best mirrors, and put everything back if that does not hold."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from mirrors import change, daemon_json, record, safe_file, undo
from mirrors.address import mistakes_in, root_of
from mirrors.apply import Plan, Wish, carry, check_file, check_json, plan
from mirrors.choice import Trial, choose, ranked
from mirrors.commands.root import require_root
from mirrors.engine import DEFAULT_CONFIG, Engine, find_engine
from mirrors.errors import BadFile, EngineSilent, Refused
from mirrors.language import say
from mirrors.measured import age_in_days, read_report
from mirrors.result import ENGINES, Report

STALE = 7
"""Days after which a measurement says too little to configure an engine with."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to choose from, and how much to change."""
    parser.add_argument("mirrors", nargs="*", metavar="URL", help=say("help-apply-url"))
    parser.add_argument("--from-report", type=Path, metavar="FILE", help=say("help-apply-report"))
    parser.add_argument("--top", type=int, choices=(1, 2, 3), default=3, help=say("help-apply-top"))
    parser.add_argument("--dry-run", action="store_true", help=say("help-apply-dry-run"))
    parser.add_argument("--engine", choices=("auto", *ENGINES), default="auto", help=say("help-apply-engine"))
    parser.add_argument("--tags", choices=("hub", "mirror"), default="hub", help=say("help-apply-tags"))
    parser.add_argument(
        "--image", type=full_name, default="busybox:latest", metavar="NAME:TAG", help=say("help-apply-image")
    )
    parser.add_argument("--expect", metavar="DIGEST", help=say("help-apply-expect"))


def run(arguments: argparse.Namespace) -> int:
    """Measure, choose, show, change, check; 0 if the engine has them, or has them already."""
    if not arguments.dry_run:
        require_root(arguments.command)
    again = partial(_engine, arguments.engine)
    with nullcontext() if arguments.dry_run else record.lock(record.STATE):
        if not arguments.dry_run and (mended := change.mend(undo.reload, record.STATE)):
            print(say("mended", path=mended))
        engine = _find(again)
        print(say("engine", version=engine.version_text, store=say(f"store-{engine.store}")))
        data = safe_file.read(engine.config)
        check_file(engine, data)
        report = _report(arguments, _listed(data))
        wish = _wish(arguments, engine, report)
        made = plan(wish, engine)
        _explain(made, wish, data)
        if made.changes_nothing and _is_used(made, wish, engine):
            print(say("changes-nothing"))
        elif arguments.dry_run:
            print(say("dry-run"))
        else:
            carry(made, wish, engine, again, print)
            print(say("done"))
    return 0


def _find(again: Callable[[], Engine]) -> Engine:
    """The engine; where it does not answer, what in its file may keep it from starting.

    Raises:
        EngineSilent: it does not answer.
        Refused: it does not answer, and its file is broken.
    """
    try:
        return again()
    except EngineSilent:
        check_json(DEFAULT_CONFIG, safe_file.read(DEFAULT_CONFIG), None)
        raise


def _engine(wanted: str) -> Engine:
    engine = find_engine()
    return engine if wanted == "auto" else replace(engine, store=wanted)


def _report(arguments: argparse.Namespace, listed: list[str]) -> Report:
    """What was measured: by somebody before, or now."""
    if arguments.from_report:
        report = read_report(arguments.from_report)
        if age_in_days(report) > STALE:
            raise Refused(say("stale", path=arguments.from_report, days=round(age_in_days(report))))
        return report
    # What takes seconds to load, and a report does not need.
    from mirrors.catalogue import load_catalogue
    from mirrors.probe import Options, probe
    from mirrors.terminal import ProgressLine

    known = [*candidates(listed), *load_catalogue().urls("registry")]
    mirrors = list(dict.fromkeys(arguments.mirrors or known))
    print(say("measuring", count=len(mirrors)), flush=True)
    line = ProgressLine("{done}/{total} {mirror}")
    options = Options(image=arguments.image, expect=arguments.expect, progress=line)
    try:
        return asyncio.run(probe(mirrors, options))
    finally:
        line.clear()


def full_name(image: str) -> str:
    """Its name as a mirror knows it: Docker Hub's own images have a folder."""
    name = image[len("docker.io/") :] if image.startswith("docker.io/") else image
    return name if "/" in name else f"library/{name}"


def candidates(listed: Sequence[str]) -> list[str]:
    """Those of a list that can be measured, with the scheme that was forgotten."""
    found = []
    for address in listed:
        wrong = {mistake.kind for mistake in mistakes_in(address)}
        if wrong == {"no-scheme"}:
            found.append(root_of(address))
        elif not wrong:
            found.append(address.rstrip("/"))
    return found


def _wish(arguments: argparse.Namespace, engine: Engine, report: Report) -> Wish:
    if arguments.dry_run:
        mirrors = [one.mirror.rstrip("/") for one in ranked(report, engine, print)][: arguments.top]
    else:
        believes = not engine.uses_hosts_toml or arguments.tags == "mirror"
        trial = Trial(arguments.image, arguments.expect, believes)
        mirrors = choose(report, engine, arguments.top, trial, print)
    return Wish(tuple(mirrors), arguments.image, record.STATE, arguments.expect, arguments.tags == "mirror")


def _explain(made: Plan, wish: Wish, data: bytes | None) -> None:
    if made.is_hosts_toml:
        print(say("why-hosts-toml" if not wish.trusts_tags else "why-trusts-tags"))
        if _listed(data):
            print(say("hosts-toml-wins"))
    else:
        gone = [one for one in _listed(data) if one.rstrip("/") not in wish.mirrors]
        if gone:
            print(say("no-longer-listed", mirrors=", ".join(gone)))
    print(made.diff, end="")


def _is_used(made: Plan, wish: Wish, engine: Engine) -> bool:
    return made.is_hosts_toml or [one.rstrip("/") for one in engine.mirrors] == list(wish.mirrors)


def _listed(data: bytes | None) -> list[str]:
    try:
        return daemon_json.addresses(data or b"")
    except BadFile:
        return []
