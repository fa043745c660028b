"""The disks of machines: a distro, made a reader's computer."""

from __future__ import annotations

import tempfile
from pathlib import Path

from snippets.distro import Distro
from tests.world.archive import Archive
from tests.world.bootstrap import bootstrap
from tests.world.images import HERE, Images, fingerprint, tag

PACKAGES = (
    "apt-utils", "ca-certificates", "dbus", "iproute2", "libpam-systemd", "procps", "sudo", "systemd", "systemd-sysv",
    "whiptail",
)  # fmt: skip
"""What an installed Debian has, and its container image may lack."""
FOLDER = HERE / "machine"
DOCKERFILE = FOLDER / "machine.Dockerfile"
_REHEARSAL = FOLDER / "rehearsal.Dockerfile"
_SOURCES = FOLDER / "debian.sources"


def root_key(what: str, codename: str, packages: tuple[str, ...]) -> str:
    """Names a bootstrapped root."""
    return fingerprint(what, codename, *packages, HERE / "bootstrap.py")


def recipe(distro: Distro) -> str:
    """Names what a bootstrapped machine is made of, the same on every host."""
    return fingerprint(root_key(distro.id, distro.codename, PACKAGES), FOLDER)


def machine_tag(distro: Distro, ca: bytes) -> str:
    """The image of a machine that trusts ``ca``."""
    return tag(f"machine-{distro.id}", fingerprint(recipe(distro), ca))


def build_root(images: Images, what: str, codename: str, packages: tuple[str, ...], archive: Archive) -> str:
    """The image of a bootstrapped root, made if the engine lacks it."""
    name = tag(f"root-{what}", root_key(what, codename, packages))
    if not images.has(name):
        images.say(f"bootstrapping {what} from the archive of {codename}: about 20 s, once")
        with tempfile.TemporaryDirectory() as folder:
            tar = Path(folder, "root.tar")
            bootstrap(codename, packages, archive, tar)
            images.import_root(name, tar)
    return name


def build_machine(images: Images, distro: Distro, ca: bytes, archive: Archive) -> None:
    """Make the image of a machine in the rehearsal world."""
    root = build_root(images, distro.id, distro.codename, PACKAGES, archive)
    images.say(f"building the machine of {distro.id}")
    name = tag(f"plain-{distro.id}", recipe(distro))
    images.build(name, DOCKERFILE, {}, BASE=root, PACKAGES=" ".join(PACKAGES))
    sources = _SOURCES.read_text("utf-8").replace("@CODENAME@", distro.codename)
    images.build(machine_tag(distro, ca), _REHEARSAL, {"ca.crt": ca, "debian.sources": sources.encode()}, MACHINE=name)
