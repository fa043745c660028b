"""The job ``nox -s pin``, where nothing can be reached."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from snippets.distro import DISTROS
from snippets.text import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What ``nox -s pin`` needs of the repository."""
    for name in ("noxfile.py", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "snippets").mkdir()
    for file in [*(ROOT / "snippets").glob("*.py"), DISTROS]:
        shutil.copy(file, tmp_path / "snippets")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    return tmp_path


@pytest.mark.parametrize("arguments", [[], ["--only", "distros"], ["--only", "requirements"], ["--only", "mistakes"]])
def test_offline_the_job_fails_and_changes_nothing(clone: Path, arguments: list[str]) -> None:
    """Neither file, whichever was to be refreshed; two lines say which host is missed and what to do."""
    before = [(clone / name).read_bytes() for name in ("requirements.txt", "snippets/distros.toml")]
    nowhere = dict.fromkeys(("HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"), "http://127.0.0.1:9") | {
        "NO_PROXY": "",
        "no_proxy": "",
    }
    offline = {"UV_OFFLINE": "1", "UV_CACHE_DIR": str(clone / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}

    done = subprocess.run(
        [sys.executable, "-m", "nox", "-s", "pin", "--", *arguments],
        cwd=clone, env=os.environ | nowhere | offline, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert before == [(clone / name).read_bytes() for name in ("requirements.txt", "snippets/distros.toml")]
    if arguments in ([], ["--only", "distros"]):
        missed, advice = done.stdout.splitlines()
        assert missed.startswith("pin: ")
        assert "cannot be reached" in missed
        assert advice.startswith("Nothing was changed. Pin where the internet can be reached, or set HTTPS_PROXY")
