"""The roots that machines and services are made of, from the distribution's archive."""

from __future__ import annotations

from dataclasses import dataclass

from snippets.distro import Distro
from tests.world.archive import TESTING

_COMPUTER = ("ca-certificates", "dbus", "iproute2", "libpam-systemd", "procps", "sudo", "systemd", "systemd-sysv")
APT_PACKAGES = ("apt-utils", *_COMPUTER, "whiptail")
"""What an installed Debian or Ubuntu has, and its container image may lack."""
_DNF_PACKAGES = (*_COMPUTER, "curl", "gpg", "hostname", "iptables", "libseccomp2", "rpm", "xz-utils")
# Testing's systemd needs cgroup v2, which not every host has.
_OLDER_SYSTEMD = "Package: src:systemd\nPin: release n=trixie\nPin-Priority: 1001\n"


@dataclass(frozen=True)
class Root:
    """A root to bootstrap."""

    name: str
    suite: str
    packages: tuple[str, ...]
    others: tuple[str, ...] = ()
    """Further suites that packages may come from, as ``preferences`` say."""
    preferences: str = ""
    """apt's preferences while the root is made."""


def root_of(distro: Distro) -> Root:
    """What the machine of ``distro`` is made of in the rehearsal world; distros share roots."""
    suite, manager = distro.rehearsal, distro.package_manager
    packages = APT_PACKAGES if manager == "apt" else (*_DNF_PACKAGES, "dnf5" if manager == "dnf5" else "dnf")
    others, preferences = (("trixie",), _OLDER_SYSTEMD) if suite == TESTING else ((), "")
    return Root(f"{suite}-{manager}", suite, packages, others, preferences)
