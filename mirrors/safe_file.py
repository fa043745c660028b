"""A configuration file, replaced so that at every moment the old one or the new one is there, whole."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from mirrors.errors import MirrorsError, Refused
from mirrors.language import say

_MODE = 0o644


def read(path: Path) -> bytes | None:
    """What the file holds; None if there is none.

    Raises:
        MirrorsError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as e:
        raise MirrorsError(say("unreadable", path=path, reason=e.strerror)) from e


def replace(path: Path, before: bytes | None, after: bytes) -> None:
    """Put ``after`` in place of ``before``, with the mode, owner and label that the file has; a link stays a link.

    Raises:
        Refused: somebody else changed it in the meantime.
        MirrorsError: it cannot be written.
    """
    target = path.resolve()
    try:
        new = write_beside(target, after)
        try:
            if read(target) != before:
                raise Refused(say("changed-meanwhile", path=path))
            new.replace(target)
            _sync(target.parent)
        finally:
            new.unlink(missing_ok=True)
    except OSError as e:
        raise MirrorsError(say("unwritable", path=path, reason=e.strerror)) from e


def write_beside(target: Path, data: bytes) -> Path:
    """A new file in the same folder with all that ``target`` is but its content; the caller removes it."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _resemble(file.fileno(), target)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        new.unlink()
        raise
    return new


def remove(path: Path) -> None:
    """Remove the file; fine if it is gone."""
    target = path.resolve()
    target.unlink(missing_ok=True)
    if target.parent.is_dir():
        _sync(target.parent)


def keep_copy(path: Path, data: bytes) -> Path:
    """A copy beside the file with the date in its name, for people; the same mode and owner: it may hold secrets."""
    target = path.resolve()
    stamp = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H-%M-%SZ")
    for name in (f"{target.name}.{stamp}", *(f"{target.name}.{stamp}.{n}" for n in range(2, 100))):
        copy = target.with_name(name)
        if not copy.exists():
            break
    new = write_beside(target, data)
    new.replace(copy)
    return copy


def make_folder(folder: Path) -> list[str]:
    """Make the folder and those above it; returns those that were missing, the innermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(mode=0o755)
    return [str(one) for one in missing]


def _resemble(handle: int, target: Path) -> None:
    try:
        like = target.stat()
    except FileNotFoundError:
        os.fchmod(handle, _MODE)
        return
    os.fchmod(handle, stat.S_IMODE(like.st_mode))
    if (like.st_uid, like.st_gid) != (os.geteuid(), os.getegid()):
        os.fchown(handle, like.st_uid, like.st_gid)
    for name in os.listxattr(target):
        # SELinux keeps its label there; some file systems and containers let nobody write it.
        with contextlib.suppress(OSError):
            os.setxattr(handle, name, os.getxattr(target, name))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
