"""Merging what shards recorded: all of it or nothing, and byte for byte as if there had been no shards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.repository import Repository

ONE, OTHER = (f"snippets/evidence/rehearsal/{page}/debian-13.json" for page in ("one", "other"))


@pytest.fixture
def shard(repository: Repository, tmp_path: Path) -> Callable[..., Path]:
    """Makes what a shard leaves that recorded some pages; it started from the commit."""

    def tree(name: str, pages: str, date: str = "2026-11-23", engine: str = "", seconds: float = 10) -> Path:
        repository.record(pages, date, engine, seconds)
        made = repository.copy_recorded(tmp_path / name)
        repository.forget()
        return made

    return tree


def merge(repository: Repository, *trees: Path) -> tuple[int, str]:
    """Merge the trees."""
    return repository.python("-m", "tests.ci.merge", *map(str, trees))


Shard = Callable[..., Path]


def test_shards_make_what_one_run_makes(repository: Repository, shard: Shard) -> None:
    """Evidence and durations, byte for byte."""
    whole = shard("whole", "one other", seconds=40)
    trees = shard("a", "one", seconds=40), shard("b", "other", seconds=40)

    status, said = merge(repository, *trees)

    assert (0, "merged what 2 folders had recorded: 2 records, 2 durations\n") == (status, said)
    assert {name: (whole / name).read_bytes() for name in repository.recorded()} == repository.recorded()
    assert b'"date": "2026-11-23"' in repository.recorded()[ONE]


def test_a_duration_is_merged_as_it_was_recorded(repository: Repository, shard: Shard) -> None:
    """Although, rounded, it is no more than a half longer than before."""
    tree = shard("a", "one", seconds=15.4)

    assert merge(repository, tree)[0] == 0
    assert {"rehearsal/one/debian-13": 15, "rehearsal/other/debian-13": 10} == json.loads(
        repository.recorded()["tests/durations.json"]
    )


def test_two_different_records_of_a_walk_are_refused(repository: Repository, shard: Shard) -> None:
    """Both folders are named; what is good is not merged either."""
    before = repository.recorded()
    trees = shard("a", "one other"), shard("b", "one", engine="29.0.0")

    status, said = merge(repository, *trees)

    assert (1, before) == (status, repository.recorded())
    assert f"{trees[0]} and {trees[1]} have different records of rehearsal/one/debian-13.json; a walk belongs" in said
    assert "nothing was merged" in said


def test_equal_records_of_two_days_are_one(repository: Repository, shard: Shard) -> None:
    """The later day counts, whichever comes first."""
    trees = shard("a", "one", date="2026-11-25"), shard("b", "one", date="2026-11-24")

    assert merge(repository, *trees)[0] == 0
    assert b'"date": "2026-11-25"' in repository.recorded()[ONE]


def test_what_is_older_than_what_is_here_is_left(repository: Repository, shard: Shard) -> None:
    """So that trees can be merged one after the other."""
    trees = shard("a", "one", date="2026-11-25", engine="29.0.0"), shard("b", "other")
    for tree in trees:
        assert merge(repository, tree)[0] == 0

    assert b'"engine": "29.0.0"' in repository.recorded()[ONE]
    assert b'"date": "2026-11-23"' in repository.recorded()[OTHER]


def test_a_record_of_other_files_than_these_is_refused(repository: Repository, shard: Shard) -> None:
    """A shard that started from another commit."""
    tree = shard("a", "one")
    repository.write_page("one", a="echo A")

    status, said = merge(repository, tree)

    assert status == 1
    assert f"{tree}/{ONE}: is not of the files as they are here; record it again from this commit" in said


@pytest.mark.parametrize(
    ("place", "old", "new", "message"),
    [
        ("rehearsal/gone/debian-13", "one.md", "gone.md", "there is no page gone.md or no distro debian-13"),
        ("rehearsal/one/debian-99", "debian-13", "debian-99", "there is no page one.md or no distro debian-99"),
        ("rehearsal/one/debian-12", "debian-13", "debian-12", "one.md is not walked on debian-12 (first values)"),
        (
            "rehearsal/one/debian-13.second",
            '"variant": ""',
            '"variant": "second"',
            "is not walked on debian-13 (second",
        ),
        ("moon/one/debian-13", '"rehearsal"', '"moon"', "there is no world 'moon'"),
        ("rehearsal/one/debian-13", '"format": 2', '"format": 1', "is not in format 2"),
        ("rehearsal/one/debian-13", '"page"', '"pag', "is not evidence"),
        ("rehearsal/other/debian-13", "", "", "belongs at rehearsal/one/debian-13.json"),
    ],
)
def test_a_record_of_nothing_is_refused(
    repository: Repository, shard: Shard, place: str, old: str, new: str, message: str
) -> None:
    """A page, a distro, values or a world that are not walked here, and what is no evidence at all."""
    tree, before = shard("a", "one"), repository.recorded()
    path = tree / "snippets/evidence" / f"{place}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    (tree / ONE).rename(path)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    status, said = merge(repository, tree)

    assert (1, before) == (status, repository.recorded())
    assert (True, True, True) == (f"{path}: " in said, message in said, "nothing was merged" in said), said


def test_a_folder_of_something_else_is_refused(repository: Repository, tmp_path: Path) -> None:
    """An artifact that was not found, or not unpacked."""
    status, said = merge(repository, tmp_path / "nowhere")

    assert status == 1
    assert f"{tmp_path}/nowhere: has no snippets/evidence; name a folder laid out as this one is" in said


def test_broken_durations_are_refused(repository: Repository, shard: Shard) -> None:
    """As broken evidence is."""
    tree = shard("a", "one")
    (tree / "tests/durations.json").write_text("[", "utf-8")

    status, said = merge(repository, tree)

    assert (1, True) == (status, "durations.json: does not say how long walks took" in said)


def test_nothing_to_merge_is_no_error_but_nothing_named_is(repository: Repository, shard: Shard) -> None:
    """A night in which every walk failed leaves what was there."""
    before = repository.recorded()

    assert (0, "merged what 1 folders had recorded: 0 records, 0 durations\n") == merge(repository, shard("a", ""))
    assert (1, "name the folders to merge: nox -s merge -- DIR…\n") == merge(repository)
    assert before == repository.recorded()
