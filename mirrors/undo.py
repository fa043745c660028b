"""Take back what apply did, and nothing that was changed since."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from mirrors import change, daemon_json, record, safe_file
from mirrors.choice import Tell
from mirrors.engine import find_engine
from mirrors.errors import EngineSilent, Refused
from mirrors.hosts_toml import is_hosts_toml
from mirrors.language import say
from mirrors.record import Change, Record
from mirrors.reload import reload as reload_engine
from mirrors.reload import settle


def undo(tell: Tell, state: Path = record.STATE) -> None:
    """Take back every change that is recorded.

    Raises:
        Refused: a file was edited since in a way that cannot be told from what apply wrote.
    """
    with record.lock(state):
        mended = change.mend(reload, state)
        if mended:
            tell(say("mended", path=mended))
        known = record.load(state)
        if not known.applied and not mended:
            tell(say("nothing-to-undo"))
        for one in known.applied:
            _take_back(one, tell)
            known = Record(tuple(other for other in known.applied if other != one))
            record.save(known, state)


def taken_back(one: Change, now: bytes | None) -> bytes | None:
    """What the file would hold if apply had never written it.

    Raises:
        Refused: nobody can tell.
        BadFile: it was edited since, and cannot be read.
    """
    if now is None or record.digest(now) == one.after:
        return None if now is None else one.before
    if is_hosts_toml(one.path):
        raise Refused(say("edited-since", path=one.path))
    data = daemon_json.take_out(now, one.before or b"")
    top = daemon_json.read(data).top
    return None if one.before is None and (top is None or not top.keys) else data


def reload() -> bool:
    """Have the engine read its file again, if one runs."""
    engine = find_engine()
    return reload_engine(engine, find_engine)


def _take_back(one: Change, tell: Tell) -> None:
    now = safe_file.read(one.path)
    before = taken_back(one, now)
    if before != now:
        settle(one.path, before, partial(_reload, tell))
    change.tidy(one)
    tell(say("removed" if before is None else "restored", path=one.path))


def _reload(tell: Tell) -> None:
    try:
        reload()
    except EngineSilent:
        tell(say("not-running"))
