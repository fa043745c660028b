"""A run over several workers: what is counted, and what happens when one is lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import execnet
import pytest

from tests.harness.errors import HostUnusable
from tests.harness.hosts import host_name
from tests.harness.walk_scheduling import WalkScheduling
from tests.harness.walk_session import WalkSession
from tests.unit.workers import Config, Worker, walk

LONG, SHORT = walk("long", 3), walk("short", 3)
STEPS = [*LONG, *SHORT]
ONE, OTHER = "ssh=one//chdir=/guide", "ssh=other//chdir=/guide"
GONE = "Not properly terminated"


class Hosts:
    """Starts stand-ins for workers on the hosts that are up."""

    def __init__(self, *specs: str) -> None:
        self.specs = [execnet.XSpec(spec) for spec in specs]
        self.down: set[str] = set()
        self.started: list[Worker] = []
        self.group = SimpleNamespace(allocate_id=lambda spec: setattr(spec, "id", f"gw{len(self.started)}"))

    def setup_node(self, spec: execnet.XSpec, _put: Any) -> Worker:
        """Start one."""
        if host_name(spec) in self.down:
            raise HostUnusable(f"{host_name(spec)}: no route")
        worker = Worker(str(spec.id), str(spec))
        self.started.append(worker)
        return worker


class Run:
    """A session over workers, one for each specification."""

    def __init__(self, *specs: str, restarts: str | None = None) -> None:
        self.config, self.hosts = Config(*specs, restarts=restarts), Hosts(*specs)
        self.session = cast("Any", WalkSession(cast("pytest.Config", self.config)))
        self.session.sched = WalkScheduling(self.config, self.session.log)
        self.session._session, self.session.nodemanager = SimpleNamespace(), self.hosts
        self.session.shouldstop = False
        self.workers = [Worker(f"gw-{number}", spec) for number, spec in enumerate(specs)]
        self.session._active_nodes.update(self.workers)

    @classmethod
    def begun(cls, *specs: str, restarts: str | None = None) -> Run:
        """One whose workers have found their walks."""
        run = cls(*specs, restarts=restarts)
        for worker in run.workers:
            run.find(worker)
        return run

    def find(self, worker: Worker) -> None:
        """Let a worker say that it is ready, and what it has found."""
        self.session.worker_workerready(worker, {})
        self.session.worker_collectionfinish(worker, STEPS)

    def take(self, worker: Worker, *steps: str) -> None:
        """Let a worker pass some steps."""
        for step in steps:
            report = pytest.TestReport(step, ("", None, ""), {}, "passed", None, "call")
            self.session.worker_testreport(worker, report)
            self.session.worker_runtest_protocol_complete(worker, STEPS.index(step), 0.1)

    def end(self, worker: Worker, **how: object) -> None:
        """Let a worker say goodbye."""
        worker.workeroutput = {"exitstatus": 0, "shouldfail": False, "shouldstop": False, **how}
        self.session.worker_workerfinished(worker)

    def counted(self) -> list[str]:
        """What was passed on to pytest: the steps, and what came of them."""
        return [f"{r.nodeid.rpartition('::')[2]} {r.outcome}" for r in self.config.reports if r.when != "teardown"]

    def status(self, before: int = 0) -> int:
        """The exit status, which was ``before`` without what the session has to say."""
        session = SimpleNamespace(exitstatus=before)
        self.session.nodemanager = None
        self.session.pytest_sessionfinish(session)
        return int(session.exitstatus)

    def summary(self) -> list[str]:
        """The lines below the results."""
        lines: list[str] = []
        reporter = SimpleNamespace(section=lambda title, **_: lines.append(title), write_line=lines.append)
        self.session.pytest_terminal_summary(reporter)
        return lines


def test_a_walk_counts_when_it_is_done() -> None:
    """Its reports come together."""
    run = Run.begun(ONE, OTHER)
    one, _ = run.workers

    run.take(one, *LONG[:2])
    assert [] == run.counted()

    run.take(one, LONG[2])
    assert ["step-0 passed", "step-1 passed", "step-2 passed"] == run.counted()


def test_a_walk_begun_again_counts_once() -> None:
    """What the dead worker reported of it is forgotten; the run has not failed."""
    run = Run.begun(ONE, OTHER)
    one, other = run.workers
    run.take(one, *LONG[:2])
    run.hosts.down = {"one"}

    run.session.worker_errordown(one, GONE)
    run.take(other, *SHORT)
    (new,) = run.hosts.started
    run.find(new)
    run.take(new, *LONG)

    assert "other" == host_name(new.gateway.spec)
    assert [0, 1, 2] == new.given
    assert ["step-0 passed", "step-1 passed", "step-2 passed"] * 2 == run.counted()
    assert run.status() == pytest.ExitCode.OK
    assert run.summary() == [
        "lost workers",
        "lost gw-0 on one: it died, or its host did, during docs/long.md on debian-13",
        "not replaced, one: no route",
        "begun again from its first step: docs/long.md on debian-13",
    ]


def test_a_worker_is_replaced_on_its_host() -> None:
    """If the host answers."""
    run = Run.begun("popen", "popen")
    one, _ = run.workers

    run.session.worker_errordown(one, GONE)

    assert ["this computer"] == [host_name(worker.gateway.spec) for worker in run.hosts.started]
    assert not run.session.session_finished


def test_a_run_that_is_about_to_end_goes_on() -> None:
    """Everybody was told to end, and then the one with the last walk dies: the new worker takes it."""
    run = Run.begun("popen", "popen")
    one, other = run.workers
    run.take(other, *SHORT)
    run.session.triggershutdown()

    run.session.worker_errordown(one, GONE)
    (new,) = run.hosts.started
    run.find(new)

    assert [0, 1, 2] == new.given


def test_nobody_is_replaced_when_all_is_done() -> None:
    """A host that dies at the end has lost nothing."""
    run = Run.begun(ONE, OTHER)
    one, other = run.workers
    run.take(one, *LONG)
    run.take(other, *SHORT)

    run.session.worker_errordown(one, GONE)

    assert [] == run.hosts.started
    assert run.status() == pytest.ExitCode.OK
    assert run.summary() == ["lost workers", "lost gw-0 on one: it died, or its host did"]


def test_without_hosts_what_is_left_is_not_run() -> None:
    """What was done stays; the rest is named, each of its steps is counted, and the run fails."""
    run = Run.begun(ONE, OTHER)
    one, other = run.workers
    run.take(one, *LONG)
    run.hosts.down = {"one", "other"}
    run.end(one)

    run.session.worker_errordown(other, GONE)

    assert ["step-0 passed", "step-1 passed", "step-2 passed"] == run.counted()[:3]
    assert ["step-0 skipped", "step-1 skipped", "step-2 skipped"] == run.counted()[3:]
    assert "not run, as no host is left: docs/short.md on debian-13" == run.summary()[-1]
    assert not any("begun again" in line for line in run.summary())
    assert run.session.session_finished
    assert run.status() == pytest.ExitCode.TESTS_FAILED


def test_an_interrupted_run_stays_interrupted() -> None:
    """Its exit status says more than ours."""
    run = Run.begun(ONE)
    run.hosts.down = {"one"}

    run.session.worker_errordown(run.workers[0], GONE)

    assert run.status(before=2) == pytest.ExitCode.INTERRUPTED


def test_hosts_that_die_before_they_say_what_they_found() -> None:
    """Nothing was run, and the run fails."""
    run = Run(ONE)
    run.hosts.down = {"one"}

    run.session.worker_errordown(run.workers[0], GONE)

    assert "nothing was run, as no host is left" == run.summary()[-1]
    assert run.session.session_finished
    assert run.status(before=5) == pytest.ExitCode.TESTS_FAILED


def test_a_worker_that_gives_up_is_not_replaced_on_its_host() -> None:
    """Its engine does not start, for example: its walks go elsewhere, and it is said why."""
    run = Run.begun(ONE, OTHER)
    one, _ = run.workers

    run.end(one, exitstatus=1, trouble="No Docker Engine answers.")

    assert ["other"] == [host_name(worker.gateway.spec) for worker in run.hosts.started]
    assert "lost gw-0 on one: No Docker Engine answers., during docs/long.md on debian-13" == run.summary()[1]


def test_what_a_stopped_worker_reported_is_shown() -> None:
    """With -x a walk is left in its middle; its failure is not lost, and nothing is begun again."""
    run = Run.begun(ONE, OTHER)
    one, _ = run.workers
    run.take(one, LONG[0])

    run.end(one, exitstatus=1, shouldfail="stopping after 1 failures")

    assert ["step-0 passed"] == run.counted()
    assert [] == run.hosts.started
    assert "stopping after 1 failures" == run.session.shouldstop


@pytest.mark.parametrize(("restarts", "started"), [("0", 0), ("1", 1), (None, 4)])
def test_workers_are_not_replaced_for_ever(restarts: str | None, started: int) -> None:
    """--max-worker-restart is a limit, and there is one without it."""
    run = Run.begun("popen", restarts=restarts)
    worker = run.workers[0]
    for _ in range(9):
        run.session.worker_errordown(worker, GONE)
        if run.session.session_finished:
            break
        worker = run.hosts.started[-1]

    assert started == len(run.hosts.started)
    assert run.status() == pytest.ExitCode.TESTS_FAILED
