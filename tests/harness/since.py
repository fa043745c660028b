"""Evidence as it was committed: what a change is judged against, so that evidence it brings along proves nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

from snippets.evidence import EVIDENCE
from snippets.text import ROOT
from tests.harness.errors import HarnessError


def evidence_at(reference: str, folder: Path, repository: Path = ROOT) -> Path:
    """Lay out below ``folder`` the evidence of the git commit that ``reference`` names; returns its root.

    Raises:
        HarnessError: there is no such commit here, or no repository.
    """
    commit = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
    if commit.returncode:
        why = commit.stderr.decode().strip() or "git knows no such commit here"
        raise HarnessError(f"--since is {reference!r}: {why}; fetch it, or name another, such as origin/main")
    name, where = commit.stdout.decode().strip(), EVIDENCE.relative_to(ROOT).as_posix()
    root = folder / where
    root.mkdir(parents=True)
    if _git(repository, "ls-tree", "-d", name, where).stdout:
        archive = _git(repository, "archive", "--format=tar", name, where)
        archive.check_returncode()
        subprocess.run(["tar", "--extract", "--directory", str(folder)], input=archive.stdout, check=True)
    return root


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=repository, capture_output=True, check=False)
