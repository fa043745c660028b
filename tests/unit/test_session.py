"""Sessions: whose things are swept."""

from __future__ import annotations

import os
import subprocess
import sys
from unittest.mock import MagicMock

import pytest
from docker.errors import APIError

from tests.harness.session import OWNER, SESSION, Session, is_alive, process_identity, sweep


def test_this_process_is_alive() -> None:
    """A run does not sweep its own things."""
    assert is_alive(Session().owner)


def test_a_process_that_ended_is_not() -> None:
    """What a dead process owned may go."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = process_identity(process.pid)
    assert is_alive(owner)
    process.communicate(b"\n")

    assert not is_alive(owner)


def test_a_reused_process_id_is_not_the_owner() -> None:
    """The same id with another start time is somebody else."""
    boot, pid, _ = process_identity(os.getpid()).split("/")

    assert not is_alive(f"{boot}/{pid}/1")


def test_another_hosts_things_are_left_alone() -> None:
    """A run on a shared engine cannot know whether another host's process lives."""
    assert is_alive("00000000-other-boot/1/1")


@pytest.mark.parametrize("owner", ["", "nonsense"])
def test_an_owner_of_another_shape_is_another_hosts(owner: str) -> None:
    """What names no process of this host is left alone."""
    assert is_alive(owner)


def test_two_sessions_have_different_labels() -> None:
    """Two runs at once tell their things apart."""
    one, other = Session().labels, Session().labels

    assert one[SESSION] != other[SESSION]
    assert one[OWNER] == other[OWNER]


def test_a_network_that_the_engine_keeps_hinders_nobody() -> None:
    """What a dead run left and the engine does not let go of is left to a later run, and this one begins."""
    boot, pid, _ = process_identity(os.getpid()).split("/")
    endpoints = {"ep-1": {"Name": "gone"}}
    network = MagicMock(attrs={"Labels": {SESSION: "dead", OWNER: f"{boot}/{pid}/1"}, "Containers": endpoints})
    network.remove.side_effect = APIError("has active endpoints")
    client = MagicMock()
    client.networks.list.return_value = [network]
    client.containers.list.return_value = client.volumes.list.return_value = []

    assert sweep(client) == []
    network.disconnect.assert_called_once_with("gone", force=True)
    network.remove.assert_called_once_with()
