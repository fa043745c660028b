"""What actionlint is run for: it reads the workflows, and has ShellCheck read their scripts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WORKFLOW = """\
on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-24.04
    env:
      NAME: x
    steps:
      - run: echo "$NAME"
"""


def actionlint(folder: Path, text: str) -> tuple[int, str]:
    """What actionlint of this environment says of a workflow; it finds ShellCheck beside itself."""
    tools = Path(sys.executable).parent
    command = shutil.which("actionlint", path=str(tools)) or shutil.which("actionlint")
    assert command, "actionlint is missing; install requirements.txt"
    path = folder / "workflow.yml"
    path.write_text(text, "utf-8")
    done = subprocess.run(
        [command, "-no-color", "-oneline", str(path)],
        env={"PATH": str(tools)},
        text=True,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_workflow_without_fault_passes(tmp_path: Path) -> None:
    """Nothing is said."""
    assert (0, "") == actionlint(tmp_path, WORKFLOW)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("on: push", "on: puhs", "unknown Webhook event"),
        ('"$NAME"', "$NAME", "SC2086"),
        ('"$NAME"', "'${{ github.event.pull_request.title }}'", "potentially untrusted"),
        ("runs-on: ubuntu-24.04", "runs-on: ubuntu-0", "is unknown"),
        ("      NAME: x", "      NAME: ${{ matrix.nothing }}", "is not defined"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, old: str, new: str, message: str) -> None:
    """In the workflow, in its expressions, and in its scripts."""
    assert old in WORKFLOW

    status, said = actionlint(tmp_path, WORKFLOW.replace(old, new))

    assert (1, True) == (status, message in said), said
