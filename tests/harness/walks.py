"""The pytest plugin for walks: options, what is current, progress, the end of a session."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from sybil.sybil import SybilCollection

from snippets.distro import find_distro, load_distros
from snippets.errors import SnippetsError
from snippets.evidence import WORLDS
from snippets.walk import IMAGE_STORES
from tests.harness.distro_sybil import DistroSybil
from tests.harness.errors import HarnessError
from tests.harness.evaluator import StepEvaluator
from tests.harness.hosts import is_here
from tests.harness.parser import PlannedStep
from tests.harness.plan import SECOND, Plan
from tests.harness.progress import Progress
from tests.harness.recorder import Recorder, pack
from tests.harness.selection import Selection, all_pages, select, walk_name
from tests.harness.surroundings import Surroundings
from tests.world.errors import WorldError

pytest_plugins = ["tests.harness.spreading"]
EVALUATOR = pytest.StashKey[StepEvaluator]()
COLLECT = pytest.StashKey[Any]()
SELECTION = pytest.StashKey[Selection]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ``nox -s verify``."""
    group = parser.getgroup("walks")
    group.addoption("--distro", action="append", default=[], help="walk on this distro only (repeat for more)")
    group.addoption("--world", choices=WORLDS, default="rehearsal", help="what machines reach (default: rehearsal)")
    group.addoption("--record", action="store_true", help="write evidence of the walks that pass")
    everything = "walk also what has current evidence"
    group.addoption("--all", action="store_const", const=1, default=0, dest="sample", help=everything)
    group.addoption(
        "--sample",
        type=int,
        default=0,
        dest="sample",
        metavar="4",
        help="of what is current, walk one in four, others each day",
    )
    group.addoption(
        "--image-store", choices=IMAGE_STORES, default="", help="give machines' engines this one; no evidence"
    )
    group.addoption("--since", default="", metavar="REF", help="what is current, by the evidence of this git commit")
    group.addoption("--shard", default="", metavar="2/5", help="walk the second of five shards of all walks")
    group.addoption("--keep", action="store_true", help="leave a machine running at the step that failed")


def pytest_configure(config: pytest.Config) -> None:
    """Compose one Sybil per distro and variant."""
    options = config.option
    if options.image_store and options.record:
        raise pytest.UsageError("--image-store records nothing: evidence is of the store that the engine has by itself")
    try:
        names = options.distro or list(load_distros())
        distros = [find_distro(name, "--distro") for name in names]
    except SnippetsError as e:
        raise pytest.UsageError(str(e)) from e
    host = getattr(config, "workerinput", {}).get("host", "")
    surroundings = Surroundings(options.world, _teller(config), options.image_store)
    evaluator = StepEvaluator(surroundings, options.record, options.keep, host)
    sybils = [DistroSybil(distro, variant, evaluator) for distro in distros for variant in ("", SECOND)]
    config.stash[EVALUATOR] = evaluator
    config.stash[COLLECT] = SybilCollection(sybils).pytest()
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(config))
        config.pluginmanager.register(Recorder())


