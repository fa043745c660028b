"""mirror-doctor.pyz: everything of ``mirrors`` and the libraries that it needs, in one file that Python runs.

The same sources make the same bytes, wherever and whenever: files are in order, without their dates, and not packed.
"""

from __future__ import annotations

import importlib.metadata
import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from mirrors.errors import MirrorsError

NAME = "mirror-doctor.pyz"
LIBRARIES = (
    "anyio", "certifi", "exceptiongroup", "h11", "httpcore", "httpx", "idna", "tomli", "typing-extensions",
)  # fmt: skip
"""What ``mirrors`` imports, and what those import on any Python from 3.9 on."""
HERE = Path(__file__).parent
_LEFT_OUT = {"health", "health.py", "health_file.py", "measure.py", "pyz.py", "__pycache__"}
"""Of our own: measurements, which the site shows, and what is of no use to a reader."""
_KEPT = {".py", ".pem", ".toml"}
_START = b"#!/usr/bin/env python3\n"
_MAIN = '''"""Runs the command line, if this Python can."""
import sys

if sys.version_info < (3, 9):
    sys.exit("mirror-doctor.pyz needs Python 3.9 or newer; this is %d.%d" % sys.version_info[:2])
from mirrors.__main__ import main

sys.exit(main())
'''


@lru_cache(maxsize=1)
def build() -> bytes:
    """The file.

    Raises:
        MirrorsError: a library is not installed here.
    """
    stream = io.BytesIO()
    stream.write(_START)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_STORED) as pyz:
        for name, data in sorted({"__main__.py": _MAIN.encode(), **dict(_ours()), **dict(_theirs())}.items()):
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            pyz.writestr(entry, data)
    return stream.getvalue()


def digest_line(pyz: bytes) -> str:
    """What ``sha256sum`` writes of it, and checks."""
    return f"{sha256(pyz).hexdigest()}  {NAME}\n"


def _ours() -> Iterator[tuple[str, bytes]]:
    for path in HERE.rglob("*"):
        inside = path.relative_to(HERE)
        if path.suffix in _KEPT and not _LEFT_OUT & set(inside.parts):
            yield f"mirrors/{inside.as_posix()}", path.read_bytes()


def _theirs() -> Iterator[tuple[str, bytes]]:
    """The libraries' modules and data in Python alone, and their licences."""
    for library in LIBRARIES:
        try:
            files = importlib.metadata.files(library)
        except importlib.metadata.PackageNotFoundError as e:
            raise MirrorsError(f"{NAME} needs {library}, which is not installed; see requirements.txt") from e
        for file in files or ():
            if name := _place(library, PurePosixPath(file)):
                yield name, Path(str(file.locate())).read_bytes()


def _place(library: str, file: PurePosixPath) -> str | None:
    if file.parts[0].endswith(".dist-info"):
        is_licence = "licenses" in file.parts or file.stem.upper() in ("LICENSE", "LICENCE", "COPYING", "NOTICE")
        return f"licenses/{library}/{file.name}" if is_licence else None
    is_needed = file.suffix in _KEPT and not {"..", "tests", "__pycache__"} & set(file.parts)
    return str(file) if is_needed else None
