"""The classes of failure, their words, and what each pull engine does.

``classes.toml`` says it of the newest Engine, ``releases.toml`` where others do otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mirrors.language import LANGUAGES, read_table
from mirrors.result import ENGINES, FITNESS, Verdict

FILE, RELEASES = "classes.toml", "releases.toml"


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


def verdicts(name: str, case: str = "", release: str = "") -> Mapping[str, Verdict]:
    """What each engine does with a mirror of this class, in this case if the class knows it.

    ``release`` is that of Engine, such as `28` or `28.5.2`; empty, or one that does nothing otherwise: the newest.
    """
    failure = classes()[name]
    where = f"{name}.{case}" if case in failure.cases else name
    rows = [rows for known, rows in read_table(RELEASES).items() if f"{release}.".startswith(f"{known}.")]
    otherwise = {engine: _verdict(where, engine, row[where]) for row in rows for engine in row.get(where, {})}
    return {**failure.cases.get(case, failure.engines), **otherwise}


def _read(name: str, row: Mapping[str, Any]) -> FailureClass:
    words = {part: {language: str(row[part][language]) for language in LANGUAGES} for part in ("label", "means")}
    engines = _verdicts(name, row) if ENGINES[0] in row else {}
    cases = {case: _verdicts(f"{name}.case.{case}", rows) for case, rows in row.get("case", {}).items()}
    return FailureClass(name, words["label"], words["means"], engines, cases)


def _verdicts(where: str, row: Mapping[str, Any]) -> Mapping[str, Verdict]:
    return {engine: _verdict(where, engine, row) for engine in ENGINES}


def _verdict(where: str, engine: str, row: Mapping[str, Any]) -> Verdict:
    if row[engine]["fitness"] not in FITNESS:
        raise ValueError(f"{FILE}: [{where}] {engine}: fitness is one of {', '.join(FITNESS)}")
    return Verdict(row[engine]["fitness"], row[engine].get("seconds"))
