"""Shards walked by themselves, then merged, leave what one run leaves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from snippets.text import ROOT
from tests.containers.project import Project
from tests.harness.surroundings import Surroundings

PAGES = {
    "one": {"a": "cat /etc/os-release; echo $RANDOM >/tmp/x", "a_check": "test -s /tmp/x"},
    "other": {"b": "date -Is; hostname", "c": "cd /tmp"},
    "third": {"d": "printf 'a\\tb 中文\\n'; ls -l /etc/hostname"},
}


@pytest.fixture
def guides(tmp_path: Path, surroundings: Surroundings) -> list[Project]:
    """The same guide four times: for one run, for two shards, and to merge into."""

    def guide(name: str) -> Project:
        project = Project.make(tmp_path / name, surroundings.engine.url)
        (project.root / "tests/ci").symlink_to(ROOT / "tests/ci")
        for page, sections in PAGES.items():
            project.write_page(page, **sections)
        return project

    return [guide(name) for name in ("whole", "first", "second", "merged")]


def recorded(project: Project) -> dict[str, str]:
    """The evidence, without its date."""
    root = project.root / "snippets/evidence"
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.json"))}
    return {name: re.sub(r'(?m)^ "date": "[\d-]+",$', "", text) for name, text in texts.items()}


def timed(project: Project) -> set[str]:
    """The walks whose time was recorded."""
    return set(json.loads((project.root / "tests/durations.json").read_text("utf-8")))


def test_shards_merged_are_one_run(guides: list[Project]) -> None:
    """Byte for byte, dates aside; no walk is in both."""
    whole, first, second, merged = guides
    assert [0, 0, 0] == [
        project.run("--record", "--all", *shard)[0]
        for project, shard in ((whole, ()), (first, ("--shard", "1/2")), (second, ("--shard", "2/2")))
    ]

    command = [sys.executable, "-m", "tests.ci.merge", str(first.root), str(second.root)]
    said = subprocess.run(command, cwd=merged.root, check=True, capture_output=True, text=True).stdout

    assert "merged what 2 folders had recorded: 3 records, 3 durations\n" == said
    assert 3 == len(recorded(whole))
    assert recorded(whole) == recorded(merged)
    assert set() == set(recorded(first)) & set(recorded(second))
    assert timed(whole) == timed(merged)
