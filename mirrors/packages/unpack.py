"""Unpacks an index and finds records in it, piece by piece, in little memory, whatever a mirror packed into it."""

from __future__ import annotations

import bz2
import lzma
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from mirrors.probe.fault import Fault

PIECE = 1 << 16
LIMIT = 1 << 29
"""Bytes of an index, unpacked."""
RECORD = 1 << 20
"""Bytes of one package's record."""
_XZ_MEMORY = 128 << 20
_TROUBLE = (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError)


class Records:
    """Keeps those records of a text that are wanted, and forgets the others."""

    def __init__(self, end: bytes, wanted: Callable[[bytes], bool]) -> None:
        self.found: list[bytes] = []
        self._end, self._wanted, self._rest, self._size = end, wanted, b"", 0

    def add(self, piece: bytes) -> None:
        """The next bytes of the text."""
        self._size += len(piece)
        *whole, self._rest = (self._rest + piece).split(self._end)
        if self._size > LIMIT or len(self._rest) > RECORD:
            raise Fault("too_big", f"the index holds more than {LIMIT} bytes, or a record of more than {RECORD}")
        self.found += filter(self._wanted, whole)

    def finish(self) -> list[bytes]:
        """The records, when there is no more text."""
        return self.found + [record for record in [self._rest] if self._wanted(record)]


def unpacker(name: str) -> Callable[[bytes], Iterator[bytes]] | None:
    """What unpacks the file called ``name``, in pieces of bounded size; None if this Python cannot."""
    made = _decompressor(name)
    if made is None:
        return None
    if made is False:
        return lambda data: iter([data])

    def unpack(data: bytes) -> Iterator[bytes]:
        try:
            yield from _unpack(made, data)
        except _TROUBLE as e:
            raise Fault("index_mismatch", f"{name} cannot be unpacked: {e}") from e

    return unpack


def unpack_outside(name: str, packed: Any) -> Iterator[bytes]:
    """The same for ``.zst``, by the program zstd, from the file ``packed``."""
    program = shutil.which("zstd")
    if program is None:
        raise Fault("inconclusive", f"{name} cannot be unpacked here; install zstd, or use Python 3.14 or newer")
    packed.seek(0)
    with subprocess.Popen([program, "-dcq"], stdin=packed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        try:
            assert run.stdout is not None
            yield from iter(lambda: run.stdout.read(PIECE) if run.stdout else b"", b"")
        finally:
            run.kill()
    if run.returncode > 0:
        raise Fault("index_mismatch", f"{name} cannot be unpacked")


def scratch() -> Any:
    """A file that is gone when it is closed."""
    return tempfile.TemporaryFile()


def _unpack(packed: Any, data: bytes) -> Iterator[bytes]:
    while not packed.eof:
        yield packed.decompress(data, PIECE)
        data = getattr(packed, "unconsumed_tail", b"")
        if not data and getattr(packed, "needs_input", True):
            return


def _decompressor(name: str) -> Any:
    if name.endswith(".gz"):
        return zlib.decompressobj(wbits=31)
    if name.endswith(".xz"):
        return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
    if name.endswith(".bz2"):
        return bz2.BZ2Decompressor()
    if not name.endswith(".zst"):
        return False
    try:
        return import_module("compression.zstd").ZstdDecompressor()
    except ImportError:
        return None
