"""Which worker takes which walk, and what becomes of a dead one's."""

from __future__ import annotations

from tests.harness.walk_scheduling import ATTEMPTS, WalkScheduling
from tests.unit.workers import Config, Worker, walk

LONG, SHORT, LAST = walk("long", 5), walk("short", 4), walk("last", 3)
STEPS = [*LONG, *SHORT, *LAST]
FIRST_LONG, FIRST_SHORT, FIRST_LAST = 0, 5, 9


def scheduled(workers: int, steps: list[str] = STEPS) -> tuple[WalkScheduling, list[Worker]]:
    """Walks in the hands of so many workers."""
    scheduling = WalkScheduling(Config(*["popen"] * workers))
    nodes = [Worker(f"gw{number}") for number in range(workers)]
    for node in nodes:
        scheduling.add_node(node)
        scheduling.add_node_collection(node, steps)
    scheduling.schedule()
    return scheduling, nodes


def test_a_worker_gets_whole_walks() -> None:
    """The longest first; a worker that has two steps left gets the next."""
    scheduling, (one, other) = scheduled(2)
    assert ([0, 1, 2, 3, 4], [5, 6, 7, 8]) == (one.given, other.given)

    scheduling.mark_test_complete(other, 5)
    scheduling.mark_test_complete(other, 6)

    assert [5, 6, 7, 8, 9, 10, 11] == other.given


def test_a_walk_is_whole_when_its_last_step_is_done() -> None:
    """Not before."""
    scheduling, (one, _) = scheduled(2)
    whole = []

    for step in range(5):
        scheduling.mark_test_complete(one, step)
        whole.append(scheduling.is_whole(one, step))

    assert [False, False, False, False, True] == whole


def test_a_dead_workers_walk_begins_again() -> None:
    """From its first step, before what nobody has begun; steps that were done are done again."""
    scheduling, (one, other) = scheduled(2)
    scheduling.mark_test_complete(one, 0)
    assert ["docs/long.md::debian-13"] == scheduling.unfinished(one)

    scheduling.remove_node(one)

    assert ["docs/long.md::debian-13", "docs/last.md::debian-13"] == list(scheduling.workqueue)
    scheduling.mark_test_complete(other, 5)
    scheduling.mark_test_complete(other, 6)
    assert [5, 6, 7, 8, 0, 1, 2, 3, 4] == other.given


def test_a_walk_that_was_done_stays_done() -> None:
    """A worker that dies after its walk takes nothing with it."""
    scheduling, (one, other) = scheduled(2, [*LONG, *SHORT])
    for step in range(5):
        scheduling.mark_test_complete(one, step)

    scheduling.remove_node(one)

    assert not scheduling.waits
    assert [] == scheduling.unfinished(one)
    assert [5, 6, 7, 8] == other.given


def test_a_walk_waits_if_nobody_can_take_it() -> None:
    """A worker that was told to end gets nothing more."""
    scheduling, (one, other) = scheduled(2, [*LONG, *SHORT])
    assert other.shutting_down

    scheduling.remove_node(one)

    assert scheduling.waits
    assert not scheduling.tests_finished
    assert [5, 6, 7, 8] == other.given


def test_a_worker_that_comes_later_takes_what_waits() -> None:
    """If it has found the same steps."""
    scheduling, (one, _) = scheduled(2, [*LONG, *SHORT])
    scheduling.remove_node(one)
    late = Worker("gw2")

    scheduling.add_node(late)
    scheduling.add_node_collection(late, [*LONG, *SHORT])
    scheduling.schedule()

    assert [0, 1, 2, 3, 4] == late.given
    assert not scheduling.waits


def test_a_worker_that_finds_other_steps_gets_none() -> None:
    """Its checkout was changed since."""
    scheduling, (one, _) = scheduled(2, [*LONG, *SHORT])
    scheduling.remove_node(one)
    late = Worker("gw2")

    scheduling.add_node(late)
    scheduling.add_node_collection(late, LONG)
    scheduling.schedule()

    assert late.shutting_down
    assert [] == late.given
    assert scheduling.waits


def test_a_worker_that_has_not_said_what_it_found_is_waited_for() -> None:
    """What a dead one leaves meanwhile is not handed to it."""
    scheduling, (one, _) = scheduled(2, [*LONG, *SHORT])
    late = Worker("gw2")
    scheduling.add_node(late)

    scheduling.remove_node(one)

    assert [] == late.given
    assert not late.shutting_down


def test_a_walk_during_which_workers_die_is_given_up() -> None:
    """It may be what kills them."""
    scheduling, (node,) = scheduled(1, LONG)
    for number in range(1, ATTEMPTS):
        scheduling.remove_node(node)
        assert {} == scheduling.abandoned
        node = Worker(f"gw{number}")
        scheduling.add_node(node)
        scheduling.add_node_collection(node, LONG)
        scheduling.schedule()

    scheduling.remove_node(node)

    assert {"docs/long.md::debian-13": dict.fromkeys(LONG, False)} == scheduling.abandoned
    assert not scheduling.waits


def test_what_no_worker_began_is_not_held_against_it() -> None:
    """Only the walk under way counts: the one behind it was not begun."""
    scheduling, (node,) = scheduled(1, [*LAST, *SHORT])
    for step in (3, 4):
        scheduling.mark_test_complete(node, step)
    assert ["docs/short.md::debian-13", "docs/last.md::debian-13"] == scheduling.unfinished(node)

    scheduling.remove_node(node)

    assert {"docs/short.md::debian-13": 1} == scheduling._deaths


def test_the_rest_begins_without_a_worker_that_died_early() -> None:
    """One that never said what it found is not waited for, unless it is replaced."""
    scheduling = WalkScheduling(Config("popen", "popen"))
    one, other = Worker("gw0"), Worker("gw1")
    for node in (one, other):
        scheduling.add_node(node)
    scheduling.add_node_collection(one, LONG)
    scheduling.remove_node(other)
    assert scheduling.waits

    scheduling.do_without(other)

    assert [0, 1, 2, 3, 4] == one.given


def test_nobody_is_left_to_say_which_walks_there_are() -> None:
    """That is not the same as having done them all."""
    scheduling = WalkScheduling(Config("popen"))

    scheduling.do_without(Worker("gw0"))

    assert scheduling.waits
