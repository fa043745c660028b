"""Which walks a session takes: decided once, before anything starts, for all its processes."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from snippets.distro import Distro, load_distros
from snippets.errors import BadEvidence, SnippetsError
from snippets.evidence import EVIDENCE, load_evidence
from tests.harness.durations import Durations
from tests.harness.plan import DOCS, SECOND, Plan, read_plan
from tests.harness.shards import parse_shard, spread
from tests.harness.since import evidence_at
from tests.world.world import recipe


@dataclass
class Selection:
    """What becomes of the walks that were asked for."""

    due: list[Plan] = field(default_factory=list)
    current: list[Plan] = field(default_factory=list)
    """Left out: their evidence is of today's files."""
    sampled: list[Plan] = field(default_factory=list)
    """Current and yet taken: it is their day. They are among those due."""
    elsewhere: list[Plan] = field(default_factory=list)
    """Left out: another shard takes them."""
    impossible: list[Plan] = field(default_factory=list)
    """Left out: they need hosts that only another world has."""
    unfit: list[Plan] = field(default_factory=list)
    """Left out: they cannot be walked with the image store that was asked for, or have none."""


def select(
    pages: Iterable[Path], distros: Sequence[Distro], world: str,
    *, sample: int, shard: str, since: str, image_store: str = "",
) -> Selection:  # fmt: skip
    """Choose among the walks of ``pages``; a shard is one of all pages' walks, whatever was asked for.

    Of the walks that are current, one in ``sample`` is due all the same: none if it is 0, all if it is 1.
    There is no evidence of an ``image_store`` that is asked for; so all are due, unless ``sample`` or ``since`` say.

    Raises:
        HarnessError: there is no such shard or commit.
        BadEvidence: a file is not evidence.
    """
    asked, chosen = {page.relative_to(DOCS).as_posix() for page in pages}, Selection()
    plans = all_plans(distros, tolerant=True) if asked else []
    possible = [plan for plan in plans if plan.walk.is_in(world)]
    here = {walk_name(plan) for plan in _of_shard(shard, possible, world)}
    with _current_since(since, world) as is_current:
        for plan in (p for p in plans if p.page in asked):
            if not plan.walk.is_in(world):
                chosen.impossible.append(plan)
            elif image_store and not plan.walk.is_with(image_store):
                chosen.unfit.append(plan)
            elif walk_name(plan) not in here:
                chosen.elsewhere.append(plan)
            elif not is_current(plan) or (image_store and not sample and not since):
                chosen.due.append(plan)
            elif sample and has_its_day(walk_name(plan), sample, datetime.now(UTC).date()):
                chosen.due.append(plan)
                chosen.sampled.append(plan)
            else:
                chosen.current.append(plan)
    return chosen


def has_its_day(name: str, sample: int, day: date) -> bool:
    """Whether the walk called ``name`` is among one in ``sample`` on ``day``; each has its turn in ``sample`` days."""
    return (int(hashlib.sha256(name.encode()).hexdigest(), 16) + day.toordinal()) % sample == 0


def walk_name(plan: Plan) -> str:
    """As on the screen: ``install/linux.md on debian-13 second values``."""
    return f"{plan.page} on {plan.name}"


def all_pages() -> list[Path]:
    """Every page that may have a walk."""
    return [path for path in sorted(DOCS.rglob("*.md")) if path.relative_to(DOCS).parts[0] != "zh"]


def all_plans(distros: Iterable[Distro], *, tolerant: bool = False) -> list[Plan]:
    """Every walk: those of a distro stand together. With ``tolerant``, but for pages that break their format.

    Raises:
        SnippetsError: a page, or a snippet it calls, breaks its format.
    """
    plans, chosen = [], list(distros)
    for distro in (known for known in load_distros().values() if known in chosen):
        for page in all_pages():
            with contextlib.suppress(*[SnippetsError] if tolerant else []):
                plans += [plan for variant in ("", SECOND) if (plan := read_plan(page, distro, variant))]
    return plans


def is_current(plan: Plan, world: str, root: Path = EVIDENCE) -> bool:
    """Whether there is evidence of this walk in ``world``, and all that went into it is the same today."""
    evidence = load_evidence(world, plan.page, plan.distro.id, plan.variant, root)
    return (
        evidence is not None
        and evidence.covers(plan.steps, plan.digest)
        and evidence.image == recipe(world, plan.distro)
    )


def _of_shard(shard: str, plans: list[Plan], world: str) -> list[Plan]:
    if not shard:
        return plans
    number, count = parse_shard(shard)
    shards = spread(plans, Durations(world).of, count)
    return shards[number - 1].plans if number <= len(shards) else []


@contextlib.contextmanager
def _current_since(since: str, world: str) -> Iterator[Callable[[Plan], bool]]:
    """Judges by the evidence in the working tree, or by what was committed at ``since``."""
    if not since:
        yield lambda plan: is_current(plan, world)
        return

    def judge(plan: Plan) -> bool:
        try:
            return is_current(plan, world, root)
        except BadEvidence:
            return False  # Of an older format.

    with tempfile.TemporaryDirectory() as folder:
        root = evidence_at(since, Path(folder))
        yield judge
