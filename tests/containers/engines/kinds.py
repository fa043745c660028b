"""The engines that are tried, and the roots that they are installed in."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock

from snippets.text import ROOT
from tests.world.archive import TESTING, find_archive
from tests.world.bootstrap import bootstrap, install_tools
from tests.world.machines import root_key
from tests.world.roots import Root

CACHE = ROOT / ".cache" / "engines"
OLD = Root("engine-old", "bookworm", ("docker.io", "docker-registry", "skopeo"))
"""Also has the real registry and the second client."""
NEW = Root("engine-new", TESTING, ("docker.io",))


@dataclass(frozen=True)
class Kind:
    """An engine with a way to keep images."""

    name: str
    root: Root
    store: str
    """Which of the two pull engines it uses: one of mirrors.result.ENGINES."""
    release: str
    """What mirrors.classes calls it."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What daemon.json says besides the mirrors."""


KINDS = (
    Kind("20.10", OLD, "graphdriver", "20.10", {"storage-driver": "overlay2"}),
    Kind("28", NEW, "graphdriver", "28", {"storage-driver": "overlay2"}),
    Kind("28-containerd", NEW, "containerd", "28", {"features": {"containerd-snapshotter": True}}),
)


def folder_of(root: Root) -> Path:
    """Where the root lies, bootstrapped from the distribution's archive if it does not yet."""
    folder = CACHE / f"{root.name}-{root_key(root)[:16]}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / "build.lock"):
        if not folder.exists():
            install_tools()
            part = folder.with_suffix(".part")
            with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
                tar = Path(scratch, "root.tar")
                bootstrap(root, find_archive(), tar)
                subprocess.run(["rm", "-rf", part], check=True)
                part.mkdir()
                subprocess.run(["tar", "-xf", tar, "-C", part], check=True)
            part.rename(folder)
    return folder
