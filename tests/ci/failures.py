"""What failed in a night of walks: read from the logs of pytest-reportlog (``--report-log``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness.transcript import redact

_SYBIL = "Example at "


@dataclass(frozen=True)
class Failure:
    """One step that failed, or a page that could not be read."""

    page: str
    """From the repository's root: ``docs/install/linux.md``."""
    walk: str
    """Such as ``debian-13``; empty if the page could not be read."""
    where: str
    """What the log is called, which says where it was walked: ``walks-amd64-2``."""
    text: str
    """Page line, snippet line, command, status and last output."""


class BadReport(Exception):
    """A log of pytest cannot be read; says which, and what to do."""


def find_logs(paths: Iterable[Path]) -> list[Path]:
    """The logs among ``paths``, and below those that are folders.

    Raises:
        BadReport: there are none.
    """
    found = [log for path in paths for log in (sorted(path.rglob("*.jsonl")) if path.is_dir() else [path])]
    if not found:
        raise BadReport("no log (*.jsonl) among what was named; write one: nox -s verify -- --report-log walks.jsonl")
    return found


def read_failures(log: Path) -> list[Failure]:
    """What failed in one session, in its order, once for each reason.

    Raises:
        BadReport: it is no such log.
    """
    try:
        with log.open(encoding="utf-8") as lines:
            return list(dict.fromkeys(_failures(map(json.loads, lines), log.stem)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise BadReport(f"{log}: is no log of pytest ({e!r}); leave it out") from e


def _failures(reports: Iterable[dict[str, Any]], where: str) -> Iterator[Failure]:
    for report in reports:
        page, _, rest = str(report.get("nodeid", "")).partition("::")
        if report.get("outcome") == "failed" and page.startswith("docs/"):
            yield Failure(page, rest.partition("::")[0], where, redact(_text(report["longrepr"])))


def _text(why: str | dict[str, Any] | list[Any]) -> str:
    if isinstance(why, dict):
        return str((why["reprcrash"] or {}).get("message", "failed, and did not say why"))
    text = str(why[-1] if isinstance(why, list) else why)
    # Sybil adds a first and a last line of its own that say where; what stands between them says it better.
    return text.partition("\n")[2].rpartition("\n\n")[0] if text.startswith(_SYBIL) else text
