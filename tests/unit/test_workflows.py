"""Workflows: pinned, without rights they do not need, and nothing in them that cannot be run at home."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from snippets.text import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTIONS = sorted((ROOT / ".github/actions").rglob("action.yml"))
USES = re.compile(r"^\s*(?:- )?uses: (\S+)( # \S+)?$", re.M)
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/actions/\w+")
NOX = re.compile(r"\.venv/bin/nox -s ((?:\w+ ?)+?)(?: --|\)|$)", re.M)
INSTALL = re.compile(r"sudo apt-get -qq update && sudo apt-get -qq install --yes --no-install-recommends [a-z -]+")


def pins(text: str) -> Iterator[str]:
    """What a file uses that is not pinned."""
    for name, comment in USES.findall(text):
        if not PINNED.fullmatch(name + comment):
            yield f"{name}{comment} is not pinned by commit, with its version behind it"


def problems(text: str) -> Iterator[str]:
    """What is wrong with a workflow."""
    yield from pins(text)
    # YAML 1.1 reads the key "on" as true.
    workflow = {("on" if key is True else key): value for key, value in yaml.safe_load(text).items()}
    if workflow.get("permissions") != {}:
        yield "permissions is not {}: each job asks for its own"
    if "concurrency" not in workflow:
        yield "no concurrency: two runs would be in each other's way"
    if "pull_request_target" in workflow["on"]:
        yield "pull_request_target runs with rights that the change must not have"
    for name, job in workflow["jobs"].items():
        yield from (f"{name}: {problem}" for problem in job_problems(job, "pull_request" in workflow["on"]))


def job_problems(job: dict[str, Any], is_of_change: bool) -> Iterator[str]:
    """What is wrong with a job; one of a change may be anybody's."""
    yield from (f"no {needed}" for needed in ("permissions", "timeout-minutes") if needed not in job)
    if is_of_change and job.get("permissions") != {"contents": "read"}:
        yield "a change is checked with the right to read, and no other"
    if is_of_change and re.search(r"secrets\.|github\.token", json.dumps(job)):
        yield "a change is checked without secrets"
    for step in job["steps"]:
        checkout = str(step.get("uses", "")).startswith("actions/checkout@")
        if checkout and step.get("with", {}).get("persist-credentials") is not False:
            yield "checkout leaves its token behind"
        if "run" in step:
            yield from run_problems(step["run"])


def run_problems(script: str) -> Iterator[str]:
    """What is wrong with a script."""
    if "${{" in script:
        yield f"an expression becomes part of a script, whatever it holds; put it into env: {script}"
    named = [name for found in NOX.findall(script) for name in found.split()]
    if not named and not INSTALL.fullmatch(script):
        yield f"does something that no nox session does: {script}"
    yield from (f"there is no session {name}" for name in named if name not in sessions())


@cache
def sessions() -> set[str]:
    """The sessions that there are, those that plain ``nox`` leaves out too."""
    command = [sys.executable, "-m", "nox", "--list"]
    listed = subprocess.run(command, cwd=ROOT, check=True, text=True, capture_output=True).stdout
    return set(re.findall(r"(?m)^[*-] (\w+) ->", listed))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_keeps_the_rules(path: Path) -> None:
    """Those that this file is made of."""
    assert [] == list(problems(path.read_text("utf-8")))


def test_an_action_is_pinned_to_one_commit_everywhere() -> None:
    """In workflows and in our own actions."""
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, *ACTIONS)]
    used = {name + comment for text in texts for name, comment in USES.findall(text)}

    assert [] == [problem for text in texts for problem in pins(text)]
    assert len(used) == len({name.partition("@")[0] for name in used})


def test_the_environment_is_made_as_the_readme_says() -> None:
    """By the first half of its first command."""
    readme = re.search(r"<!-- read -->\n```sh\n(.*?) && \.venv/bin/nox", (ROOT / "README.md").read_text("utf-8"))
    [action] = [yaml.safe_load(path.read_text("utf-8")) for path in ACTIONS]

    assert readme
    assert [readme[1]] == [step["run"] for step in action["runs"]["steps"] if "run" in step]


def test_evidence_is_recorded_on_one_architecture() -> None:
    """It has one field for it; on the other one everything is walked all the same."""
    text = (ROOT / ".github/workflows/night.yml").read_text("utf-8")

    assert "architecture: [amd64, arm64]" in text
    assert ["${{ matrix.architecture == 'amd64' && '--record' || '' }}"] == re.findall(r"RECORD: (.*)", text)


GOOD = """
on: [pull_request]
permissions: {}
concurrency: x
jobs:
  a:
    permissions: {contents: read}
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: {persist-credentials: false}
      - run: .venv/bin/nox -s lint
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7", "is not pinned"),
        (" # v7.0.1", "", "is not pinned"),
        ("permissions: {}\n", "", "permissions is not"),
        ("permissions: {contents: read}", "permissions: {contents: write}", "with the right to read, and no other"),
        ("concurrency: x\n", "", "no concurrency"),
        ("[pull_request]", "[pull_request_target]", "rights that the change must not have"),
        ("    timeout-minutes: 5\n", "", "a: no timeout-minutes"),
        ("    permissions: {contents: read}\n", "", "a: no permissions"),
        ("with: {persist-credentials: false}", "with: {fetch-depth: 2}", "leaves its token behind"),
        ("nox -s lint", "nox -s lnit", "there is no session lnit"),
        ("nox -s lint", "nox -s lint -- ${{ github.head_ref }}", "becomes part of a script"),
        (".venv/bin/nox -s lint", "python -m pytest", "does something that no nox session does"),
        ("- run", "- env: {X: '${{ secrets.X }}'}\n        run", "without secrets"),
    ],
)
def test_a_workflow_that_breaks_a_rule_is_seen(old: str, new: str, message: str) -> None:
    """Each rule can fail."""
    assert [] == list(problems(GOOD))
    assert old in GOOD
    assert [message] == [message for problem in problems(GOOD.replace(old, new)) if message in problem][:1]
