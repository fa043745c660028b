"""The classes of failure, their words, and what each pull engine does: ``classes.toml`` says how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mirrors.language import LANGUAGES, read_table
from mirrors.result import ENGINES, FITNESS, Verdict

FILE = "classes.toml"


@dataclass(frozen=True)
class FailureClass:
    """One way in which a mirror fares."""

    name: str
    label: Mapping[str, str]
    """A few words, in each language."""
    means: Mapping[str, str]
    """What it means to a reader, in a sentence or two, in each language."""
    engines: Mapping[str, Verdict]
    """By engine; empty if nothing was measured."""
    cases: Mapping[str, Mapping[str, Verdict]]
    """Verdicts where it matters how it fails."""


@lru_cache(maxsize=1)
def classes() -> Mapping[str, FailureClass]:
    """All of them, by short name."""
    return {name: _read(name, row) for name, row in read_table(FILE).items()}


def verdicts(name: str, case: str = "") -> Mapping[str, Verdict]:
    """What each engine does with a mirror of this class, in this case if the class knows it."""
    failure = classes()[name]
    return failure.cases.get(case, failure.engines)


def _read(name: str, row: Mapping[str, Any]) -> FailureClass:
    words = {part: {language: str(row[part][language]) for language in LANGUAGES} for part in ("label", "means")}
    engines = _verdicts(name, row) if ENGINES[0] in row else {}
    cases = {case: _verdicts(f"{name}.case.{case}", rows) for case, rows in row.get("case", {}).items()}
    return FailureClass(name, words["label"], words["means"], engines, cases)


def _verdicts(where: str, row: Mapping[str, Any]) -> Mapping[str, Verdict]:
    for engine in ENGINES:
        if row[engine]["fitness"] not in FITNESS:
            raise ValueError(f"{FILE}: [{where}] {engine}: fitness is one of {', '.join(FITNESS)}")
    return {engine: Verdict(row[engine]["fitness"], row[engine].get("seconds")) for engine in ENGINES}
