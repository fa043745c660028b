"""A plan: what one walk will do, known before anything starts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from snippets.call import Call, find_calls
from snippets.distro import Distro
from snippets.errors import BadFrontMatter
from snippets.front_matter import front_matter
from snippets.parameter import parameters_in, second_values
from snippets.step import STEP_MACROS, Step
from snippets.text import ROOT, read, relative
from snippets.topic import load_topic
from snippets.walk import Walk, read_walk

DOCS = ROOT / "docs"
INSTALL_PAGES = ("install/linux.md", "install/after.md")
"""Walked in this order they make a ``docker`` machine; each starts where the one before it ended."""
SECOND = "second"
"""The walk with the parameters' second values and the Chinese text."""


@dataclass(frozen=True)
class Plan:
    """One page on one distro, with the values of one variant."""

    page: str
    """From docs/, such as ``install/linux.md``."""
    distro: Distro
    variant: str
    walk: Walk
    steps: tuple[Step, ...]
    calls: tuple[Call, ...]
    values: Mapping[str, str]

    @property
    def language(self) -> str:
        """Whose comments are run along with the commands."""
        return "zh" if self.variant else "en"

    @property
    def name(self) -> str:
        """As in a test's id: ``debian-13`` or ``debian-13 second values``."""
        return f"{self.distro.id} second values" if self.variant else self.distro.id

    @property
    def installs(self) -> tuple[Plan, ...]:
        """The walks that make the machine this one starts on."""
        if self.walk.machine != "docker":
            return ()
        before = INSTALL_PAGES[: INSTALL_PAGES.index(self.page)] if self.page in INSTALL_PAGES else INSTALL_PAGES
        return tuple(plan for page in before if (plan := read_plan(DOCS / page, self.distro)))

    @cached_property
    def digest(self) -> str:
        """sha256 of how the page is walked: machine, network, values, and what made the machine."""
        made = [step.digests()["run"] for plan in self.installs for step in plan.steps]
        recipe = [self.walk.machine, self.walk.network, dict(self.values), made]
        return hashlib.sha256(json.dumps(recipe).encode()).hexdigest()


def read_plan(path: Path, distro: Distro, variant: str = "") -> Plan | None:
    """The plan of the page at ``path`` on ``distro``; None if the page is not for it.

    Raises:
        SnippetsError: the page, or a snippet it calls, breaks its format.
    """
    return _read_plan(path, path.stat().st_mtime_ns, distro.id, distro, variant)


@cache
def _read_page(path: Path, _changed: int) -> tuple[Walk | None, tuple[Call, ...]]:
    text = read(path, BadFrontMatter)
    return read_walk(front_matter(text, path), relative(path)), tuple(find_calls(text, relative(path)))


def _read_plan(path: Path, changed: int, _id: str, distro: Distro, variant: str) -> Plan | None:
    walk, calls = _read_page(path, changed)
    if walk is None or distro not in walk.distros:
        return None
    if variant and not _is_second(walk, distro, calls):
        return None
    calls = _calls_for(distro, calls)
    steps = _steps(distro, calls)
    values = second_values(parameters_in("".join(step.shown.source for step in steps))) if variant else {}
    page = path.relative_to(DOCS).as_posix() if path.is_relative_to(DOCS) else path.name
    return Plan(page, distro, variant, walk, steps, calls, values)


def _calls_for(distro: Distro, calls: Iterable[Call]) -> tuple[Call, ...]:
    return tuple(call for call in calls if call.macro in STEP_MACROS and load_topic(call.arguments[0]).is_for(distro))


def _steps(distro: Distro, calls: Iterable[Call]) -> tuple[Step, ...]:
    return tuple(load_topic(call.arguments[0]).step(call.macro, call.arguments[1], distro) for call in calls)


def _is_second(walk: Walk, distro: Distro, calls: Iterable[Call]) -> bool:
    """Whether a step here has parameters, and no distro before this one was walked with their second values."""
    before = walk.distros[: walk.distros.index(distro)] if walk.second == "once" else ()
    here, *others = (_steps(other, _calls_for(other, calls)) for other in (distro, *before))
    walked = {step.digests()["run"] for steps in others for step in steps}
    varying = (step for step in here if parameters_in(step.shown.source))
    return any(step.digests()["run"] not in walked for step in varying)
