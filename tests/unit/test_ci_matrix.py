"""The plan: a matrix that GitHub Actions can read, the same each time it is printed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from snippets.distro import load_distros
from snippets.evidence import WORLDS
from snippets.text import ROOT
from tests.ci import matrix
from tests.harness.selection import all_plans


def plan(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``nox -s plan`` with ``arguments``, as a workflow calls it."""
    command = [sys.executable, "-m", "nox", "-s", "plan", "--", *arguments]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


def test_what_is_printed_is_one_line_of_json() -> None:
    """Nothing else is on stdout, so that it fits $GITHUB_OUTPUT; what people read is on stderr."""
    done = plan("--shards", "3")

    shards = json.loads(done.stdout)["shard"]
    assert (0, 1) == (done.returncode, done.stdout.count("\n"))
    assert [("1/3", "1-of-3"), ("2/3", "2-of-3"), ("3/3", "3-of-3")] == [(s["number"], s["name"]) for s in shards]
    assert len(all_plans(load_distros().values())) == sum(shard["walks"] for shard in shards)
    assert "of the mean" in done.stderr


def test_it_is_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte."""
    printed = []
    for _ in range(2):
        matrix.main(["--shards", "5", "--world", "internet"])
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1]


def test_a_plan_of_one_distro_has_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    """As ``nox -s verify -- --distro`` has not."""
    matrix.main(["--shards", "2", "--distro", "debian-12"])

    assert {"debian-12"} == {shard["distros"] for shard in json.loads(capsys.readouterr().out)["shard"]}


def test_a_plan_is_of_the_walks_of_its_world() -> None:
    """A page that needs hosts of the rehearsal is not sent out into the other world."""
    shards = {world: json.loads(plan("--shards", "1", "--world", world).stdout)["shard"] for world in WORLDS}
    possible = {world: [p for p in all_plans(load_distros().values()) if p.walk.is_in(world)] for world in WORLDS}

    assert {world: len(plans) for world, plans in possible.items()} == {w: s[0]["walks"] for w, s in shards.items()}


def test_there_are_no_more_shards_than_walks(capsys: pytest.CaptureFixture[str]) -> None:
    """A job with nothing to do is not planned."""
    matrix.main(["--shards", "1000", "--distro", "debian-12"])

    shards = json.loads(capsys.readouterr().out)["shard"]
    assert all(shard["walks"] for shard in shards)
    assert "1/1000" == shards[0]["number"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--shards", "0"], "--shards is 0; ask for one at least"),
        (["--shards", "2", "--distro", "debian-99"], "unknown distro 'debian-99'"),
        ([], "the following arguments are required: --shards"),
    ],
)
def test_a_wrong_question_is_a_clear_error(arguments: list[str], message: str) -> None:
    """Nothing is printed that could be taken for a matrix."""
    done = plan(*arguments)

    assert (True, "") == (done.returncode != 0, done.stdout)
    assert message in done.stderr
