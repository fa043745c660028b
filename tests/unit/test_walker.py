"""Walks with a machine that only answers: what counts as failed, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from snippets.call import Call
from snippets.distro import load_distros
from snippets.snippet import Section
from snippets.step import MISTAKE, RUN, Options, Step
from snippets.walk import Walk
from tests.harness.machine import Machine
from tests.harness.plan import Plan
from tests.harness.run import Run
from tests.harness.walker import Walker

DISTRO = load_distros()["debian-13"]
SOURCE = "#en One.\n#zh 一。\necho one\nfalse\n"
STEP = Step(RUN, "topic", Section("a", Path("snippets/topic/all.sh"), 10, SOURCE), None, Options())


class Scripted:
    """A terminal that answers with prepared runs, and remembers what it was fed."""

    def __init__(self, *runs: Run) -> None:
        self.runs, self.fed = list(runs), list[str]()

    def run(self, text: str, _time_limit: float) -> Run:
        """The next answer."""
        self.fed.append(text)
        return self.runs.pop(0)

    def close(self) -> None:
        """Nothing to hang up."""


def walker(step: Step, *runs: Run, variant: str = "", values: dict[str, str] | None = None) -> tuple[Walker, Scripted]:
    """A walker of a page with one step, whose terminal answers ``runs``."""
    walk = Walk("bare", (DISTRO,), "open", "once")
    plan = Plan("use/page.md", DISTRO, variant, walk, (step,), (Call(RUN, ("topic", "a"), 42),), values or {})
    walker, terminal = Walker(plan, cast("Machine", None)), Scripted(*runs)
    cast("Any", walker)._terminal = terminal
    return walker, terminal


def test_a_step_that_passes_leaves_an_outcome() -> None:
    """The transcript is kept, normalised."""
    one, _ = walker(STEP, Run(output=b"up 3 seconds\r\n"))

    assert one.step(0) == ""
    assert [("topic/a", "passed", "up <time>")] == [(o.step, o.outcome, o.transcript) for o in one.outcomes]


def test_a_failure_names_all_places() -> None:
    """Page line, snippet line, command, exit status, last output."""
    one, _ = walker(STEP, Run(status=1, line=3, command="false", output=b"one\r\n"))

    assert one.step(0) == (
        "docs/use/page.md:42: on debian-13: a command failed\n"
        "  snippet  snippets/topic/all.sh:13\n"
        "  command  false\n"
        "  status   1\n"
        "  output\n"
        "    one"
    )


def test_a_failure_tells_no_secret() -> None:
    """It is printed in public logs, and may be copied into an issue."""
    run = Run(
        status=1, line=3, command="curl https://me:pw1@example.com", output=b"Authorization: Bearer x2\r\ntoken=y3"
    )

    told = walker(STEP, run)[0].step(0)

    assert [secret for secret in ("pw1", "x2", "y3") if secret in told] == []
    assert "command  curl https://<redacted>@example.com" in told


@pytest.mark.parametrize(
    ("options", "run", "problem"),
    [
        (
            Options(),
            Run(stopped="it took longer than its limit of 5 s", status=1),
            "it took longer than its limit of 5 s",
        ),
        (Options(), Run(ended_terminal=True, status=3), "it ended the terminal, with exit status 3"),
        (Options(ends_terminal=True), Run(), "it was to end the terminal"),
        (Options(), Run(output=b"\xff"), "it does not print text: byte 0"),
    ],
)
def test_each_problem_is_told_as_what_it_is(options: Options, run: Run, problem: str) -> None:
    """A reader of the message need not guess."""
    one, _ = walker(replace(STEP, options=options), run)

    assert problem in one.step(0)
    assert one.outcomes == []


def test_a_mistake_that_succeeds_fails_the_walk() -> None:
    """What the guide warns of must really go wrong."""
    mistake = replace(STEP, macro=MISTAKE)

    assert "it succeeds" in walker(mistake, Run())[0].step(0)
    assert walker(mistake, Run(status=1, command="false"))[0].step(0) == ""
    assert "limit" in walker(mistake, Run(status=1, stopped="its limit"))[0].step(0)


def test_a_step_must_say_what_it_is_to_say() -> None:
    """Also a mistake, which may fail for another reason; how the lines are broken does not count."""
    step = replace(STEP, macro=MISTAKE, options=Options(says="port 80 is taken"))

    said, _ = walker(step, Run(status=1, output=b"error: port 80\r\nis taken\r\n"))
    other = replace(step, options=replace(step.options, says_with_containerd="not free"))
    said_otherwise, _ = walker(other, Run(status=1, output=b"port 80 is not free\r\n"))
    unsaid, _ = walker(step, Run(status=1, output=b"no such host\r\n"))

    assert ("", "") == (said.step(0), said_otherwise.step(0))
    assert "its output was to hold (says): port 80 is taken" in unsaid.step(0)


def test_a_check_that_fails_fails_the_step() -> None:
    """The message points into the check."""
    check = Section("a-check", Path("snippets/topic/all.sh"), 20, "test -e /x\n")
    one, terminal = walker(replace(STEP, check=check), Run(), Run(status=1, line=1, command="test -e /x"))

    message = one.step(0)

    assert "the check of this step failed\n  snippet  snippets/topic/all.sh:20" in message
    assert terminal.fed[1] == "( set -e +o pipefail; test -e /x\n)\n"


def test_the_second_walk_runs_the_chinese_text_with_the_second_values() -> None:
    """Nothing is hard-wired, and the Chinese comments are harmless."""
    section = replace(STEP.shown, source="#en Via.\n#zh 经由。\ncurl -x http://proxy.example.com:7897 x\n")
    one, terminal = walker(replace(STEP, shown=section), Run(), variant="second", values={"proxy": "p.test:1"})

    one.step(0)

    assert terminal.fed == ["# 经由。\ncurl -x http://p.test:1 x\n"]


def test_a_step_that_is_not_run_is_noted_as_such() -> None:
    """It leaves an outcome without a transcript."""
    one, terminal = walker(replace(STEP, options=Options(not_run={"en": "no GPU", "zh": "没有 GPU"})))

    assert one.step(0) == ""
    assert [("not run", "")] == [(o.outcome, o.transcript) for o in one.outcomes]
    assert terminal.fed == []
