"""What documents say of the repository is true of it."""

from __future__ import annotations

import re
import subprocess

from snippets.text import ROOT

TREE = re.compile(r"(?<=```text\n)(README\.md .*?)(?=```)", re.S)
GROUPS = ("build", "compose", "configure", "fix", "install", "recipes", "reference", "ship", "start", "use")
"""The folders of the guide's pages, which the navigation names."""
UNLISTED = {".gitignore", "snippets/", *(f"docs/{group}/" for group in GROUPS)}


def listed() -> set[str]:
    """The names in the tree on the architecture page."""
    found = TREE.search((ROOT / "docs/contributing/architecture.md").read_text("utf-8"))
    assert found
    return {line.split()[0] for line in found[1].splitlines() if line.strip()}


def tracked() -> set[str]:
    """The files and folders at the top of the repository, and the folders below those that hold several."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    parts = [path.split("/") for path in files if (ROOT / path).exists()]
    top = {p[0] + ("/" if len(p) > 1 else "") for p in parts}
    below = {f"{p[0]}/{p[1]}/" for p in parts if len(p) > 2 and p[0] in {"docs", "tests"}}
    return top | below | {"snippets/evidence/"}


def test_the_architecture_page_shows_the_repository() -> None:
    """Its tree names every top-level entry and folder there is, and none that is not."""
    assert listed() | UNLISTED == tracked() | UNLISTED


def test_ci_runs_the_readmes_command() -> None:
    """The command that .ci/run takes from the README is there, and is one line."""
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(r"<!-- test -->\n```sh\n(python3 .*nox -s all)\n```", readme)

    assert len(found) == 1
    assert "README.md" in (ROOT / ".ci/run").read_text("utf-8")


def test_the_lock_file_names_no_index() -> None:
    """Every requirement has hashes; where it comes from is the reader's choice."""
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    pinned = [line for line in lock.splitlines() if "==" in line]

    assert "://" not in lock
    assert "index" not in lock
    assert len(re.findall(r"==[^\n]+\\\n    --hash=sha256:", lock)) == len(pinned)
