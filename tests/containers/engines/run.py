"""All trials, in namespaces that end with them; and what they came to."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mirrors.classes import verdicts
from mirrors.result import Verdict
from snippets.text import ROOT
from tests.containers.engines.kinds import KINDS, Kind, folder_of
from tests.containers.engines.trial import Observed
from tests.faults import BEHAVIOURS
from tests.faults.behaviour import Behaviour

LIMIT = 125
"""Seconds after which a pull that is to fail or to wait for ever is given up, and said to hang."""
_NOT_TRIED = ("endless_", "bomb_", "big_")
"""Engines have no bounds where the prober has: they would fill a disk or the memory, or take what it does not read."""
TRIED = [each for each in BEHAVIOURS.values() if each.failure_class and not each.name.startswith(_NOT_TRIED)]
_PATIENCE = 900
"""Seconds for everything."""
_ALONE = ("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
"""With the first process of the namespace every other one of it ends."""


@dataclass(frozen=True)
class Trials:
    """What all of them came to."""

    versions: Mapping[str, str]
    """Of each kind of engine."""
    observed: Mapping[tuple[str, str], Observed]
    """By behaviour and kind."""
    probed: Mapping[tuple[str, str], Mapping[str, Any]]
    """By behaviour and release of Engine: what `--json` says of one mirror."""
    peers: Mapping[str, Mapping[str, Any]]
    """By step."""
    written: Mapping[tuple[str, bool], Mapping[str, Any]]
    """By behaviour, and whether the mirror is believed what it says of tags."""


def run(behaviours: Sequence[Behaviour] = tuple(TRIED), limit: float = LIMIT) -> Trials:
    """Try everything, once."""
    roots = {kind.root.name: str(folder_of(kind.root)) for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder, "stage")
        stage.mkdir()
        program = [sys.executable, "-m", "tests.containers.engines", str(stage), "--roots", json.dumps(roots)]
        command = ["unshare", *_ALONE, *program, "--limit", str(limit), *(b.name for b in behaviours)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    assert done.returncode == 0, done.stderr[-4000:]
    return read(done.stdout)


def read(output: str) -> Trials:
    """What the program said."""
    lines: dict[str, list[dict[str, Any]]] = {"engines": [], "pull": [], "probe": [], "peer": [], "written": []}
    for line in map(json.loads, output.splitlines()):
        lines[line["what"]].append(line)
    known = [field.name for field in fields(Observed)]
    observed = [Observed(**{name: line[name] for name in known}) for line in lines["pull"]]
    return Trials(
        lines["engines"][0]["versions"],
        {(each.behaviour, each.kind): each for each in observed},
        {(line["behaviour"], line["release"]): line for line in lines["probe"]},
        {line["step"]: line for line in lines["peer"]},
        {(line["behaviour"], line["trusts_tags"]): line for line in lines["written"]},
    )


def expected(behaviour: Behaviour, kind: Kind) -> Verdict:
    """What the table of classes says that an engine does."""
    return verdicts(behaviour.failure_class, behaviour.case, kind.release)[kind.store]


def predicted(trials: Trials, behaviour: Behaviour, kind: Kind) -> Verdict:
    """What the prober says that an engine does."""
    engine = trials.probed[behaviour.name, kind.release]["engines"][kind.store]
    return Verdict(engine["fitness"], engine.get("seconds"))
