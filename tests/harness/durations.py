"""How long walks took: ``tests/durations.json``, by which they are spread over shards. It proves nothing of a page.

Written only by ``nox -s verify -- --record``, and only for walks whose time changed by more than a half.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median_low

from filelock import FileLock

from snippets.evidence import WORLDS
from snippets.text import ROOT, relative
from tests.harness.errors import HarnessError
from tests.harness.plan import Plan

DURATIONS = ROOT / "tests" / "durations.json"
_FIRST_GUESS = 60
_Recorded = dict[str, dict[str, int]]


def walk_name(plan: Plan) -> str:
    """As on the screen: ``install/linux.md on debian-13 second values``."""
    return f"{plan.page} on {plan.name}"


class Durations:
    """What each walk takes in one world, in whole seconds.

    Raises:
        HarnessError: the file cannot be read.
    """

    def __init__(self, world: str, path: Path = DURATIONS) -> None:
        recorded = load_durations(path)
        # A walk that this world has not seen yet was perhaps recorded in the other one.
        self._known = {name: taken for w in (*WORLDS, world) for name, taken in recorded.get(w, {}).items()}
        self._median = median_low(self._known.values()) if self._known else _FIRST_GUESS

    def of(self, plan: Plan) -> int:
        """Seconds from the machine's start to its end; the median of all if the walk was never recorded."""
        return self._known.get(walk_name(plan), self._median)


def load_durations(path: Path = DURATIONS) -> _Recorded:
    """Seconds by world and walk; nothing if there is no file.

    Raises:
        HarnessError: the file cannot be read.
    """
    try:
        recorded = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return {world: {str(name): int(s) for name, s in walks.items()} for world, walks in recorded.items()}
    except (OSError, ValueError, TypeError, AttributeError) as e:
        what = f"does not say how long walks took ({e}); delete it, and record walks again: nox -s verify -- --record"
        raise HarnessError(f"{relative(path)}: {what}") from e


def record_durations(world: str, taken: dict[str, float], path: Path = DURATIONS) -> None:
    """Write what walks took now, where it is much more or less than what is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        recorded = load_durations(path)
        walks = recorded.setdefault(world, {})
        changed = {name: settle(walks.get(name), seconds) for name, seconds in taken.items()}
        if changed.items() <= walks.items():
            return
        walks |= changed
        text = json.dumps(recorded, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        scratch = path.with_suffix(".writing")
        scratch.write_text(text, "utf-8")
        scratch.replace(path)


def settle(before: int | None, now: float) -> int:
    """Whole seconds to write: as before, unless they changed by more than a half."""
    if before is not None and abs(now - before) <= before / 2:
        return before
    return max(1, round(now))
