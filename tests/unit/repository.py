"""A small guide in a git repository, whose evidence is written without walking."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from snippets.text import ROOT
from tests.containers.project import Project

_RECORD = """
import sys
from snippets.distro import load_distros
from snippets.evidence import Evidence, Outcome, save_evidence
from tests.harness.durations import duration_key, record_durations
from tests.harness.selection import all_plans
from tests.world.world import recipe
pages, date, engine, seconds = sys.argv[1].split(), *sys.argv[2:]
for plan in (plan for plan in all_plans(load_distros().values()) if plan.page.removesuffix(".md") in pages):
    steps = tuple(Outcome(step.key, step.macro, step.digests(), "passed", "") for step in plan.steps)
    image = recipe("rehearsal", plan.distro)
    save_evidence(Evidence(plan.page, plan.distro.id, plan.variant, "rehearsal", "bootstrapped", image, "amd64",
                           plan.digest, dict(plan.values), engine, "", date, steps))
    record_durations({duration_key("rehearsal", plan): float(seconds)})
"""
_SETTINGS = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
_NAMES = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Repository(Project):
    """Our code, other pages and snippets."""

    @classmethod
    def begin(cls, folder: Path) -> Repository:
        """A repository with two pages, ``one`` and ``other``, and evidence of both, committed."""
        repository = cls.make(folder, "")
        assert isinstance(repository, Repository)
        (folder / "tests/ci").symlink_to(ROOT / "tests/ci")
        repository.write_page("one", a="echo a")
        repository.write_page("other", b="echo b")
        repository.record()
        repository.git("init", "--quiet", "--initial-branch", "main")
        repository.commit()
        return repository

    def git(self, *arguments: str) -> str:
        """Run git as somebody, with nobody's settings; returns what it prints."""
        environment = {**os.environ, **_SETTINGS, **_NAMES}
        command = ["git", *arguments]
        return subprocess.run(
            command, cwd=self.root, check=True, env=environment, text=True, stdout=subprocess.PIPE
        ).stdout

    def commit(self) -> None:
        """Commit everything."""
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "x")

    def record(self, pages: str = "one other", date: str = "2026-11-22", engine: str = "", seconds: float = 10) -> None:
        """Write evidence of the walks of ``pages``, as if they had been walked."""
        self.python("-c", _RECORD, pages, date, engine, str(seconds))

    def python(self, *arguments: str) -> tuple[int, str]:
        """Run Python on the repository's own modules; returns the exit status and the output."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=self.root, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert arguments[0] != "-c" or done.returncode == 0, done.stdout
        return done.returncode, done.stdout

    def chosen(self, *arguments: str) -> set[str]:
        """The pages that would be walked."""
        status, output = self.run("--collect-only", *arguments)
        assert status in (0, 5), output
        return set(re.findall(r"(?m)^docs/(\w+)\.md::", output))

    def recorded(self) -> dict[str, bytes]:
        """Every file of evidence, and the durations."""
        files = [*(self.root / "snippets/evidence").rglob("*.json"), self.root / "tests/durations.json"]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in sorted(files)}

    def copy_recorded(self, tree: Path) -> Path:
        """Lay out below ``tree`` what a shard leaves."""
        for name, data in self.recorded().items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes(data)
        return tree

    def forget(self) -> None:
        """Go back to what was recorded when it was committed."""
        shutil.rmtree(self.root / "snippets/evidence")
        self.git("checkout", "--quiet", "--", "snippets/evidence", "tests/durations.json")
