"""Commands that unit tests must not really run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.gh import Gh


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gh:
    """GitHub's command, standing in front of any real one."""
    folder = tmp_path / "gh"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return Gh(folder)
