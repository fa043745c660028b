"""What unit tests share: GitHub's command, a small guide in a repository, and an engine to configure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.unit.engines import FakeEngine, Run, command_line, make_engine
from tests.unit.gh import Gh
from tests.unit.repository import Repository


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gh:
    """GitHub's command, standing in front of any real one."""
    folder = tmp_path / "gh"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return Gh(folder)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository.begin(tmp_path_factory.mktemp("template"))


@pytest.fixture
def repository(_template: Repository, tmp_path: Path) -> Repository:
    """Two pages, ``one`` and ``other``, with evidence, committed."""
    root = shutil.copytree(_template.root, tmp_path / "main", symlinks=True)
    return Repository(root, "")


@pytest.fixture
def engine(tmp_path: Path) -> FakeEngine:
    """With the classic image store, and a file of its own."""
    return make_engine(tmp_path / "docker")


@pytest.fixture
def run(engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, as root, beside that engine."""
    return command_line(engine, tmp_path, monkeypatch)
