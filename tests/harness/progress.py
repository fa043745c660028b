"""A line per walk on the screen, instead of a dot per step."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

_WORDS = {"passed": "passed", "failed": "FAILED", "skipped": "not run"}


@dataclass
class _Tally:
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


class Progress:
    """Counts the steps of each walk as their reports come in, also from other processes."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._walks: dict[str, _Tally] = {}

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Keep pytest from printing a dot per step; it still counts."""
        if self._total(report) is None or self._config.option.verbose > 0:
            return None
        ends_here = report.when == "call" or report.skipped or report.failed
        return (report.outcome, "", "") if ends_here else ("", "", "")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print the walk's line when its last report is in."""
        total = self._total(report)
        if total is None:
            return
        walk = report.nodeid.rpartition("::")[0]
        tally = self._walks.setdefault(walk, _Tally())
        tally.seconds += report.duration
        if report.when == "call" or (report.when == "setup" and report.outcome != "passed"):
            tally.counts[report.outcome] = tally.counts.get(report.outcome, 0) + 1
        if report.when == "teardown" and sum(tally.counts.values()) == total:
            self._print(walk, self._walks.pop(walk))

    def _total(self, report: pytest.TestReport) -> int | None:
        return next(
            (int(str(value)) for name, value in getattr(report, "user_properties", ()) if name == "steps"), None
        )

    def _print(self, walk: str, tally: _Tally) -> None:
        page, _, distro = walk.rpartition("::")
        steps = ", ".join(f"{count} {_WORDS[outcome]}" for outcome, count in sorted(tally.counts.items()))
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal:
            passed = "green" if "passed" in tally.counts else "yellow"
            colour = {"red" if "failed" in tally.counts else passed: True}
            terminal.ensure_newline()
            terminal.write_line(f"{page} on {distro}: {steps} ({tally.seconds:.1f} s)", **colour)
