"""Mirrors of either kind, told apart by their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone

from mirrors.packages import LIMITS, PackageOptions, archive_of, probe_packages
from mirrors.probe import Options, probe
from mirrors.result import Report


async def probe_kinds(urls: Sequence[str], options: Options) -> Report:
    """Probe the registry mirrors, and then the install mirrors: together they would share one line."""
    install = [url for url in urls if archive_of(url)]
    registry = [url for url in urls if not archive_of(url)]
    report = await probe(registry, options) if registry else Report("", options.vantage, ())
    longer = replace(LIMITS, total=max(options.time_limit, LIMITS.total))
    packages = await probe_packages(install, PackageOptions(longer, control=options.control, progress=options.progress))
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return replace(report, probed_at=report.probed_at or now, results=(*report.results, *packages))
