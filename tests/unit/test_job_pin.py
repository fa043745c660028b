"""The job ``nox -s pin``, where nothing or not everything can be reached."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from snippets.distro import DISTROS
from snippets.text import ROOT

FILES = ("requirements.txt", "snippets/distros.toml")
_PROXIES = ("HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy")
OFFLINE = {**dict.fromkeys(_PROXIES, "http://127.0.0.1:9"), "NO_PROXY": "", "no_proxy": "", "UV_OFFLINE": "1"}
REFRESHED = "# refreshed\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the job needs of the repository."""
    for name in ("noxfile.py", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "snippets").mkdir()
    for file in [*(ROOT / "snippets").glob("*.py"), DISTROS]:
        shutil.copy(file, tmp_path / "snippets")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    return tmp_path


def pin(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the job, offline."""
    environment = os.environ | OFFLINE | {"UV_CACHE_DIR": str(clone / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "nox", "-s", "pin", "--", *arguments]
    return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)


def answer(clone: Path) -> None:
    """Let the vendors have answered."""
    (clone / "tests").unlink()
    (clone / "tests/world").mkdir(parents=True)
    code = f"import sys, pathlib\npathlib.Path(sys.argv[1]).write_text({REFRESHED!r})\n"
    (clone / "tests/world/pins.py").write_text(code, "utf-8")


@pytest.mark.parametrize("arguments", [[], ["--only", "distros"], ["--only", "requirements"], ["--only", "mistakes"]])
def test_offline_nothing_changes(clone: Path, arguments: list[str]) -> None:
    """Neither file, whichever was to be refreshed, and the job fails."""
    before = [(clone / name).read_bytes() for name in FILES]

    assert pin(clone, *arguments).returncode != 0

    assert before == [(clone / name).read_bytes() for name in FILES]


def test_offline_two_lines_say_so(clone: Path) -> None:
    """Which host is missed, and what to do."""
    missed, advice = pin(clone).stdout.splitlines()

    assert missed.startswith("pin: ")
    assert "cannot be reached" in missed
    assert advice.startswith("Nothing was changed. Pin where the internet can be reached, or set HTTPS_PROXY")


def test_one_without_the_other_is_not_kept(clone: Path) -> None:
    """The vendors answered and the Python package index did not: still nothing changes."""
    answer(clone)
    before = [(clone / name).read_bytes() for name in FILES]

    assert pin(clone).returncode != 0

    assert before == [(clone / name).read_bytes() for name in FILES]


def test_what_came_is_kept(clone: Path) -> None:
    """Asked for the distros only, the job needs nothing else."""
    answer(clone)
    requirements = (clone / "requirements.txt").read_bytes()

    assert pin(clone, "--only", "distros").returncode == 0

    assert (requirements, REFRESHED.encode()) == tuple((clone / name).read_bytes() for name in FILES)
