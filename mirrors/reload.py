"""Have an engine read its daemon.json again, and see that it did; containers keep running."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from mirrors import daemon_json, safe_file
from mirrors.address import root_of
from mirrors.dockerd import wait_until
from mirrors.engine import Engine
from mirrors.errors import BadFile, EngineSilent, MirrorsError
from mirrors.hosts_toml import is_hosts_toml

SECONDS = 15
"""How long an engine may take to read its file again."""
_QUICK = 3
Again = Callable[[], Engine]
"""Asks the engine anew."""


def reload(engine: Engine, again: Again) -> bool:
    """Whether the engine, told to, uses the list that its file has.

    Raises:
        MirrorsError: it cannot be told to.
    """
    engine.dockerd.reload()
    wanted = _wanted(engine.config)
    if wanted is not None and wait_until(SECONDS, lambda: _used(again) == wanted):
        return True
    if not wait_until(_QUICK, lambda: _used(again) is not None):
        # Reading a file does not end an engine; but one that ended for whatever reason is not left so.
        engine.dockerd.start_again()
    return False


def settle(path: Path, data: bytes | None, reload: Callable[[], object]) -> None:
    """Have the file hold ``data``, or be gone, and the engine follow it.

    A list that is no longer in the file stays in use, until the engine has read an empty one.
    """
    if is_hosts_toml(path):
        _put(path, data)  # The engine reads it anew at every pull.
    elif daemon_json.KEY.encode() not in (data or b""):
        _put(path, daemon_json.put(data or b"", []))
        _try(reload)
        _put(path, data)
    else:
        _put(path, data)
        _try(reload)


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        safe_file.remove(path)
    else:
        safe_file.replace(path, safe_file.read(path), data)


def _try(reload: Callable[[], object]) -> None:
    """An engine that cannot be told now reads its file when it starts."""
    with contextlib.suppress(MirrorsError):
        reload()


def _wanted(config: Path) -> Sequence[str] | None:
    """The list in the file; None if the file is broken, and the engine keeps what it has."""
    try:
        return list(dict.fromkeys(map(root_of, daemon_json.addresses(safe_file.read(config) or b""))))
    except BadFile:
        return None


def _used(again: Again) -> Sequence[str] | None:
    """The list that the engine uses; None if it does not answer."""
    try:
        return [root_of(one) for one in again().mirrors]
    except EngineSilent:
        return None
