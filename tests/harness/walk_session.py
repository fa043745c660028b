"""One run over several workers: xdist's session, which loses nothing when a worker or its host dies."""

from __future__ import annotations

import copy
from typing import Any

import execnet
import pytest
from xdist.dsession import DSession

from tests.harness.errors import HostUnusable
from tests.harness.hosts import Hosts, host_name
from tests.harness.walk_scheduling import Steps, WalkScheduling

_GONE = "Not properly terminated"
"""What xdist says of a worker that can be asked no more."""


class WalkSession(DSession):  # type: ignore[misc]
    """Passes a walk's reports on when all of its steps are done, so that one begun again counts once.

    A worker that dies is replaced on its host. If that fails its host is taken for dead, and a worker is started on
    another one, unless one that lives can still take walks. What nobody is left for is reported as not run.
    """

    sched: WalkScheduling

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self._held: dict[Any, list[pytest.TestReport]] = {}
        self._dead: set[str] = set()
        self._lost: list[str] = []
        self._again: dict[str, str] = {}
        self._not_run: dict[str, str] = {}
        given = config.option.maxworkerrestart
        self._spares = int(given) if given is not None else 4 * len(config.option.tx)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Start the workers, all or none.

        Raises:
            UsageError: a host cannot be used.
        """
        self._session, self.nodemanager = session, Hosts(self.config)
        try:
            self._active_nodes.update(self.nodemanager.setup_nodes(putevent=self.queue.put))
        except HostUnusable as e:
            self.nodemanager.teardown_nodes()
            raise pytest.UsageError(str(e)) from e

    def worker_testreport(self, node: Any, rep: pytest.TestReport) -> None:
        """Hold the report back until the walk is done."""
        self._held.setdefault(node, []).append(rep)

    def worker_runtest_protocol_complete(self, node: Any, item_index: int, duration: float) -> None:
        """Pass the walk's reports on, if this was its last step."""
        super().worker_runtest_protocol_complete(node, item_index, duration)
        if self.sched.is_whole(node, item_index):
            self._pass_on(node)

    def worker_workerfinished(self, node: Any) -> None:
        """See a worker off; if it has not done all it was given, its host cannot be worked on."""
        ended = node.workeroutput
        stopped = ended["exitstatus"] == pytest.ExitCode.INTERRUPTED or ended["shouldfail"] or ended["shouldstop"]
        if stopped or not self.sched.unfinished(node):
            self._pass_on(node)
            super().worker_workerfinished(node)
        else:
            self.config.hook.pytest_testnodedown(node=node, error=None)
            self._dead.add(host_name(node.gateway.spec))
            self._lose(node, ended.get("trouble") or f"ended by itself, with exit status {ended['exitstatus']}")
        self._see_to_the_rest()

    def worker_errordown(self, node: Any, error: object) -> None:
        """Have somebody else do what a dead worker had not finished."""
        self.config.hook.pytest_testnodedown(node=node, error=error)
        told = str(error).strip().splitlines() or [_GONE]
        self._lose(node, "it died, or its host did" if told[-1] == _GONE else told[-1])
        if self.sched.waits and not self.shouldstop and not self._start(node.gateway.spec):
            self.sched.do_without(node)
        self._see_to_the_rest()

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """End the workers; a run that left walks out has failed."""
        super().pytest_sessionfinish()
        if self._not_run and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl
    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say which workers were lost, what was begun again, and what was not run."""
        if self._lost:
            terminalreporter.section("lost workers", red=bool(self._not_run), yellow=not self._not_run)
            again = [line for walk, line in self._again.items() if walk not in self._not_run]
            for line in (*self._lost, *again, *self._not_run.values()):
                terminalreporter.write_line(line)

    def _pass_on(self, node: Any) -> None:
        for report in self._held.pop(node, []):
            super().worker_testreport(node, report)

    def _lose(self, node: Any, why: str) -> None:
        self._active_nodes.discard(node)
        under_way = self.sched.unfinished(node)[:1]
        if node in self.sched.nodes:
            self.sched.remove_node(node)
        during = f", during {_title(under_way[0])}" if under_way else ""
        self._tell(f"lost {node.gateway.id} on {host_name(node.gateway.spec)}: {why}{during}")
        self._again |= {walk: f"begun again from its first step: {_title(walk)}" for walk in under_way}

    def _see_to_the_rest(self) -> None:
        """Start a worker if walks wait for one and nobody living can take them; without any, end the run."""
        self._report_abandoned("three workers died during it")
        if self.shouldstop or not self.sched.waits or any(not node.shutting_down for node in self._active_nodes):
            return
        specs = {host_name(spec): spec for spec in self.nodemanager.specs}
        if any(self._start(spec) for spec in specs.values()):
            return
        if self.sched.collection is None:
            self._not_run[""] = "nothing was run, as no host is left"
        self.sched.abandon_all()
        self._report_abandoned("no host is left" if self._spares else "no more workers may be started")
        self.triggershutdown()

    def _start(self, spec: execnet.XSpec) -> bool:
        if host_name(spec) in self._dead or not self._spares:
            return False
        self._spares -= 1
        spec = copy.copy(spec)
        spec.id = None
        self.nodemanager.group.allocate_id(spec)
        try:
            node = self.nodemanager.setup_node(spec, self.queue.put)
        except HostUnusable as e:
            self._dead.add(host_name(spec))
            self._tell(f"not replaced, {e}")
            return False
        self._active_nodes.add(node)
        self.shuttingdown = False
        return True

    def _report_abandoned(self, why: str) -> None:
        abandoned, self.sched.abandoned = self.sched.abandoned, {}
        for walk, steps in abandoned.items():
            self._not_run[walk] = f"not run, as {why}: {_title(walk)}"
            for report in _not_run(steps, why):
                self.config.hook.pytest_runtest_logreport(report=report)

    def _tell(self, line: str) -> None:
        self._lost.append(line)
        if self.terminal:
            self.terminal.ensure_newline()
            self.terminal.write_line(line)


def _title(walk: str) -> str:
    page, _, distro = walk.rpartition("::")
    return f"{page} on {distro}"


def _not_run(steps: Steps, why: str) -> list[pytest.TestReport]:
    properties: list[tuple[str, object]] = [("steps", len(steps))]
    reports = []
    for step in steps:
        page = step.partition("::")[0]
        skipped = (page, None, f"not run: {why}")
        for outcome, text, when in (("skipped", skipped, "setup"), ("passed", None, "teardown")):
            report = pytest.TestReport(step, (page, None, step), {}, outcome, text, when, user_properties=properties)  # type: ignore[arg-type]
            reports.append(report)
    return reports
