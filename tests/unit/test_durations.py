"""Durations: seldom rewritten, never in the way of a walk that has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from snippets.distro import load_distros
from tests.harness.durations import Durations, duration_key, load_durations, record_durations, settle
from tests.harness.errors import HarnessError
from tests.harness.plan import DOCS, SECOND, Plan, read_plan


def plan(variant: str = "") -> Plan:
    """The walk of the page on installing from a mirror, on Debian 13."""
    found = read_plan(DOCS / "install/china.md", load_distros()["debian-13"], variant)
    assert found
    return found


def written(folder: Path, recorded: object) -> Path:
    """A file of durations."""
    path = folder / "durations.json"
    path.write_text(recorded if isinstance(recorded, str) else json.dumps(recorded), "utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [(None, 12.4, 12), (None, 0.1, 1), (20, 29.9, 20), (20, 30.4, 30), (20, 10.0, 20), (20, 9.6, 10), (1, 1.4, 1)],
)
def test_a_duration_is_kept_unless_it_changed_by_more_than_a_half(before: int | None, now: float, after: int) -> None:
    """In whole seconds, of which a walk takes at least one."""
    assert after == settle(before, now)


def test_what_is_recorded_is_sorted_and_leaves_the_others_alone(tmp_path: Path) -> None:
    """One line for each walk, so that a difference shows what changed and no more."""
    path = written(tmp_path, {"rehearsal/b/x": 10, "rehearsal/c/x": 10})

    record_durations({"rehearsal/c/x": 40.2, "rehearsal/b/x": 11, "rehearsal/a/x": 3}, path)

    assert '{\n "rehearsal/a/x": 3,\n "rehearsal/b/x": 10,\n "rehearsal/c/x": 40\n}\n' == path.read_text("utf-8")


def test_nothing_is_written_if_nothing_changed(tmp_path: Path) -> None:
    """Not even in another layout."""
    path = written(tmp_path, '{"rehearsal/a/x":10}')

    record_durations({"rehearsal/a/x": 12}, path)

    assert '{"rehearsal/a/x":10}' == path.read_text("utf-8")


def test_a_walk_is_named_as_its_evidence_is() -> None:
    """World, page, distro and variant."""
    assert "internet/install/china/debian-13" == duration_key("internet", plan())
    assert "internet/install/china/debian-13.second" == duration_key("internet", plan(SECOND))


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ({"internet/install/china/debian-13": 70, "rehearsal/install/china/debian-13": 30}, 70),
        ({"rehearsal/install/china/debian-13": 30, "internet/a/x": 1}, 30),
        ({"internet/a/x": 1, "internet/b/x": 5, "rehearsal/c/x": 90}, 5),
        ({}, 60),
    ],
    ids=["this world", "the other world", "the median", "a minute"],
)
def test_a_walk_that_was_never_recorded_counts_as_the_median(
    tmp_path: Path, recorded: dict[str, int], expected: int
) -> None:
    """Unless the other world knows it; and as a minute as long as nothing at all was recorded."""
    assert expected == Durations("internet", written(tmp_path, recorded)).of(plan())


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    """As in a new project."""
    assert {} == load_durations(tmp_path / "none.json")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": "long"}', '{"a": null}'])
def test_a_broken_file_is_a_clear_error(tmp_path: Path, text: str) -> None:
    """It says what to do."""
    with pytest.raises(HarnessError, match=r"durations\.json: does not say how long walks took .*; delete it"):
        load_durations(written(tmp_path, text))
