"""Evidence: the committed record of a passing walk, and the only message from proof to page.

One file per walk: ``snippets/evidence/<world>/<page path>/<distro>.json``; the walk with the parameters' second
values and the Chinese text stands beside it as ``<distro>.second.json``. Written only by ``nox -s verify -- --record``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from snippets.errors import BadEvidence
from snippets.step import Step
from snippets.text import ROOT, read, relative

EVIDENCE = ROOT / "snippets" / "evidence"
WORLDS = ("internet", "rehearsal")
"""The strongest first."""
VERIFIED, REHEARSED, CHANGED, NEVER, NOT_RUN = "verified", "rehearsed", "changed", "never", "not-run"
"""What a badge can say."""
_FORMAT = 2


@dataclass(frozen=True)
class Outcome:
    """What came of one step."""

    step: str
    """``topic/name``."""
    macro: str
    digests: dict[str, str]
    outcome: str
    """``passed``, ``failed as it must`` (a mistake) or ``not run``."""
    transcript: str
    """What the terminal showed, volatile text replaced, secrets redacted."""


@dataclass(frozen=True)
class Evidence:
    """The record of a passing walk."""

    page: str
    """From docs/, such as ``install/linux.md``."""
    distro: str
    variant: str
    """Empty, or ``second``."""
    world: str
    origin: str
    """``official``, ``bootstrapped`` or ``stand-in``."""
    image: str
    """The distro image: a digest, or the sha256 of the recipe that made it."""
    architecture: str
    """As Docker names it, such as ``amd64``."""
    walk: str
    """sha256 of how the page is walked: machine, network, and for a docker machine the install page's steps."""
    parameters: dict[str, str]
    engine: str
    """Version of Docker Engine on the machine after the walk; empty if it has none."""
    compose: str
    date: str
    """ISO 8601, UTC."""
    steps: tuple[Outcome, ...]

    @property
    def path(self) -> Path:
        """Where it is kept, below :data:`EVIDENCE`."""
        return evidence_path(self.world, self.page, self.distro, self.variant)

    @property
    def kind(self) -> str:
        """VERIFIED only for a real distro in the internet world."""
        return VERIFIED if self.world == "internet" and self.origin != "stand-in" else REHEARSED

    def covers(self, steps: Sequence[Step], walk: str) -> bool:
        """Whether it is current: the page has the same steps, and every hash still matches."""
        recorded = [(o.step, o.macro, o.digests) for o in self.steps]
        return self.walk == walk and recorded == [(s.key, s.macro, s.digests()) for s in steps]

    def find(self, step: Step) -> Outcome | None:
        """What came of ``step``, current or not."""
        found = [o for o in self.steps if (o.step, o.macro) == (step.key, step.macro)]
        current = [o for o in found if o.digests == step.digests()]
        return next(iter(current or found), None)


@dataclass(frozen=True)
class Status:
    """What a badge says of one step on one distro."""

    kind: str
    evidence: Evidence | None = None
    outcome: Outcome | None = None


def evidence_path(world: str, page: str, distro: str, variant: str = "") -> Path:
    """Where the evidence of a walk is kept, below :data:`EVIDENCE`."""
    return Path(world, page.removesuffix(".md"), f"{distro}.{variant}.json" if variant else f"{distro}.json")


def load_evidence(world: str, page: str, distro: str, variant: str = "", root: Path = EVIDENCE) -> Evidence | None:
    """The evidence of a walk; None if there is none.

    Raises:
        BadEvidence: the file is not evidence in this format.
    """
    path = root / evidence_path(world, page, distro, variant)
    return _load(path, path.stat().st_mtime_ns) if path.exists() else None


def all_evidence(root: Path = EVIDENCE) -> Iterator[Evidence]:
    """Every piece of evidence, by path."""
    for path in sorted(root.rglob("*.json")):
        yield _load(path, path.stat().st_mtime_ns)


def status(step: Step, page: str, distro: str, root: Path = EVIDENCE) -> Status:
    """The strongest thing that evidence says of ``step``: current before changed, internet before rehearsal."""
    if step.options.not_run:
        return Status(NOT_RUN)
    best = Status(NEVER)
    for world in WORLDS:
        evidence = load_evidence(world, page, distro, root=root)
        outcome = evidence.find(step) if evidence else None
        if evidence is None or outcome is None:
            continue
        if outcome.digests == step.digests():
            return Status(evidence.kind, evidence, outcome)
        best = best if best.evidence else Status(CHANGED, evidence, outcome)
    return best


def save_evidence(evidence: Evidence, root: Path = EVIDENCE) -> Path:
    """Write the evidence, in a form that differs between two equal walks only in its date."""
    path = root / evidence.path
    path.parent.mkdir(parents=True, exist_ok=True)
    note = "Written by nox -s verify -- --record. Do not edit."
    fields: dict[str, Any] = {"format": _FORMAT, "generated": note} | asdict(evidence)
    fields["steps"] = [o | {"transcript": o["transcript"].splitlines()} for o in fields["steps"]]
    text = json.dumps(fields, ensure_ascii=False, indent=1) + "\n"
    scratch = path.with_suffix(".writing")
    scratch.write_text(text, "utf-8")
    scratch.replace(path)
    return path


@cache
def _load(path: Path, _changed: int) -> Evidence:
    place = relative(path)
    try:
        fields: dict[str, Any] = json.loads(read(path, BadEvidence))
        if fields.pop("format") != _FORMAT:
            raise BadEvidence(f"is not in format {_FORMAT}; record it again with nox -s verify -- --record", place)
        fields.pop("generated")
        steps = (o | {"transcript": "\n".join(o["transcript"])} for o in fields.pop("steps"))
        evidence = Evidence(**fields, steps=tuple(Outcome(**o) for o in steps))
    except (ValueError, KeyError, TypeError) as e:
        raise BadEvidence(f"is not evidence ({e!r}); record it again with nox -s verify -- --record", place) from e
    if path.parts[-len(evidence.path.parts) :] != evidence.path.parts:
        raise BadEvidence(f"belongs at {evidence.path}; move it there", place)
    return evidence