def _teller(config: pytest.Config) -> Callable[[str], None]:
    """Tells the person who waits, although pytest captures what a test prints."""
    one_at_a_time = Lock()

    def tell(line: str) -> None:
        capture = config.pluginmanager.get_plugin("capturemanager")
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        if capture and terminal:
            with one_at_a_time, capture.global_and_fixture_disabled():
                if worker := getattr(config, "workerinput", None):
                    print(*filter(None, [worker["host"], line]), sep=": ", file=sys.__stderr__, flush=True)
                    return
                terminal.ensure_newline()
                terminal.write_line(line)

    return tell


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    """Build what is missing here, once, where progress can be seen, before other processes want it."""
    due = _selection(config).due
    if not due or not any(map(is_here, specs)):
        return
    try:
        config.stash[EVALUATOR].surroundings.build(list({plan.distro.id: plan.distro for plan in due}.values()))
    except (HarnessError, WorldError) as e:
        pytest.exit(str(e), returncode=1)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell another process which walks to take; what it would choose itself changes as evidence is recorded."""
    node.workerinput["due"] = [walk_name(plan) for plan in _selection(node.config).due]


def _selection(config: pytest.Config) -> Selection:
    """Which of the walks that were asked for are taken."""
    if SELECTION not in config.stash:
        options, asked = config.option, [Path(argument.partition("::")[0]).resolve() for argument in config.args]
        pages = [page for page in all_pages() if any(folder in asked for folder in (page, *page.parents))]
        distros = [distro for distro in load_distros().values() if distro.id in options.distro or not options.distro]
        try:
            config.stash[SELECTION] = select(
                pages, distros, options.world,
                sample=options.sample, shard=options.shard, since=options.since, image_store=options.image_store,
            )  # fmt: skip
        except (HarnessError, SnippetsError) as e:
            raise pytest.UsageError(str(e)) from e
    return config.stash[SELECTION]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Pages are collected by the Sybils."""
    collector: pytest.Collector | None = parent.config.stash[COLLECT](file_path, parent)
    return collector


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the walks that are not due; tell the others how many steps they have."""
    told = getattr(config, "workerinput", {}).get("due")
    due = set(told if told is not None else map(walk_name, _selection(config).due))
    kept, left_out = [], []
    for _, group in groupby(items, key=_walk_of):
        steps = list(group)
        plan = _plan(steps[0])
        if plan and walk_name(plan) not in due:
            left_out += steps
            continue
        if plan:
            for item in steps:
                item.user_properties.append(("steps", len(steps)))
        kept += steps
    items[:] = kept
    _demand(due, items, config)
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send evidence along with the report of a walk's last step, to the process that the run was started in."""
    report = yield
    example = getattr(item, "example", None)
    if report.when == "call" and example is not None and (evidence := example.namespace.pop("evidence", None)):
        vars(report).update(evidence=pack(evidence), seconds=example.namespace.pop("seconds"))
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was not walked, and why."""
    selection = config.stash.get(SELECTION, Selection())
    if selection.current:
        terminalreporter.write_line(f"current, so not walked again (--all walks them): {len(selection.current)} walks")
    if selection.sampled and config.option.sample > 1:
        said = f"current, and walked again as today's one in {config.option.sample}: {len(selection.sampled)} walks"
        terminalreporter.write_line(said)
    if selection.impossible:
        said = f"not in this world, which lacks hosts that they need: {len(selection.impossible)} walks"
        terminalreporter.write_line(said)
    if selection.unfit:
        said = f"not with the image store {config.option.image_store}, or without Docker: {len(selection.unfit)} walks"
        terminalreporter.write_line(said)
    if selection.elsewhere:
        terminalreporter.write_line(f"in other shards than {config.option.shard}: {len(selection.elsewhere)} walks")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the world, after other processes have ended; nothing to walk is a success, not pytest's exit status 5."""
    # With -n the process that failed keeps its machine, and this one must not sweep it.
    keep = session.config.option.keep and session.testsfailed > 0
    session.config.stash[EVALUATOR].surroundings.close(keep)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["trouble"] = session.config.stash[EVALUATOR].trouble
    selection = session.config.stash.get(SELECTION, Selection())
    if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and (
        selection.current or selection.elsewhere or selection.impossible or selection.unfit
    ):
        session.exitstatus = pytest.ExitCode.OK


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the world of a session that did not begin, too."""
    if EVALUATOR in config.stash:
        config.stash[EVALUATOR].surroundings.close()


def _demand(due: set[str], items: list[pytest.Item], config: pytest.Config) -> None:
    """A walk that is due and was not collected would be missed by nobody.

    Raises:
        UsageError: there is one, although nobody chose among the steps.
    """
    options = config.option
    if options.keyword or options.deselect or any("::" in argument for argument in config.args):
        return
    collected = {walk_name(plan) for plan in map(_plan, items) if plan}
    if missed := sorted(due - collected):
        raise pytest.UsageError(f"due, but not collected by pytest: {', '.join(missed)}")


def _plan(item: pytest.Item) -> Plan | None:
    parsed = getattr(getattr(item, "example", None), "parsed", None)
    return parsed.plan if isinstance(parsed, PlannedStep) else None


def _walk_of(item: pytest.Item) -> str:
    return item.nodeid.rpartition("::")[0]
