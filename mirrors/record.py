"""What apply changed, so that undo can take it back, and a run that was killed can be mended by the next."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirrors.errors import MirrorsError, Refused
from mirrors.language import say
from mirrors.safe_file import read, replace

STATE = Path("/var/lib/mirror-doctor")


@dataclass(frozen=True)
class Change:
    """One file that apply wrote."""

    path: Path
    before: bytes | None
    """What it held before apply ever wrote it; None if it was not there."""
    after: str
    """The sha256 of what apply wrote last."""
    copy: Path | None = None
    """The copy with the date in its name."""
    folders: tuple[str, ...] = ()
    """Folders that were made for it, the innermost first."""

    def is_untouched(self) -> bool:
        """Whether the file is still what apply wrote."""
        return digest(read(self.path)) == self.after


@dataclass(frozen=True)
class Record:
    """What is applied; and, while one runs or if it was killed, what is being changed."""

    applied: tuple[Change, ...] = ()
    pending: Change | None = None

    def find(self, path: Path) -> Change | None:
        """The change that is applied to a file."""
        return next((change for change in self.applied if change.path == path), None)

    def with_applied(self, change: Change) -> Record:
        """With this change in place of an earlier one of the same file."""
        return Record((*(one for one in self.applied if one.path != change.path), change))


def digest(data: bytes | None) -> str:
    """The sha256 of a file; empty if there is none."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def load(state: Path = STATE) -> Record:
    """What the last run left.

    Raises:
        MirrorsError: it cannot be read.
    """
    file = state / "record.json"
    data = read(file)
    if data is None:
        return Record()
    try:
        table = json.loads(data)
        pending = table["pending"]
        return Record(tuple(map(_change, table["applied"])), _change(pending) if pending else None)
    except (ValueError, LookupError, TypeError) as e:
        raise MirrorsError(say("record-unreadable", path=file)) from e


def save(record: Record, state: Path = STATE) -> None:
    """Keep it; a record of nothing is no file."""
    file = state / "record.json"
    if record == Record():
        file.unlink(missing_ok=True)
        return
    pending = _table(record.pending) if record.pending else None
    table = {"applied": [_table(change) for change in record.applied], "pending": pending}
    replace(file, read(file), json.dumps(table, indent=2).encode())


@contextlib.contextmanager
def lock(state: Path = STATE) -> Iterator[None]:
    """Nobody else changes anything meanwhile.

    Raises:
        Refused: somebody does already.
    """
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (state / "lock").open("w")
    except OSError as e:
        raise MirrorsError(say("unwritable", path=state, reason=e.strerror)) from e
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise Refused(say("locked")) from e
        yield


def _table(change: Change) -> dict[str, Any]:
    return {
        "path": str(change.path),
        "before": None if change.before is None else base64.b64encode(change.before).decode("ascii"),
        "after": change.after,
        "copy": None if change.copy is None else str(change.copy),
        "folders": list(change.folders),
    }


def _change(table: dict[str, Any]) -> Change:
    before, copy = table["before"], table["copy"]
    return Change(
        Path(table["path"]),
        None if before is None else base64.b64decode(before, validate=True),
        table["after"],
        None if copy is None else Path(copy),
        tuple(table["folders"]),
    )
