"""The pytest plugin for walks: options, what is current, progress, the end of a session."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from sybil.sybil import SybilCollection
from xdist.scheduler import LoadScopeScheduling

from snippets.distro import find_distro, load_distros
from snippets.errors import SnippetsError
from snippets.evidence import WORLDS, load_evidence
from tests.harness.distro_sybil import DistroSybil
from tests.harness.errors import HarnessError
from tests.harness.evaluator import StepEvaluator
from tests.harness.parser import PlannedStep
from tests.harness.plan import DOCS, SECOND, Plan, read_plan
from tests.harness.progress import Progress
from tests.harness.surroundings import Surroundings
from tests.world.errors import WorldError
from tests.world.world import recipe

EVALUATOR = pytest.StashKey[StepEvaluator]()
COLLECT = pytest.StashKey[Any]()
CURRENT = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ``nox -s verify``."""
    group = parser.getgroup("walks")
    group.addoption("--distro", action="append", default=[], help="walk on this distro only (repeat for more)")
    group.addoption("--world", choices=WORLDS, default="rehearsal", help="what machines reach (default: rehearsal)")
    group.addoption("--record", action="store_true", help="write evidence of the walks that pass")
    group.addoption("--all", action="store_true", help="walk also what has current evidence")
    group.addoption("--keep", action="store_true", help="leave a machine running at the step that failed")


def pytest_configure(config: pytest.Config) -> None:
    """Compose one Sybil per distro and variant."""
    options = config.option
    try:
        names = options.distro or list(load_distros())
        distros = [find_distro(name, "--distro") for name in names]
    except SnippetsError as e:
        raise pytest.UsageError(str(e)) from e
    evaluator = StepEvaluator(Surroundings(options.world, _teller(config)), options.record, options.keep)
    sybils = [DistroSybil(distro, variant, evaluator) for distro in distros for variant in ("", SECOND)]
    config.stash[EVALUATOR] = evaluator
    config.stash[COLLECT] = SybilCollection(sybils).pytest()
    config.stash[CURRENT] = []
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(config))


def _teller(config: pytest.Config) -> Callable[[str], None]:
    """Tells the person who waits, although pytest captures what a test prints."""
    one_at_a_time = Lock()

    def tell(line: str) -> None:
        capture = config.pluginmanager.get_plugin("capturemanager")
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        if capture and terminal:
            with one_at_a_time, capture.global_and_fixture_disabled():
                terminal.ensure_newline()
                terminal.write_line(line)

    return tell


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """With -n, spread whole walks: their steps belong together."""
    return LoadScopeScheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Build what is missing here, once, where progress can be seen, before other processes want it."""
    if not any(DOCS in (Path(argument).resolve(), *Path(argument).resolve().parents) for argument in config.args):
        return  # Other tests than walks.
    due = [plan for plan in _all_plans(config) if config.option.all or not is_current(plan, config.option.world)]
    if not due:
        return
    try:
        config.stash[EVALUATOR].surroundings.build(list({plan.distro.id: plan.distro for plan in due}.values()))
    except (HarnessError, WorldError) as e:
        pytest.exit(str(e), returncode=1)


def _all_plans(config: pytest.Config) -> list[Plan]:
    pages = [path for path in sorted(DOCS.rglob("*.md")) if path.relative_to(DOCS).parts[0] != "zh"]
    distros = [find_distro(name, "--distro") for name in config.option.distro or load_distros()]
    try:
        plans = [read_plan(page, distro, variant) for page in pages for distro in distros for variant in ("", SECOND)]
    except SnippetsError:
        return []  # Collection will say what is wrong.
    return [plan for plan in plans if plan]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Pages are collected by the Sybils."""
    collector: pytest.Collector | None = parent.config.stash[COLLECT](file_path, parent)
    return collector


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the walks whose evidence is current; tell the others how many steps they have."""
    kept, current = [], []
    for _, group in groupby(items, key=_walk_of):
        steps = list(group)
        plan = _plan(steps[0])
        if plan and not config.option.all and is_current(plan, config.option.world):
            current += steps
            config.stash[CURRENT].append(f"{plan.page} on {plan.name}")
            continue
        if plan:
            for item in steps:
                item.user_properties.append(("steps", len(steps)))
        kept += steps
    items[:] = kept
    if current:
        config.hook.pytest_deselected(items=current)


def is_current(plan: Plan, world: str) -> bool:
    """Whether there is evidence of this walk in ``world``, and all that went into it is the same today."""
    evidence = load_evidence(world, plan.page, plan.distro.id, plan.variant)
    return (
        evidence is not None
        and evidence.covers(plan.steps, plan.digest)
        and evidence.image == recipe(world, plan.distro)
    )


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was not walked because it is current."""
    current = config.stash[CURRENT]
    if current and not hasattr(config, "workerinput"):
        terminalreporter.write_line(f"current, so not walked again (--all walks them): {len(current)} walks")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the world, after other processes have ended; nothing to walk is a success, not pytest's exit status 5."""
    # With -n the process that failed keeps its machine, and this one must not sweep it.
    keep = session.config.option.keep and session.testsfailed > 0
    session.config.stash[EVALUATOR].surroundings.close(keep)
    if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.stash[CURRENT]:
        session.exitstatus = pytest.ExitCode.OK


def _plan(item: pytest.Item) -> Plan | None:
    parsed = getattr(getattr(item, "example", None), "parsed", None)
    return parsed.plan if isinstance(parsed, PlannedStep) else None


def _walk_of(item: pytest.Item) -> str:
    return item.nodeid.rpartition("::")[0]
