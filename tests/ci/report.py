"""``nox -s report -- LOG…``: one issue for each page that failed. With --open on GitHub, otherwise only shown."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from snippets.evidence import WORLDS
from tests.ci.failures import BadReport, Failure, find_logs, read_failures

LONGEST = 60_000
"""GitHub takes 65,536 characters."""


@dataclass(frozen=True)
class Issue:
    """What is to be said of one page."""

    title: str
    body: str


def issue_of(page: str, failures: Sequence[Failure], world: str, run: str) -> Issue:
    """The issue of ``page``: what failed where, and how to see it fail."""
    walks = sorted({f"{failure.walk or 'every distro'} ({failure.where})" for failure in failures})
    parts = [f"Walking `{page}` in the {world} world failed on {len(walks)} of its walks: {', '.join(walks)}."]
    parts += [_details(failure, world) for failure in failures]
    body = "\n\n".join([*parts, f"The whole log: {run}"] if run else parts)
    return Issue(f"Walk fails: {page}", body if len(body) <= LONGEST else f"{body[:LONGEST]}\n```\n\n(cut here)")


def open_or_comment(issue: Issue, opened: dict[str, int]) -> str:
    """Say it on GitHub, under the open issue of this title if there is one; returns what was done."""
    if number := opened.get(issue.title):
        return _gh("issue", "comment", str(number), "--body-file", "-", said=issue.body)
    return _gh("issue", "create", "--title", issue.title, "--body-file", "-", said=issue.body)


def open_issues() -> dict[str, int]:
    """The numbers of open issues by title; the oldest of each."""
    listed = json.loads(_gh("issue", "list", "--state", "open", "--limit", "1000", "--json", "number,title"))
    return {one["title"]: one["number"] for one in sorted(listed, key=lambda one: -int(one["number"]))}


def main(arguments: list[str] | None = None) -> None:
    """Report what the logs say."""
    parser = argparse.ArgumentParser(prog="nox -s report --", description=__doc__)
    parser.add_argument("logs", nargs="+", type=Path, help="logs that --report-log wrote, or folders with them")
    parser.add_argument("--open", action="store_true", help="on GitHub, with gh; otherwise the issues are printed")
    parser.add_argument("--world", choices=WORLDS, default="internet", help="where it was walked (default: internet)")
    options = parser.parse_args(arguments)
    try:
        failures = [failure for log in find_logs(options.logs) for failure in read_failures(log)]
    except BadReport as e:
        sys.exit(str(e))
    pages = dict.fromkeys(failure.page for failure in sorted(failures, key=lambda failure: failure.page))
    run = _address_of_run()
    issues = [issue_of(page, [f for f in failures if f.page == page], options.world, run) for page in pages]
    opened = open_issues() if options.open and issues else {}
    for issue in issues:
        print(open_or_comment(issue, opened) if options.open else f"# {issue.title}\n\n{issue.body}\n")
    print(f"{len(issues)} pages failed", file=sys.stderr)


def _details(failure: Failure, world: str) -> str:
    # A fence longer than any in the text, so that the text stays text: nothing in it links, mentions or runs.
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", failure.text)), default=0))
    distro, _, _ = failure.walk.partition(" ")
    command = f"nox -s verify -- --world {world} --all {f'--distro {distro} ' if distro else ''}{failure.page}"
    title = f"### {failure.walk or 'Not read'} ({failure.where})"
    return f"{title}\n\n{fence}text\n{failure.text}\n{fence}\n\nTo see it fail: `{command}`"


def _address_of_run() -> str:
    known = [os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")]
    return "{}/{}/actions/runs/{}".format(*known) if all(known) else ""


def _gh(*arguments: str, said: str = "") -> str:
    done = subprocess.run(["gh", *arguments], input=said, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"gh {' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
