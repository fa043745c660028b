"""``nox -s merge -- DIR…``: the evidence that several shards recorded, made one. All of it or, with an error, nothing.

A DIR is laid out as the repository is: ``snippets/evidence/``, and ``tests/durations.json`` if it was rewritten.
What it has in common with the repository is what it started from; the rest was recorded there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from snippets.distro import load_distros
from snippets.errors import BadEvidence, SnippetsError
from snippets.evidence import EVIDENCE, WORLDS, Evidence, all_evidence, load_evidence, save_evidence
from snippets.text import ROOT
from tests.harness.durations import DURATIONS, duration_key, load_durations, save_durations
from tests.harness.errors import HarnessError
from tests.harness.plan import DOCS, read_plan
from tests.harness.selection import all_pages, is_current


@dataclass
class Merged:
    """What several trees recorded."""

    evidence: dict[str, Evidence] = field(default_factory=dict)
    durations: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _trees: dict[str, Path] = field(default_factory=dict)

    def add(self, tree: Path) -> None:
        """Take up what ``tree`` recorded, or note what is wrong with it."""
        root = tree / EVIDENCE.relative_to(ROOT)
        if not root.is_dir():
            self.problems.append(f"{tree}: has no {EVIDENCE.relative_to(ROOT)}; name a folder laid out as this one is")
            return
        try:
            recorded = [evidence for evidence in all_evidence(root) if _is_new(evidence)]
            durations = load_durations(tree / DURATIONS.relative_to(ROOT))
        except (BadEvidence, HarnessError) as e:
            self.problems.append(str(e))
            return
        for evidence in recorded:
            self._add(evidence, tree, root)
        known = load_durations()
        for key in (key for key, seconds in durations.items() if seconds != known.get(key)):
            self.durations[key] = max(durations[key], self.durations.get(key, 0))

    def write(self) -> None:
        """Write all of it into the repository."""
        for evidence in self.evidence.values():
            save_evidence(evidence)
        if self.durations:
            save_durations(load_durations() | self.durations)

    def _add(self, evidence: Evidence, tree: Path, root: Path) -> None:
        key = duration_key(evidence.world, evidence)
        other = self.evidence.get(key, evidence)
        if problem := _problem(evidence, root):
            self.problems.append(f"{root / evidence.path}: {problem}")
        elif replace(other, date="") != replace(evidence, date=""):
            both = f"{self._trees[key]} and {tree} have different records of {evidence.path}"
            self.problems.append(f"{both}; a walk belongs to one shard: leave one of them out")
        else:
            self.evidence[key] = max(evidence, other, key=lambda one: one.date)
            self._trees.setdefault(key, tree)


def merge(trees: Iterable[Path]) -> Merged:
    """What ``trees`` recorded, and what is wrong with it; writes nothing."""
    merged = Merged()
    for tree in trees:
        merged.add(tree)
    return merged


def main(arguments: Sequence[str]) -> None:
    """Merge the folders that are named."""
    if not arguments:
        sys.exit("name the folders to merge: nox -s merge -- DIR…")
    try:
        merged = merge(map(Path, arguments))
    except SnippetsError as e:
        sys.exit(f"{e}\nnothing was merged")
    if merged.problems:
        sys.exit("\n".join([*merged.problems, "nothing was merged"]))
    merged.write()
    walks = f"{len(merged.evidence)} records, {len(merged.durations)} durations"
    print(f"merged what {len(arguments)} folders had recorded: {walks}")


def _is_new(evidence: Evidence) -> bool:
    """Whether it was recorded there, and is not what is here already, or older."""
    try:
        here = load_evidence(evidence.world, evidence.page, evidence.distro, evidence.variant)
    except BadEvidence:
        return True
    return here is None or (here != evidence and here.date <= evidence.date)


def _problem(evidence: Evidence, root: Path) -> str:
    distro, page = load_distros().get(evidence.distro), DOCS / evidence.page
    if evidence.world not in WORLDS:
        return f"there is no world {evidence.world!r}; remove it"
    if distro is None or page not in all_pages():
        return f"there is no page {evidence.page} or no distro {evidence.distro}; remove it"
    plan = read_plan(page, distro, evidence.variant)
    if plan is None:
        return f"{evidence.page} is not walked on {evidence.distro} ({evidence.variant or 'first'} values); remove it"
    if not is_current(plan, evidence.world, root):
        return "is not of the files as they are here; record it again from this commit"
    return ""


if __name__ == "__main__":
    main(sys.argv[1:])
