"""How long walks took: ``tests/durations.json``, by which they are spread over shards. It proves nothing of a page.

Written only by ``nox -s verify -- --record``, and only for walks whose time changed by more than a half.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import median_low

from filelock import FileLock

from snippets.evidence import WORLDS, Evidence, evidence_path
from snippets.text import ROOT, relative
from tests.harness.errors import HarnessError
from tests.harness.plan import Plan

DURATIONS = ROOT / "tests" / "durations.json"
_LOCK = ROOT / ".cache" / "durations.lock"
_FIRST_GUESS = 60


def duration_key(world: str, walk: Plan | Evidence) -> str:
    """Names a walk as its evidence is named: ``rehearsal/install/linux/debian-13.second``."""
    distro = walk.distro if isinstance(walk.distro, str) else walk.distro.id
    return evidence_path(world, walk.page, distro, walk.variant).as_posix().removesuffix(".json")


class Durations:
    """What each walk takes in one world, in whole seconds, without the making of its docker machine.

    Raises:
        HarnessError: the file cannot be read.
    """

    def __init__(self, world: str, path: Path = DURATIONS) -> None:
        self._worlds = (world, *WORLDS)
        self._recorded = load_durations(path)
        self._median = median_low(self._recorded.values()) if self._recorded else _FIRST_GUESS

    def of(self, plan: Plan) -> int:
        """As recorded in this world, else in the other one; the median of all if the walk was never recorded."""
        keys = (duration_key(world, plan) for world in self._worlds)
        return next((self._recorded[key] for key in keys if key in self._recorded), self._median)


def load_durations(path: Path = DURATIONS) -> dict[str, int]:
    """Seconds by the walk's key; nothing if there is no file.

    Raises:
        HarnessError: the file cannot be read.
    """
    try:
        recorded = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return {str(key): int(seconds) for key, seconds in recorded.items()}
    except (OSError, ValueError, TypeError, AttributeError) as e:
        what = f"does not say how long walks took ({e}); delete it, and record walks again: nox -s verify -- --record"
        raise HarnessError(f"{relative(path)}: {what}") from e


def record_durations(taken: Mapping[str, float], path: Path = DURATIONS) -> None:
    """Write what walks took now, where it is much more or less than what is written.

    Raises:
        HarnessError: what is written cannot be read.
    """
    _LOCK.parent.mkdir(exist_ok=True)
    with FileLock(_LOCK):
        recorded = load_durations(path)
        settled = {key: settle(recorded.get(key), seconds) for key, seconds in taken.items()}
        if settled.items() <= recorded.items():
            return
        save_durations(recorded | settled, path)


def save_durations(durations: Mapping[str, int], path: Path = DURATIONS) -> None:
    """Write them, a line for each walk."""
    scratch = path.with_suffix(".writing")
    scratch.write_text(json.dumps(dict(durations), indent=1, sort_keys=True) + "\n", "utf-8")
    scratch.replace(path)


def settle(before: int | None, now: float) -> int:
    """Whole seconds to write: as before, unless they changed by more than a half."""
    if before is not None and abs(now - before) <= before / 2:
        return before
    return max(1, round(now))
