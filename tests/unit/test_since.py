"""Which walks a change makes due: judged by the evidence of the commit before it, not by what it brings along."""

from __future__ import annotations

from pathlib import Path

from tests.containers.project import Project
from tests.unit.repository import Repository


def test_evidence_that_a_change_brings_along_does_not_count(repository: Repository) -> None:
    """It makes the page current, and still it is walked; the page that did not change is not."""
    repository.write_page("one", a="echo A")
    repository.record()
    repository.commit()

    assert set() == repository.chosen()
    assert {"one"} == repository.chosen("--since", "HEAD^1")
    assert set() == repository.chosen("--since", "HEAD")


def test_a_change_that_is_not_committed_counts_too(repository: Repository) -> None:
    """The pages are those of the working tree."""
    repository.write_page("other", b="echo B")

    assert {"other"} == repository.chosen("--since", "HEAD")


def test_all_is_all(repository: Repository) -> None:
    """Whatever is current, and since when."""
    assert {"one", "other"} == repository.chosen("--since", "HEAD", "--all")


def test_a_commit_without_evidence_makes_everything_due(repository: Repository) -> None:
    """As at the project's beginning."""
    repository.git("rm", "-r", "--quiet", "snippets/evidence")
    repository.commit()
    repository.record()

    assert {"one", "other"} == repository.chosen("--since", "HEAD")


def test_evidence_of_an_older_format_makes_its_page_due(repository: Repository) -> None:
    """It is no error: the change may be the one that changes the format."""
    path = repository.root / "snippets/evidence/rehearsal/one/debian-13.json"
    path.write_text('{"format": 1}', "utf-8")
    repository.commit()
    repository.record()

    assert {"one"} == repository.chosen("--since", "HEAD")


def test_an_unknown_commit_is_a_clear_error(repository: Repository) -> None:
    """In one line, before anything starts."""
    status, output = repository.run("--since", "nowhere")

    assert status == 4
    assert "ERROR: --since is 'nowhere': git knows no such commit here; fetch it" in output
    assert "Traceback" not in output


def test_what_is_no_repository_is_a_clear_error(tmp_path: Path) -> None:
    """Git's own words say so."""
    project = Project.make(tmp_path, "")
    project.write_page("one", a="echo a")

    status, output = project.run("--since", "HEAD")

    assert (4, True) == (status, "--since is 'HEAD': fatal: not a git repository" in output)


def test_shards_are_of_all_pages_whatever_was_asked_for(repository: Repository) -> None:
    """A page is in one of the two, also if it is the only one that is asked for."""
    asked = [repository.chosen("--all", "--shard", f"{n}/2", "--deselect", "docs/one.md") for n in (1, 2)]

    assert [{"one"}, {"other"}] == [repository.chosen("--all", "--shard", f"{n}/2") for n in (1, 2)]
    assert [set(), {"other"}] == asked
    assert 0 == repository.run("--shard", "1/2")[0]
