"""The pytest plugin that spreads walks over processes (``-n``) and hosts (``--tx``); the work is pytest-xdist's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.harness.errors import HostUnusable
from tests.harness.hosts import find_specs, host_name, is_here
from tests.harness.plan import DOCS
from tests.harness.walk_scheduling import WalkScheduling
from tests.harness.walk_session import WalkSession

_AUTO = "PYTEST_XDIST_AUTO_NUM_WORKERS"
_XDIST = ("dsession", "terminaldistreporter")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Put a session for walks in the place of xdist's; ``--tx`` alone is enough, without ``--dist``."""
    spreads = config.pluginmanager.has_plugin("xdist") and not hasattr(config, "workerinput")
    if not spreads or config.option.collectonly or not _are_walks(config):
        return
    try:
        config.option.tx = find_specs(config)
    except HostUnusable as e:
        raise pytest.UsageError(str(e)) from e
    if config.option.tx:
        config.option.dist = "loadscope"
        for name in filter(config.pluginmanager.has_plugin, _XDIST):
            config.pluginmanager.unregister(name=name)
        config.pluginmanager.register(WalkSession(config), _XDIST[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """What ``-n auto`` means for walks: two processes for each core, since a walk waits as often as it computes."""
    return None if _AUTO in os.environ or not _are_walks(config) else 2 * len(os.sched_getaffinity(0))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Spread whole walks: their steps belong together."""
    return WalkScheduling(config, log) if _are_walks(config) else LoadScopeScheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker what its host is called, for what it says to a person elsewhere."""
    spec = node.gateway.spec
    node.workerinput["host"] = "" if is_here(spec) else host_name(spec)


def _are_walks(config: pytest.Config) -> bool:
    asked = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    return any(DOCS in (path, *path.parents) or path in DOCS.parents for path in asked)
