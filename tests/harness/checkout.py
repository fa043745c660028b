"""What walks depend on in a checkout. Hosts run the text of this file by itself: it imports nothing of ours."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FILES = ("conftest.py", "pyproject.toml")
FOLDERS = ("docs", "snippets", "tests/harness", "tests/world")
PACKAGES = ("pytest", "pytest-xdist", "execnet", "sybil", "docker")
_EVIDENCE = "snippets/evidence"
"""Only the checkout in which a run is started has to know what was recorded."""


def fingerprints(root: Path) -> dict[str, str]:
    """A hash of every file that walks depend on, and the versions that they run with, each by its name."""
    found = {name: hashlib.sha256((root / name).read_bytes()).hexdigest()[:12] for name in _names(root)}
    for package in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[package] = version(package)
    return found | {"python": ".".join(platform.python_version_tuple()[:2])}


def _names(root: Path) -> Iterator[str]:
    yield from (name for name in FILES if (root / name).is_file())
    for top in FOLDERS:
        for folder, folders, files in os.walk(root / top, followlinks=True):
            below = Path(folder).relative_to(root)
            folders[:] = [name for name in folders if str(below / name) != _EVIDENCE and name != "__pycache__"]
            yield from (str(below / name) for name in files if name[0] != ".")


def differences(here: dict[str, str], there: dict[str, str]) -> list[str]:
    """A line for each file or version that is not the same."""
    names = sorted({*here, *there})
    return [
        f"{name}: {there.get(name, 'none')} there, {here.get(name, 'none')} here"
        for name in names
        if here.get(name) != there.get(name)
    ]


if __name__ == "__channelexec__":
    channel.send(fingerprints(Path.cwd()))  # type: ignore[name-defined]  # noqa: F821
