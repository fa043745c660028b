"""The files of measurements, ``health/VANTAGE.json``, and the reports of a probe that are added to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mirrors.catalogue import load_catalogue
from mirrors.classes import classes
from mirrors.health import BadHealth, Day, History
from mirrors.packages import MANAGERS
from mirrors.packages.words import classes as package_classes
from mirrors.reading import Place
from mirrors.result import ENGINES, FITNESS, Report, Result, Verdict
from mirrors.terminal import escape

FOLDER = Path(__file__).with_name("health")
_VANTAGE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SOURCE = re.compile(r"(Docker-RateLimit-Source[:=]? *)[^\s;,)]+", re.IGNORECASE)
"""Who asked, as a mirror saw it: the address of whoever measured, which is nobody's business."""
_FIELDS = {"mirror": str, "class": str, "detail": str, "engines": dict, "timings_ms": dict, "bytes": int}


def load_health(folder: Path = FOLDER) -> tuple[History, ...]:
    """Every place's measurements.

    Raises:
        BadHealth: a file is not one.
    """
    return tuple(_load(path) for path in sorted(folder.glob("*.json")))


def load_history(vantage: str, folder: Path = FOLDER) -> History:
    """One place's measurements; none, if it has not measured yet.

    Raises:
        BadHealth: its name is none, or its file is not one.
    """
    if not _VANTAGE.fullmatch(vantage):
        raise BadHealth(f"the vantage is {vantage!r}; name a place such as shanghai-home, and no address")
    path = folder / f"{vantage}.json"
    return _load(path) if path.exists() else History(vantage)


def save(history: History, folder: Path = FOLDER) -> Path:
    """Write a place's measurements, one mirror to a line."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{history.vantage}.json"
    days = [
        {"probed_at": day.probed_at, "results": [r.as_json() for r in day.results.values()]} for day in history.days
    ]
    lines = [f'{{"vantage": {json.dumps(history.vantage)}, "days": [']
    for number, day in enumerate(days, 1):
        results = ",\n".join(json.dumps(result, ensure_ascii=False) for result in day["results"])
        end = "" if number == len(days) else ","
        lines.append(f'{{"probed_at": {json.dumps(day["probed_at"])}, "results": [\n{results}\n]}}{end}')
    part = path.with_suffix(".part")
    part.write_text("\n".join([*lines, "]}", ""]), "utf-8")
    part.replace(path)
    return path


def read_report(text: str, file: str) -> Report:
    """A report of ``probe --json``, which may come from a stranger: only mirrors of the catalogue, in known words.

    Raises:
        BadHealth: it is none; says what is wrong.
    """
    place = Place(file, text, BadHealth)
    try:
        table = json.loads(text)
    except ValueError as e:
        raise BadHealth(f"{file}: is not JSON ({e}); make it with probe --json") from e
    place.fields(table, required={"probed_at": str, "vantage": str, "results": list})
    return Report(_time(table["probed_at"], place), table["vantage"], tuple(_results(table["results"], place)))


def _load(path: Path) -> History:
    text = path.read_text("utf-8")
    place = Place(f"mirrors/health/{path.name}", text, BadHealth)
    try:
        table = json.loads(text)
    except ValueError as e:
        raise place.error(f"is not JSON: {e}") from e
    place.fields(table, required={"vantage": str, "days": list})
    if table["vantage"] != path.stem:
        raise place.error(f"is of {table['vantage']!r}; name it {table['vantage']}.json")
    days = []
    for day in table["days"]:
        place.fields(day, required={"probed_at": str, "results": list})
        results = {result.mirror: result for result in _results(day["results"], place)}
        days.append(Day(_time(day["probed_at"], place), results))
    if [day.date for day in days] != sorted({day.date for day in days}):
        raise place.error("its days are not in order, each once; write it with nox -s mirrors")
    return History(table["vantage"], tuple(days))


def _lines(day: Day) -> str:
    results = ",\n".join(json.dumps(result.as_json(), ensure_ascii=False) for result in day.results.values())
    return f'{{"probed_at": {json.dumps(day.probed_at)}, "results": [\n{results}\n]}}'


def _time(text: str, place: Place) -> str:
    try:
        datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError as e:
        raise place.error(f"probed_at is {text!r}; it has to be a time such as 2026-11-22T10:00:00Z") from e
    return f"{text[:19]}Z"


def _results(tables: Sequence[Any], place: Place) -> Iterator[Result]:
    catalogue = load_catalogue()
    known = {"registry": (classes(), ENGINES), "install": (package_classes(), MANAGERS)}
    kinds = {url: known[kind] for kind in known for url in catalogue.urls(kind)}
    for table in tables:
        mirror = table.get("mirror") if isinstance(table, dict) else None
        here = place.at(json.dumps(mirror, ensure_ascii=False))
        here.fields(table, required=_FIELDS, known={"speed": (int, float)}, of="a result")
        if mirror not in kinds:
            raise here.error(f"{escape(str(mirror))} is not in mirrors/catalogue.toml; add it there first")
        names, engines = kinds[mirror]
        if table["class"] not in names:
            raise here.error(f"{mirror}: there is no class {escape(table['class'])!r}")
        verdicts = {name: _verdict(table["engines"][name], here) for name in engines if name in table["engines"]}
        timings = {name: float(ms) for name, ms in table["timings_ms"].items() if isinstance(ms, (int, float))}
        speed = table.get("speed")
        detail = _SOURCE.sub(r"\1…", _plain(table["detail"]))
        yield Result(mirror, table["class"], detail, verdicts, timings, table["bytes"], speed)


def _plain(detail: str) -> str:
    """As the prober escaped it; what a stranger put in unescaped is escaped."""
    return escape(detail).replace("\\\\", "\\")


def _verdict(table: Any, place: Place) -> Verdict:
    place.fields(table, required={"fitness": str}, known={"seconds": (int, float)}, of="engines")
    return Verdict(place.choice(table, "fitness", FITNESS), table.get("seconds"))
