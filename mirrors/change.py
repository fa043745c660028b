"""A change that holds or is undone again: whatever fails, or interrupts it, the file is then what it was."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from mirrors import record, safe_file
from mirrors.errors import MirrorsError, PutBack
from mirrors.language import say
from mirrors.record import Change, Record
from mirrors.reload import settle

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Step = Callable[[], object]
Undone = Callable[[Change, "bytes | None"], "bytes | None"]


def carry_out(
    path: Path, before: bytes | None, after: bytes, holds: Step, reload: Step, undone: Undone, state: Path
) -> Change:
    """Write ``after``, and see that it ``holds``; else write ``before`` again, and ``reload``.

    ``undone`` says what a file would be without an earlier change.

    Raises:
        PutBack: it did not hold, and everything is as it was.
        KeyboardInterrupt: it was interrupted, and everything is as it was.
    """
    known = record.load(state)
    with _interruptible():
        folders = tuple(safe_file.make_folder(path.parent))
        copy = None if before is None else safe_file.keep_copy(path, before)
        change = Change(path, before, record.digest(after), copy, folders)
        try:
            record.save(Record(known.applied, change), state)
            safe_file.replace(path, before, after)
            holds()
        except BaseException as why:
            _ignore_signals()
            restore(change, reload)
            record.save(known, state)
            if isinstance(why, MirrorsError):
                raise PutBack(say("put-back", reason=why.message, path=path)) from why
            raise
        applied = _joined(known.find(path), change, undone)
        record.save(known.with_applied(applied), state)
        return applied


def restore(change: Change, reload: Step) -> None:
    """Have the file be what it was, remove what was made for it, and have the engine read it.

    Raises:
        MirrorsError: it cannot be written; says where the copy is.
    """
    if safe_file.read(change.path) != change.before:
        settle(change.path, change.before, reload)
    tidy(change)


def tidy(change: Change) -> None:
    """Remove the copy, and the folders that were made; those that hold something by now stay."""
    if change.copy:
        change.copy.unlink(missing_ok=True)
    for folder in change.folders:
        with contextlib.suppress(OSError):
            Path(folder).rmdir()


def mend(reload: Step, state: Path) -> Path | None:
    """Put back what a run that was killed left half done; returns the file, if there was one."""
    known = record.load(state)
    if known.pending is None:
        return None
    restore(known.pending, reload)
    record.save(Record(known.applied), state)
    return known.pending.path


def _joined(first: Change | None, last: Change, undone: Undone) -> Change:
    """One change out of two of the same file: undo goes back to before the first, with what was edited between."""
    if first is None:
        return last
    if last.copy:
        last.copy.unlink(missing_ok=True)
    try:
        before = undone(first, last.before)
    except MirrorsError:
        before = first.before
    return Change(first.path, before, last.after, first.copy, (*last.folders, *first.folders))


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """A signal raises KeyboardInterrupt, once; those after it do not disturb what puts things back."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        raise KeyboardInterrupt

    # One that is ignored already, as under nohup, stays so.
    heard = [one for one in SIGNALS if signal.getsignal(one) != signal.SIG_IGN]
    before = {one: signal.signal(one, interrupt) for one in heard}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _ignore_signals() -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
