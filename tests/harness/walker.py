"""Follows one plan on one machine, in one terminal, from top to bottom."""

from __future__ import annotations

from snippets.comment import line_in_source
from snippets.evidence import Outcome
from snippets.parameter import substitute
from snippets.snippet import Section
from snippets.step import MISTAKE, WRITE, Step
from tests.harness.errors import MachineFailed
from tests.harness.machine import Machine
from tests.harness.plan import Plan
from tests.harness.run import Run
from tests.harness.screen import NotText, render
from tests.harness.terminal import Terminal
from tests.harness.transcript import normalise, redact

_LAST_LINES = 25


class Walker:
    """The walk of one plan; keeps the outcomes of its steps."""

    def __init__(self, plan: Plan, machine: Machine) -> None:
        self.plan, self.machine = plan, machine
        self.outcomes: list[Outcome] = []
        self.seconds = 0.0
        self._terminal: Terminal | None = None

    def step(self, index: int) -> str:
        """Take the step; returns what failed, as a message, or nothing."""
        step = self.plan.steps[index]
        if step.options.not_run:
            self._note(step, "not run", "")
            return ""
        if step.macro == WRITE:
            return self._write(step, index)
        return self._run(step, index)

    def close(self) -> None:
        """Hang up, then end the machine."""
        if self._terminal:
            self._terminal.close()
        self.machine.remove()

    def folder(self) -> str:
        """Where the reader's terminal stands, for a shell beside it."""
        return self._terminal.folder() if self._terminal else "/"

    def _run(self, step: Step, index: int) -> str:
        run = self._feed(self._text(step.shown), step.options.time_limit)
        try:
            transcript = normalise(render(run.output))
        except NotText as e:
            return self._failure(index, step.shown, run, f"it does not print text: {e}")
        if problem := _problem(step, run):
            return self._failure(index, step.shown, run, problem)
        if problem := self._unsaid(step, transcript):
            return self._failure(index, step.shown, run, problem)
        if step.options.reboots:
            self._reboot()
        self._note(step, "failed as it must" if step.macro == MISTAKE else "passed", transcript)
        return self._check(step, index)

    def _unsaid(self, step: Step, transcript: str) -> str:
        if step.has_said(transcript, self.plan.values):
            return ""
        return f"its output was to hold (says): {substitute(step.options.says, self.plan.values)}"

    def _reboot(self) -> None:
        if self._terminal:
            self._terminal.close()
            self._terminal = None
        self.machine.switch_on()

    def _write(self, step: Step, index: int) -> str:
        target = step.options.target
        assert target is not None, "topic.py gives every file a target"
        try:
            self.machine.write_file(target.path, self._text(step.shown), target.mode, target.owner)
        except MachineFailed as e:
            return self._failure(index, step.shown, Run(status=1), str(e))
        self._note(step, "passed", "")
        return self._check(step, index)

    def _check(self, step: Step, index: int) -> str:
        if step.check is None:
            return ""
        # In a subshell, so that a check leaves no trace in the reader's terminal; it starts on the same line.
        # `logs | grep -q word` ends the writer early, which is no failure: what counts is what the last command finds.
        run = self._feed(f"( set -e +o pipefail; {self._text(step.check)})\n", step.options.time_limit)
        if run.failed or run.ended_terminal:
            return self._failure(index, step.check, run, run.stopped or "the check of this step failed")
        return ""

    def _feed(self, text: str, time_limit: float) -> Run:
        if self._terminal is None:
            self._terminal = Terminal(self.machine)
        run = self._terminal.run(text, time_limit)
        if run.ended_terminal:
            self._terminal.close()
            self._terminal = None
        self.seconds += run.seconds
        return run

    def _text(self, section: Section) -> str:
        return substitute(section.shown(self.plan.language), self.plan.values)

    def _note(self, step: Step, outcome: str, transcript: str) -> None:
        self.outcomes.append(Outcome(step.key, step.macro, step.digests(), outcome, transcript))

    def _failure(self, index: int, section: Section, run: Run, problem: str) -> str:
        line = section.line + line_in_source(section.source, self.plan.language, run.line) - 1
        lines = [
            f"docs/{self.plan.page}:{self.plan.calls[index].line}: on {self.plan.name}: {problem}",
            f"  snippet  {section.path}:{line}",
        ]
        if run.command:
            lines.append(f"  command  {run.command}")
        if run.status and not run.stopped:
            lines.append(f"  status   {run.status}")
        output = _last_lines(run.output)
        return redact("\n".join([*lines, "  output", *(f"    {line}" for line in output or ["(none)"])]))


def _problem(step: Step, run: Run) -> str:
    if run.stopped:
        return run.stopped
    if run.ended_terminal and step.options.reboots:
        return ""
    if run.ended_terminal and not step.options.ends_terminal:
        return f"it ended the terminal, with exit status {run.status}"
    if step.options.ends_terminal:
        return "" if run.ended_terminal else "it was to end the terminal (ends_terminal), and did not"
    if step.macro == MISTAKE:
        return "" if run.failed else "it is shown as a mistake, but it succeeds"
    return "a command failed" if run.failed else ""


def _last_lines(output: bytes) -> list[str]:
    try:
        text = render(output)
    except NotText:
        text = render(output.decode("utf-8", "backslashreplace").encode())
    return text.splitlines()[-_LAST_LINES:]
