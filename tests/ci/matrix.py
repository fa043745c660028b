"""``nox -s plan``: shards of all walks, as a matrix for GitHub Actions on stdout, as a table for people on stderr."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from snippets.distro import find_distro, load_distros
from snippets.errors import SnippetsError
from snippets.evidence import WORLDS
from tests.harness.durations import Durations
from tests.harness.errors import HarnessError
from tests.harness.selection import all_plans
from tests.harness.shards import Shard, spread


def matrix(shards: list[Shard], count: int) -> dict[str, list[dict[str, Any]]]:
    """One axis called ``shard``: what ``--shard`` takes, and what a person wants to know of it."""
    return {
        "shard": [
            {
                "number": f"{number}/{count}",
                "name": f"{number}-of-{count}",
                "distros": " ".join(dict.fromkeys(plan.distro.id for plan in shard.plans)),
                "walks": len(shard.plans),
                "minutes": _minutes(shard.seconds),
            }
            for number, shard in enumerate(shards, 1)
        ]
    }


def table(shards: list[Shard], count: int) -> str:
    """The shards, and how much longer the longest takes than the mean."""
    lines = [
        f"{row['number']:>5}  {row['walks']:3} walks  {row['minutes']:3} min  {row['distros']}"
        for row in matrix(shards, count)["shard"]
    ]
    seconds = [shard.seconds for shard in shards] or [1]
    balance = max(seconds) * len(seconds) / sum(seconds)
    return "\n".join([*lines, f"together {_minutes(sum(seconds))} min; the longest takes {balance:.2f} of the mean"])


def main(arguments: list[str] | None = None) -> None:
    """Print the plan."""
    parser = argparse.ArgumentParser(prog="nox -s plan --", description=__doc__)
    parser.add_argument("--shards", type=int, required=True, metavar="N", help="at most so many")
    parser.add_argument("--world", choices=WORLDS, default="rehearsal", help="what machines reach (default: rehearsal)")
    parser.add_argument("--distro", action="append", default=[], help="walks on this distro only (repeat for more)")
    options = parser.parse_args(arguments)
    if options.shards < 1:
        parser.error(f"--shards is {options.shards}; ask for one at least")
    try:
        distros = [find_distro(name, "--distro") for name in options.distro or load_distros()]
        plans = [plan for plan in all_plans(distros) if plan.walk.is_in(options.world)]
        shards = spread(plans, Durations(options.world).of, options.shards)
    except (HarnessError, SnippetsError) as e:
        sys.exit(str(e))
    print(json.dumps(matrix(shards, options.shards), separators=(",", ":")))
    print(table(shards, options.shards), file=sys.stderr)


def _minutes(seconds: int) -> int:
    return max(1, round(seconds / 60))


if __name__ == "__main__":
    main()
