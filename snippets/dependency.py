"""What a topic's steps run besides what they show: files of this repository, named by patterns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from snippets.text import ROOT


def files_of(patterns: Sequence[str], root: Path = ROOT) -> list[Path]:
    """The files that ``patterns`` name, from the repository's root; those that Python writes are none."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if "__pycache__" not in path.parts)


def digest_of(patterns: Sequence[str], root: Path = ROOT) -> str:
    """A sha256 over the names and contents of all files that ``patterns`` name."""
    return _digest(root, tuple((path, path.stat().st_mtime_ns) for path in files_of(patterns, root)))


@cache
def _digest(root: Path, files: tuple[tuple[Path, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _ in files:
        for piece in (path.relative_to(root).as_posix().encode(), path.read_bytes()):
            digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()
