"""Reports: one issue for each page that failed, with what a person needs; opened once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ci import report
from tests.ci.failures import BadReport, Failure, find_logs, read_failures
from tests.ci.report import LONGEST, issue_of
from tests.unit.gh import Gh

TOLD = """\
docs/install/linux.md:42: on debian-13: a command failed
  snippet  snippets/install-engine/debian.sh:6
  command  apt-get update
  status   100
  output
    E: no ```network```"""
SYBIL = f"Example at /home/x/docs/install/linux.md, line 42, column 1 did not evaluate as expected:\n{TOLD}\n\nx:42: Y"


def line(nodeid: str, outcome: str = "failed", longrepr: object = SYBIL) -> dict[str, Any]:
    """A report as pytest-reportlog writes it."""
    return {"$report_type": "TestReport", "nodeid": nodeid, "outcome": outcome, "longrepr": longrepr, "when": "call"}


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a log of a session."""

    def log(*reports: dict[str, Any], name: str = "walks-amd64-2-of-5") -> Path:
        path = tmp_path / "logs" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        ends = [{"$report_type": "SessionStart"}, *reports, {"$report_type": "SessionFinish", "exitstatus": 1}]
        path.write_text("".join(json.dumps(one) + "\n" for one in ends), "utf-8")
        return path

    return log


def test_a_failure_says_which_walk_and_why(write: Write) -> None:
    """In the harness's words, without what Sybil adds to them; what passed or was skipped is no failure."""
    log = write(
        line("docs/install/linux.md::debian-13 second values::a (line 1)", "passed", None),
        line("docs/install/linux.md::debian-13 second values::b (line 42)"),
        line("docs/install/linux.md::debian-13 second values::c (line 50)", "skipped", ["x", 1, "Skipped: not run"]),
    )

    expected = Failure("docs/install/linux.md", "debian-13 second values", "walks-amd64-2-of-5", TOLD)
    assert [expected] == read_failures(log)


@pytest.mark.parametrize(
    ("nodeid", "longrepr", "expected"),
    [
        ("docs/x.md", "snippets/x/all.sh:3: 'b' ends here", ("", "snippets/x/all.sh:3: 'b' ends here")),
        ("docs/x.md::debian-13::a", {"reprcrash": {"message": "OSError: no disk"}}, ("debian-13", "OSError: no disk")),
        ("docs/x.md::debian-13::a", {"reprcrash": None}, ("debian-13", "failed, and did not say why")),
        ("docs/x.md::debian-13::a", "token=abc", ("debian-13", "token=<redacted>")),
    ],
    ids=["a page that cannot be read", "a traceback", "nothing", "a secret"],
)
def test_whatever_failed_is_told(write: Write, nodeid: str, longrepr: object, expected: tuple[str, str]) -> None:
    """Pytest has more than one way to say why; none of them brings a secret into an issue."""
    found = read_failures(write(line(nodeid, longrepr=longrepr)))

    assert [expected] == [(failure.walk, failure.text) for failure in found]


def test_a_test_that_is_no_walk_is_no_page(write: Write) -> None:
    """The log may be of other tests too."""
    assert [] == read_failures(write(line("tests/unit/test_data.py::test_x")))


@pytest.mark.parametrize("text", ["{", "[]\n", '{"nodeid": "docs/x.md", "outcome": "failed"}\n'])
def test_a_broken_log_is_a_clear_error(tmp_path: Path, text: str) -> None:
    """It names the file."""
    log = tmp_path / "x.jsonl"
    log.write_text(text, "utf-8")

    with pytest.raises(BadReport, match=r"x\.jsonl: is no log of pytest"):
        read_failures(log)


def test_logs_are_found_in_folders(write: Write, tmp_path: Path) -> None:
    """As artifacts are laid out; it is an error if there are none."""
    logs = [write(name="a"), write(name="b")]

    assert logs == find_logs([tmp_path])
    with pytest.raises(BadReport, match=r"no log \(\*\.jsonl\)"):
        find_logs([])


def test_an_issue_has_everything_of_its_page() -> None:
    """Walks, failures as text that cannot be anything else, the command that shows it again, the log's address."""
    walks = ("debian-13", "fedora-44 second values")
    failures = [Failure("docs/a.md", walk, "walks-arm64-1-of-5", TOLD) for walk in walks]

    issue = issue_of("docs/a.md", failures, "internet", "https://example.com/runs/7")

    assert "Walk fails: docs/a.md" == issue.title
    assert f"### debian-13 (walks-arm64-1-of-5)\n\n````text\n{TOLD}\n````\n" in issue.body
    assert "`nox -s verify -- --world internet --all --distro fedora-44 docs/a.md`" in issue.body
    assert issue.body.startswith("Walking `docs/a.md` in the internet world failed on 2 of its walks: debian-13 (")
    assert issue.body.endswith("The whole log: https://example.com/runs/7")


def test_a_very_long_issue_is_cut() -> None:
    """GitHub refuses more than 65,536 characters."""
    issue = issue_of("docs/a.md", [Failure("docs/a.md", "debian-13", "x", "word " * 20_000)], "internet", "")

    assert LONGEST < len(issue.body) < 65_536
    assert issue.body.endswith("(cut here)")


def test_one_issue_for_each_page_opened_once(write: Write, gh: Gh, capsys: pytest.CaptureFixture[str]) -> None:
    """Two pages on three walks: the page that has an open issue gets a comment there, the other a new issue."""
    write(line("docs/a.md::debian-13::x"), line("docs/b.md::debian-13::x"))
    folder = write(line("docs/a.md::fedora-44::x"), name="walks-arm64-1-of-5").parent
    gh.answers("issue list", json.dumps([{"number": n, "title": "Walk fails: docs/a.md"} for n in (12, 9)]))
    gh.answers("issue create", "https://example.com/issues/13")

    report.main(["--open", str(folder)])

    listed, comment, create = gh.calls()
    assert "issue list --state open --limit 1000 --json number,title" == listed.command
    assert "issue comment 9 --body-file -" == comment.command
    assert "issue create --title Walk fails: docs/b.md --body-file -" == create.command
    assert ("failed on 2 of its walks" in comment.said, "failed on 1 of its walks" in create.said) == (True, True)
    assert capsys.readouterr().out.splitlines()[-1] == "https://example.com/issues/13"


def test_without_open_nothing_is_sent(write: Write, gh: Gh, capsys: pytest.CaptureFixture[str]) -> None:
    """The issues are printed; and a night without failures says so."""
    report.main([str(write(line("docs/a.md::debian-13::x")))])
    report.main(["--open", str(write())])

    said = capsys.readouterr()
    assert [] == gh.calls()
    assert "# Walk fails: docs/a.md\n" in said.out
    assert ["1 pages failed", "0 pages failed"] == said.err.splitlines()


def test_what_gh_complains_of_is_told(write: Write, gh: Gh) -> None:
    """With the command that failed."""
    gh.fails("issue list", "HTTP 403: Resource not accessible by integration")

    with pytest.raises(SystemExit, match=r"gh issue list .* failed:\nHTTP 403: Resource not accessible"):
        report.main(["--open", str(write(line("docs/a.md::debian-13::x")))])
