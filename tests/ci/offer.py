"""``nox -s offer``: evidence that was merged, as one pull request. With --push it is pushed, otherwise only shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from snippets.text import ROOT

BRANCH = "evidence/night"
"""Always the same, so that a night's pull request takes the place of the one before."""
PATHS = ("snippets/evidence", "tests/durations.json")
TITLE = "Evidence: the night's walks"
BODY = """\
Recorded by the walks of this night, in the internet world on amd64, and merged from their shards.

It holds records of the walks that passed; those that failed have an issue.
The checks do not start by themselves for a pull request that a workflow opened: close it and open it again.
"""
_AUTHOR = ("-c", "user.name=github-actions[bot]", "-c", "user.email=github-actions[bot]@users.noreply.github.com")
# The token is asked of gh for this one push, and written nowhere.
_TOKEN = ("-c", "credential.helper=", "-c", "credential.helper=!gh auth git-credential")


def offer(repository: Path = ROOT, *, push: bool) -> str:
    """Commit what was recorded and see that one pull request is open for it; returns what was done."""
    present = [path for path in PATHS if (repository / path).exists()]
    changed = _run(repository, "git", "status", "--short", "--", *present)
    if not changed:
        return "nothing was recorded that is not there already"
    if not push:
        return f"{changed}\nwith --push this becomes a pull request"
    _run(repository, "git", "add", "--all", "--", *present)
    _run(repository, "git", *_AUTHOR, "commit", "--quiet", "--message", TITLE, "--", *present)
    _run(repository, "git", *_TOKEN, "push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{BRANCH}")
    query = ("--head", BRANCH, "--state", "open", "--json", "url", "--jq", ".[].url")
    if found := _run(repository, "gh", "pr", "list", *query):
        return f"updated {found}"
    return "opened " + _run(repository, "gh", "pr", "create", "--head", BRANCH, "--title", TITLE, "--body", BODY)


def _run(repository: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=repository, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:1] + command[-3:])} failed:\n{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    print(offer(push="--push" in sys.argv[1:]))
