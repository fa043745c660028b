"""What is made of trials of mirrors before real engines, without the engines."""

from __future__ import annotations

import json

import pytest

from mirrors.classes import RELEASES, classes, verdicts
from mirrors.language import choose, read_table
from mirrors.result import ENGINES, Verdict
from tests.containers.engines.kinds import KINDS
from tests.containers.engines.run import TRIED, expected, read
from tests.containers.engines.table import render
from tests.containers.engines.trial import Observed


def observed(fitness: str, seconds: float, *, hangs: bool = False) -> Observed:
    """What an engine did."""
    return Observed("slow", "28", fitness, seconds, hangs, "")


@pytest.mark.parametrize(
    ("seen", "told", "agrees"),
    [
        (observed("usable", 0.3), Verdict("usable"), True),
        (observed("falls_back", 0.3), Verdict("usable"), False),
        (observed("falls_back", 15.2), Verdict("falls_back", 15), True),
        (observed("falls_back", 50.1), Verdict("falls_back", 15), False),
        (observed("falls_back", 0.4), Verdict("falls_back", 15), False),
        (observed("falls_back", 8.0), Verdict("falls_back", 0), True),
        (observed("falls_back", 14.9), Verdict("falls_back", 0), False),
        (observed("breaks_pulls", 15.0), Verdict("breaks_pulls"), True),
        (observed("breaks_pulls", 15.0), Verdict("falls_back", 15), False),
        (observed("breaks_pulls", 125.0, hangs=True), Verdict("breaks_pulls"), True),
        (observed("breaks_pulls", 125.0, hangs=True), Verdict("falls_back", 435), True),
        (observed("breaks_pulls", 125.0, hangs=True), Verdict("falls_back", 60), False),
        (observed("breaks_pulls", 125.0, hangs=True), Verdict("usable"), False),
    ],
)
def test_agreement(seen: Observed, told: Verdict, agrees: bool) -> None:
    """An engine agrees if it does the same after about as long; what was given up may yet do what takes longer."""
    assert agrees == seen.agrees(told)


def test_releases_differ() -> None:
    """Each row for a release is of a class and case that there is, and says something else than the newest's."""
    for release, rows in read_table(RELEASES).items():
        for where in rows:
            name, _, case = where.partition(".")
            assert not case or case in classes()[name].cases
            newest, then = verdicts(name, case), verdicts(name, case, f"{release}.4")
            assert [] == [engine for engine in rows[where] if newest[engine] == then[engine]]
            assert set(ENGINES) == set(then)


def test_release_is_not_a_prefix() -> None:
    """Engine 280 is not Engine 28."""
    assert verdicts("connect_timeout") == verdicts("connect_timeout", release="280.1")


def test_every_class_is_tried() -> None:
    """No class but that of a lost network is left out."""
    assert set(classes()) - {"inconclusive"} == {behaviour.failure_class for behaviour in TRIED}


def test_table_says_what_differs() -> None:
    """The page's table has a row for each host, counts what agrees, and shows both sides where an engine does not."""
    lines: list[dict[str, object]] = [{"what": "engines", "versions": {kind.name: "1.2.3+dfsg" for kind in KINDS}}]
    for behaviour in TRIED:
        engines = {engine: {"fitness": "usable"} for engine in ENGINES}
        for kind in KINDS:
            told = expected(behaviour, kind)
            row = {"fitness": told.fitness, "seconds": told.seconds or 0, "hangs": False, "error": ""}
            if (behaviour.name, kind.name) == ("ok", "28"):
                row["fitness"] = "insecure"
            lines.append({"what": "pull", "behaviour": behaviour.name, "kind": kind.name, **row})
            lines.append(
                {"what": "probe", "behaviour": behaviour.name, "release": kind.release, "class": "", "engines": engines}
            )
    choose("en")
    table = render(read("\n".join(map(json.dumps, lines)))).splitlines()
    choose(None)
    cells = len(TRIED) * len(KINDS)

    assert table[1].startswith(f"{cells - 1} of {cells} pulls did as expected")
    assert len(TRIED) == sum(line.startswith("| `") for line in table)
    assert 1 == sum("**expected: usable; observed: insecure" in line for line in table)
