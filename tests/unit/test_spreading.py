"""How many processes walks are spread over."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest

from tests.harness.spreading import pytest_xdist_auto_num_workers


def automatic(*arguments: str) -> int | None:
    """What ``-n auto`` means for a run with ``arguments``; None leaves it to xdist."""
    config: Any = SimpleNamespace(args=list(arguments))
    return pytest_xdist_auto_num_workers(config)


def test_walks_have_two_processes_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait for engines half of their time; other tests have as many as xdist gives them."""
    monkeypatch.delenv("PYTEST_XDIST_AUTO_NUM_WORKERS", raising=False)
    cores = len(os.sched_getaffinity(0))

    assert [2 * cores, 2 * cores, None] == [automatic("docs"), automatic("docs/use/ports.md"), automatic("tests/unit")]


def test_who_says_how_many_has_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """By xdist's own variable."""
    monkeypatch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "1")

    assert automatic("docs") is None
