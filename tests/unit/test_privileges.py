"""What a machine is granted: what its host has, by name."""

from __future__ import annotations

from tests.harness.privileges import capabilities


def test_all_that_the_host_has() -> None:
    """A full bounding set gives every capability that Engine 20.10 knows."""
    granted = capabilities("Name:\tx\nCapBnd:\t000001ffffffffff\n")

    assert (granted[0], granted[-1], len(granted)) == ("CHOWN", "AUDIT_READ", 38)


def test_not_what_the_host_lacks() -> None:
    """Without SYS_RESOURCE on the host it is not asked for, since the engine would refuse."""
    assert "SYS_RESOURCE" not in capabilities("CapBnd:\t000001fffeffffff\n")
