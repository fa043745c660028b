"""Stand-ins: another system that wears a distro's name and has its real package manager."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from snippets.distro import Distro
from tests.world.images import HERE, Context, fingerprint

FOLDER = HERE / "stand_in"
_RELEASES = {"fedora": "fedora-release", "centos": "centos-stream-release", "amazon": "system-release"}
"""The package that says which release a system is."""
_REPOSITORIES = {"fedora": "fedora.repo", "centos": "centos.repo", "amazon": "amazonlinux.repo"}
_KEYS = {
    "fedora": ("RPM-GPG-KEY-fedora-@VERSION@-x86_64", "RPM-GPG-KEY-fedora-@VERSION@-aarch64"),
    "centos": ("RPM-GPG-KEY-centosofficial",),
    "amazon": ("RPM-GPG-KEY-amazon-linux-2023",),
}


@dataclass(frozen=True)
class Becoming:
    """What makes a Debian root stand for a distro's image."""

    dockerfile: Path
    context: Context
    arguments: dict[str, str]
    """All of the Dockerfile's but ``ROOT``."""

    @property
    def key(self) -> str:
        """Changes with everything that is done to the root."""
        return fingerprint(self.dockerfile, *self.context.values(), *sorted(self.arguments.values()))


def become(distro: Distro) -> Becoming:
    """What makes a Debian root stand for the image of ``distro``."""
    release = {"os-release": _filled(FOLDER / "os-release" / distro.family, distro)}
    if distro.package_manager == "apt":
        return Becoming(FOLDER / "apt.Dockerfile", release, {})
    context: Context = {**release, **{name: FOLDER / name for name in ("become.sh", "base.spec", "dnf.conf")}}
    program = "dnf5" if distro.package_manager == "dnf5" else "dnf"
    return Becoming(FOLDER / "dnf.Dockerfile", context, {"RELEASE": _RELEASES[distro.family], "DNF": program})


def settings(distro: Distro, vendor_key: bytes) -> dict[str, bytes]:
    """The files below ``/etc`` by which a machine of ``distro`` finds its packages in the rehearsal world."""
    if distro.package_manager == "apt":
        sources = _filled(FOLDER / "repositories" / "debian.sources", distro)
        return {f"etc/apt/sources.list.d/{distro.family}.sources": sources}
    name = _REPOSITORIES[distro.family]
    keys = {f"etc/pki/rpm-gpg/{key.replace('@VERSION@', distro.version)}": vendor_key for key in _KEYS[distro.family]}
    return {f"etc/yum.repos.d/{name}": (FOLDER / "repositories" / name).read_bytes(), **keys}


def _filled(template: Path, distro: Distro) -> bytes:
    text = template.read_text("utf-8")
    for mark, value in (("@VERSION@", distro.version), ("@CODENAME@", distro.codename), ("@SUITE@", distro.rehearsal)):
        text = text.replace(mark, value)
    return text.encode()
