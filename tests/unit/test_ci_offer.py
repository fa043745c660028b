"""Offering evidence: one pull request, however many nights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ci.offer import BRANCH, offer
from tests.unit.gh import Gh
from tests.unit.repository import Repository


@pytest.fixture
def origin(repository: Repository, tmp_path: Path) -> Repository:
    """Where the repository pushes to."""
    path = tmp_path / "origin.git"
    repository.git("init", "--quiet", "--bare", str(path))
    repository.git("remote", "add", "origin", str(path))
    repository.git("push", "--quiet", "origin", "main")
    return Repository(path, "")


def changed(origin: Repository) -> list[str]:
    """The files that the offered commit changes, and the commits that it adds."""
    return origin.git("diff", "--name-only", "main", BRANCH).splitlines()


def test_what_was_recorded_is_offered(repository: Repository, origin: Repository, gh: Gh) -> None:
    """In a commit of evidence and durations and nothing else, on a branch of its own."""
    repository.record("one", date="2026-11-25", seconds=99)
    (repository.root / "docs/one.md").write_text("changed", "utf-8")
    gh.answers("pr create", "https://example.com/pull/1")

    done = offer(repository.root, push=True)

    assert "opened https://example.com/pull/1" == done
    assert ["snippets/evidence/rehearsal/one/debian-13.json", "tests/durations.json"] == changed(origin)
    assert "github-actions[bot]" == origin.git("log", "-1", "--format=%an", BRANCH).strip()
    assert ["pr list", "pr create"] == [" ".join(call.command.split()[:2]) for call in gh.calls()]


def test_the_next_night_takes_its_place(repository: Repository, origin: Repository, gh: Gh) -> None:
    """The open pull request gets the new commit instead of the old one."""
    repository.record("one", date="2026-11-25")
    offer(repository.root, push=True)
    repository.git("reset", "--quiet", "--hard", "origin/main")
    repository.record("other", date="2026-11-26")
    gh.answers("pr list", "https://example.com/pull/1")

    done = offer(repository.root, push=True)

    assert "updated https://example.com/pull/1" == done
    assert ["snippets/evidence/rehearsal/other/debian-13.json"] == changed(origin)
    assert "1" == origin.git("rev-list", "--count", f"main..{BRANCH}").strip()


def test_without_push_nothing_leaves_the_machine(repository: Repository, origin: Repository, gh: Gh) -> None:
    """Not even the index changes."""
    repository.record("one", date="2026-11-25")

    done = offer(repository.root, push=False)

    assert "M snippets/evidence/rehearsal/one/debian-13.json" in done
    assert ("", []) == (repository.git("diff", "--cached", "--name-only"), gh.calls())
    assert "main" == origin.git("branch", "--format=%(refname:short)").strip()


def test_a_night_that_recorded_nothing_offers_nothing(repository: Repository, origin: Repository, gh: Gh) -> None:
    """No empty commit, no empty pull request."""
    assert "nothing was recorded that is not there already" == offer(repository.root, push=True)
    assert "main" == origin.git("branch", "--format=%(refname:short)").strip()
    assert [] == gh.calls()


def test_a_failure_is_told_with_its_command(repository: Repository, origin: Repository, gh: Gh) -> None:
    """In the words of the program that failed."""
    repository.record("one", date="2026-11-25")
    gh.fails("pr create", json.dumps("GitHub Actions is not permitted to create or approve pull requests"))

    with pytest.raises(SystemExit, match=r"(?s)gh .*failed:.*not permitted to create"):
        offer(repository.root, push=True)
