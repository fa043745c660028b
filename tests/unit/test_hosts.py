"""Hosts: how they are named on the command line, and what makes one unfit."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import execnet
import pytest
from xdist.workermanage import make_reltoroot

from snippets.text import ROOT
from tests.harness.checkout import differences, fingerprints
from tests.harness.errors import HostUnusable
from tests.harness.hosts import Hosts, find_specs, host_name, is_here
from tests.unit.workers import Config


def config(*hosts: str, processes: int = 0) -> pytest.Config:
    """What ``--tx`` and ``-n`` were given."""
    option = SimpleNamespace(tx=["popen"] * processes or list(hosts), numprocesses=processes or None)
    given = SimpleNamespace(option=option, known_args_namespace=SimpleNamespace(tx=list(hosts)))
    return cast("pytest.Config", given)


def specs(*hosts: str, processes: int = 0) -> list[execnet.XSpec]:
    """Where walks run then."""
    return [execnet.XSpec(spec) for spec in find_specs(config(*hosts, processes=processes))]


def test_hosts_and_processes_together() -> None:
    """With -n and --tx both take walks."""
    here, there = specs("ssh=me@one//chdir=/guide", processes=1)

    assert (True, False) == (is_here(here), is_here(there))
    assert ("this computer", "me@one") == (host_name(here), host_name(there))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("ssh=one//chdir=/guide", "one"),
        ("chdir=/guide//ssh=-p 2222 me@one", "me@one"),
        ("popen//chdir=/guide", "/guide"),
        ("socket=one:8888//chdir=/guide", "one:8888"),
    ],
)
def test_a_host_has_a_name(given: str, name: str) -> None:
    """It is what messages call it."""
    (spec,) = specs(given)

    assert name == host_name(spec)
    assert not is_here(spec)


def test_ssh_never_waits_for_somebody() -> None:
    """It asks nothing, and notices that a host is gone; what the command line says comes first, and wins."""
    (given,) = find_specs(config("2*ssh=-o ServerAliveInterval=1 one//chdir=/guide"))

    assert given.startswith("2*ssh=-o ServerAliveInterval=1 one -o BatchMode=yes -o ConnectTimeout=10 ")
    assert given.endswith(" -o ServerAliveInterval=5 -o ServerAliveCountMax=3//chdir=/guide")


def test_the_folder_on_a_host_must_be_said() -> None:
    """Otherwise a folder would be made there."""
    with pytest.raises(HostUnusable, match="--tx ssh=one: say in which folder"):
        find_specs(config("ssh=one"))


def test_paths_are_given_to_hosts_as_seen_from_their_checkouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the run was started, and however they were written."""
    monkeypatch.chdir(ROOT / "docs")
    roots = cast("Any", Hosts)._getrsyncdirs(None)

    given = ["install", str(ROOT / "docs/install/linux.md::debian-13::a"), "--all", "-n2"]

    assert ["docs/install", "docs/install/linux.md::debian-13::a", "--all", "-n2"] == make_reltoroot(roots, given)


def checkout(folder: Path) -> Path:
    """A small checkout."""
    for name in ("conftest.py", "docs/page.md", "snippets/topic/all.sh", "snippets/evidence/rehearsal/page/a.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    return folder


def test_equal_checkouts_do_not_differ(tmp_path: Path) -> None:
    """Evidence may: only the one that the run is started in is asked for it."""
    one, other = checkout(tmp_path / "one"), checkout(tmp_path / "other")
    (other / "snippets/evidence/rehearsal/page/a.json").unlink()
    (other / "snippets/topic/__pycache__").mkdir()
    (other / "snippets/topic/__pycache__/a.pyc").write_bytes(b"")

    assert [] == differences(fingerprints(one), fingerprints(other))


def test_it_is_said_what_differs(tmp_path: Path) -> None:
    """Files that were changed, are missing or are new, and versions."""
    here, other = fingerprints(checkout(tmp_path / "one")), checkout(tmp_path / "other")
    (other / "docs/page.md").write_text("changed", "utf-8")
    (other / "snippets/topic/all.sh").rename(other / "snippets/topic/new.sh")
    there = fingerprints(other) | {"sybil": "1.0"}

    changed, old, new, sybil = differences(here, there)

    assert changed == f"docs/page.md: {there['docs/page.md']} there, {here['docs/page.md']} here"
    assert old == f"snippets/topic/all.sh: none there, {here['snippets/topic/all.sh']} here"
    assert new == f"snippets/topic/new.sh: {there['snippets/topic/new.sh']} there, none here"
    assert sybil == f"sybil: 1.0 there, {here['sybil']} here"


class Run(Config):
    """A configuration that workers are really started with."""

    def __init__(self, spec: str) -> None:
        super().__init__(spec)
        self.trace = SimpleNamespace(get=lambda _: lambda *_: None)
        self.invocation_params = SimpleNamespace(args=())
        self.option.rsyncignore, self.option.rsyncdir = [], []
        self.hook.pytest_xdist_newgateway = lambda **_: None

    def getoption(self, name: str) -> object:
        """An option."""
        return {"px": [], "testrunuid": "1"}[name]

    def getini(self, _: str) -> list[str]:
        """A setting."""
        return []


def refusal(spec: str) -> str:
    """Why a host is not taken."""
    hosts = Hosts(cast("pytest.Config", Run(spec)))
    try:
        with pytest.raises(HostUnusable) as refused:
            hosts.setup_node(hosts.specs[0], None)
    finally:
        hosts.teardown_nodes()
    return str(refused.value)


def test_a_checkout_that_differs_is_refused(tmp_path: Path) -> None:
    """With the host, its folder, what differs and what to do."""
    folder = checkout(tmp_path / "guide")

    said = refusal(f"popen//python={sys.executable}//chdir={folder}").splitlines()

    assert f"{folder}: its checkout in {folder} differs from this one:" == said[0]
    assert said[1].startswith("  conftest.py: ")
    assert said[6].startswith("  and ")
    assert "Bring both to the same commit, and install the same requirements.txt." == said[7]


def test_a_folder_without_a_checkout_is_refused(tmp_path: Path) -> None:
    """It is not taken for one that differs in every file."""
    said = refusal(f"popen//python={sys.executable}//chdir={tmp_path}")

    assert f"{tmp_path}: there is no checkout of this guide in {tmp_path};" in said


@pytest.mark.skipif(not shutil.which("ssh"), reason="there is no ssh here")
def test_a_host_that_cannot_be_reached_is_refused() -> None:
    """With what ssh says."""
    (spec,) = find_specs(config("ssh=-p 1 127.0.0.1//chdir=/guide"))

    assert refusal(spec) == "127.0.0.1: ssh: connect to host 127.0.0.1 port 1: Connection refused"
