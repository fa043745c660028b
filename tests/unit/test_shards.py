"""Shards: every walk in one of them, balanced, and mostly the same after a walk was added."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from snippets.distro import load_distros
from tests.harness.errors import HarnessError
from tests.harness.plan import DOCS, INSTALL_PAGES, Plan, read_plan
from tests.harness.selection import walk_name
from tests.harness.shards import Shard, parse_shard, spread

BARE = read_plan(DOCS / INSTALL_PAGES[0], load_distros()["debian-13"])
DOCKER = read_plan(DOCS / "configure/daemon.md", load_distros()["debian-13"])
Duration = Callable[[Plan], int]


def line() -> list[Plan]:
    """A hundred walks: ten pages on ten distros, of which nine start on a docker machine."""
    assert BARE
    assert DOCKER
    pages = [replace(BARE if n == 0 else DOCKER, page=f"page-{n}.md") for n in range(10)]
    return [replace(page, distro=distro) for distro in load_distros().values() for page in pages]


def durations(seed: int) -> Duration:
    """Durations between 5 and 120 seconds, the same for the same seed."""

    def one(plan: Plan) -> int:
        return random.Random(f"{seed} {walk_name(plan)}").randint(5, 120)  # noqa: S311 - not for secrets

    return one


def names(shards: list[Shard]) -> list[list[str]]:
    """The walks of each shard."""
    return [[walk_name(plan) for plan in shard.plans] for shard in shards]


@pytest.mark.parametrize("count", [1, 3, 5, 8, 100, 200])
def test_every_walk_is_in_one_shard(count: int) -> None:
    """None is lost, none is in two, and no shard is empty, also when there are more shards than walks."""
    shards = spread(line(), durations(1), count)

    assert [walk_name(plan) for plan in line()] == [name for shard in names(shards) for name in shard]
    assert len(shards) <= count
    assert all(shard.plans for shard in shards)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_no_shard_is_much_longer_than_the_others(count: int, seed: int) -> None:
    """The longest takes at most a quarter more than the mean, its docker machines counted in."""
    shards = spread(line(), durations(seed), count)

    mean = sum(shard.seconds for shard in shards) / count
    assert max(shard.seconds for shard in shards) <= 1.25 * mean


def test_a_docker_machine_is_counted_once_for_each_shard_and_distro() -> None:
    """Two pages before it, ten seconds each: a second walk on it costs its own time only."""
    assert DOCKER
    two = [DOCKER, replace(DOCKER, page="other.md")]

    assert [40] == [shard.seconds for shard in spread(two, lambda _: 10, 1)]
    assert [30, 30] == [shard.seconds for shard in spread(two, lambda _: 10, 2)]


def test_the_same_is_spread_the_same() -> None:
    """Nothing but the arguments counts."""
    assert names(spread(line(), durations(2), 5)) == names(spread(line(), durations(2), 5))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("count", [2, 5, 8])
def test_adding_a_walk_moves_few_others_and_those_to_the_shard_beside(count: int, seed: int) -> None:
    """Of a hundred walks at most two at each cut, and none past a whole shard, wherever the new one stands."""
    walks = line()
    time = {walk_name(plan): durations(seed)(plan) for plan in walks}

    def places(plans: list[Plan]) -> dict[str, int]:
        shards = names(spread(plans, lambda plan: time.get(walk_name(plan), 60), count))
        return {name: number for number, shard in enumerate(shards) for name in shard}

    after = places(walks)
    for added in walks[::19]:
        before = places([plan for plan in walks if plan is not added])
        moves = [after[name] - before[name] for name in before if after[name] != before[name]]
        assert len(moves) <= 2 * (count - 1), walk_name(added)
        assert set(moves) <= {-1, 1}, walk_name(added)


def test_nothing_is_spread_over_no_shard() -> None:
    """A project without walks has no shards."""
    assert [] == spread([], durations(0), 5)


@pytest.mark.parametrize("text", ["0/5", "6/5", "1", "a/b", "1/0", "-1/5", "1/5/2"])
def test_a_wrong_shard_is_a_clear_error(text: str) -> None:
    """It says what it should look like."""
    with pytest.raises(HarnessError, match=r"--shard is '.*'; say which of how many, such as 2/5"):
        parse_shard(text)


def test_a_shard_is_a_number_and_a_count() -> None:
    """Counted from one."""
    assert (2, 5) == parse_shard("2/5")
