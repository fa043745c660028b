"""Of the walks that are current, some are taken all the same, so that each is walked now and then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.harness.plan import INSTALL_PAGES
from tests.harness.selection import has_its_day
from tests.unit.repository import Repository

DAYS = [date(2026, 11, 22) + timedelta(days=n) for n in range(4)]
NAMES = [f"use/page-{n}.md on debian-13" for n in range(400)]


@pytest.mark.parametrize("name", NAMES[:20])
def test_each_walk_has_its_turn(name: str) -> None:
    """On one of as many days as the sample is small."""
    assert [True] == [True for day in DAYS if has_its_day(name, 4, day)]


@pytest.mark.parametrize("day", DAYS)
def test_each_day_has_its_share(day: date) -> None:
    """A quarter, more or less."""
    assert 75 < sum(has_its_day(name, 4, day) for name in NAMES) < 125


def test_a_sample_is_taken_of_what_is_current(repository: Repository) -> None:
    """None of it if nobody asks, all of it if it is one in one."""
    repository.record()

    assert set() == repository.chosen()
    assert {"one", "other"} == repository.chosen("--sample", "1")


def test_what_needs_one_world_is_left_out_of_the_other(repository: Repository) -> None:
    """It is counted, and asking for it alone is no failure."""
    page = repository.root / "docs/one.md"
    page.write_text(page.read_text("utf-8").replace("walk:\n", "walk:\n  world: rehearsal\n", 1), "utf-8")

    assert {"other"} == repository.chosen("--world", "internet")
    status, output = repository.run("--collect-only", "--world", "internet", "docs/one.md")
    assert (0, True) == (status, "not in this world, which lacks hosts that they need: 1 walks" in output)


def test_an_image_store_is_for_pages_that_can_have_it(repository: Repository) -> None:
    """It is asked of what starts with Docker and does not want the other store; there is no evidence to go by."""
    install = repository.root / "docs/install"
    install.mkdir()
    for page in INSTALL_PAGES:  # Nothing to type there.
        (install.parent / page).write_text("# Install\n", "utf-8")
    for name, walk in (("one", "docker"), ("other", "docker\n  image_store: classic"), ("third", "bare")):
        repository.write_page(name, machine=walk, a=f"echo {name}")
    repository.record("one other third")

    assert {"one"} == repository.chosen("--image-store", "containerd")
    assert {"one", "other"} == repository.chosen("--image-store", "classic")
    assert set() == repository.chosen()
    repository.commit()
    assert set() == repository.chosen("--image-store", "containerd", "--since", "HEAD")
    repository.write_page("one", machine="docker", a="echo changed")
    assert {"one"} == repository.chosen("--image-store", "containerd", "--since", "HEAD")


def test_an_image_store_leaves_no_evidence(repository: Repository) -> None:
    """What readers see was recorded with the store that the engine has by itself."""
    status, output = repository.run("--image-store", "containerd", "--record")

    assert (4, True) == (status, "--image-store records nothing" in output)


def test_what_is_due_and_not_collected_is_an_error(repository: Repository) -> None:
    """Pytest passes over some folders unasked, such as one called build; nobody would miss the page."""
    status, output = repository.run("--collect-only", "--sample", "1", "--ignore-glob", "*/one.md")

    assert 0 != status
    assert "due, but not collected by pytest: one.md on debian-13" in output
