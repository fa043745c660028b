"""What real engines do with each mirror that fails is what the table of classes and the prober say.

All trials run at once, before the first test: about four minutes, and twenty seconds more for each root the first time.
"""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from tests.containers.engines.kinds import KINDS, Kind
from tests.containers.engines.run import TRIED, Trials, expected, predicted, run
from tests.faults.behaviour import Behaviour

CELLS = [pytest.param(behaviour, kind, id=f"{behaviour.name}-{kind.name}") for behaviour in TRIED for kind in KINDS]
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("apt-get"),
    reason="engines in namespaces of their own take root on Debian or Ubuntu",
)


@pytest.fixture(scope="module")
def trials() -> Trials:
    """What everything came to."""
    return run()


@pytest.mark.parametrize(("behaviour", "kind"), CELLS)
def test_engine(trials: Trials, behaviour: Behaviour, kind: Kind) -> None:
    """The engine does what the table says, and what the prober said of the same host."""
    observed = trials.observed[behaviour.name, kind.name]
    told = [predicted(trials, behaviour, kind), expected(behaviour, kind)]

    assert [] == [(verdict, observed) for verdict in told if not observed.agrees(verdict)]


@pytest.mark.parametrize("behaviour", TRIED, ids=lambda behaviour: behaviour.name)
def test_prober(trials: Trials, behaviour: Behaviour) -> None:
    """The prober calls the host what it is."""
    assert behaviour.failure_class == trials.probed[behaviour.name, ""]["class"]


def test_versions(trials: Trials) -> None:
    """The engines are those that the table names."""
    assert {kind.name: kind.release for kind in KINDS} == {
        kind.name: kind.release for kind in KINDS if trials.versions[kind.name].startswith(f"{kind.release}.")
    }


@pytest.mark.parametrize(("step", "found"), [("same", "ok"), ("moved", "stale_tag")])
def test_pull_through(trials: Trials, step: str, found: str) -> None:
    """A real pull-through mirror is well; cut off from an upstream whose tag moved, it has the old image."""
    peer = trials.peers[step]

    assert (found, "usable", "usable") == (peer["class"], *(verdict["fitness"] for verdict in peer["engines"].values()))


@pytest.mark.parametrize(("step", "same"), [("same", True), ("moved", False)])
def test_skopeo(trials: Trials, step: str, same: bool) -> None:
    """A client that others wrote reads the same digests."""
    at_mirror, upstream = trials.peers[step]["skopeo"]

    assert (trials.peers[step]["right"], same) == (upstream, at_mirror == upstream)


@pytest.mark.parametrize(
    ("behaviour", "trusts_tags", "fitness"),
    [
        ("ok", False, "usable"),
        ("poisoned", False, "breaks_pulls"),
        ("poisoned", True, "insecure"),
        ("unknown_digest", False, "usable"),
        ("unknown_digest", True, "insecure"),
        ("connect_timeout", False, "falls_back"),
        ("server_error", False, "falls_back"),
    ],
)
def test_written(trials: Trials, behaviour: str, trusts_tags: bool, fitness: str) -> None:
    """By the hosts.toml that apply writes, no mirror says what a tag is unless it may, and none is waited for long."""
    found = trials.written[behaviour, trusts_tags]

    assert (fitness, trusts_tags, True) == (found["fitness"], found["tag_asked"], found["seconds"] < 15)
