"""The disks of machines: a distro, made a reader's computer."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from snippets.distro import Distro
from tests.world.archive import Archive
from tests.world.bootstrap import bootstrap
from tests.world.images import HERE, Context, Images, fingerprint, tag
from tests.world.roots import APT_PACKAGES, Root, root_of
from tests.world.stand_ins import become, settings

FOLDER = HERE / "machine"
_REHEARSAL = FOLDER / "rehearsal.Dockerfile"
_COMPUTER = FOLDER / "computer.sh"
DNF_PACKAGES = (
    "ca-certificates", "dbus", "findutils", "gnupg2", "iproute", "procps-ng", "shadow-utils", "sudo", "systemd",
)  # fmt: skip
"""What an installed Fedora, CentOS or Amazon Linux has, and its container image may lack."""
_USERS = {"ubuntu": "ubuntu", "amazon": "ec2-user"}
"""Whom the vendor's own installations have for a user."""


@dataclass(frozen=True)
class Completion:
    """What makes a distro's image, official or rehearsed, a reader's computer."""

    dockerfile: Path
    context: Context
    arguments: dict[str, str]
    """All of the Dockerfile's but ``BASE``, the image."""

    @property
    def key(self) -> str:
        """Changes with everything that is added."""
        return fingerprint(self.dockerfile, _COMPUTER, *sorted(self.arguments.values()))


def completion(distro: Distro) -> Completion:
    """What makes the image of ``distro`` a reader's computer, in every world."""
    apt = distro.package_manager == "apt"
    dockerfile = FOLDER / ("apt.Dockerfile" if apt else "dnf.Dockerfile")
    plugins = ("dnf5-plugins",) if distro.package_manager == "dnf5" else ()
    packages = APT_PACKAGES if apt else (*DNF_PACKAGES, *plugins)
    arguments = {"PACKAGES": " ".join(packages), "USERS": _USERS.get(distro.family, "")}
    return Completion(dockerfile, {"computer.sh": _COMPUTER}, arguments)


def root_key(root: Root) -> str:
    """Names a bootstrapped root."""
    parts = (root.name, root.suite, *root.packages, *root.others, root.preferences)
    return fingerprint(*parts, HERE / "bootstrap.py")


def recipe(distro: Distro) -> str:
    """Names what a machine of the rehearsal world is made of, the same on every host."""
    keys = [root_key(root_of(distro)), completion(distro).key, str(settings(distro, b""))]
    if distro.is_stand_in:
        keys.append(become(distro).key)
    return fingerprint(*keys, _REHEARSAL)


def machine_tag(distro: Distro, ca: bytes, vendor_key: bytes) -> str:
    """The image of a machine that trusts the authority ``ca`` and packages signed with ``vendor_key``."""
    return tag(f"machine-{distro.id}", fingerprint(recipe(distro), ca, vendor_key))


def build_root(images: Images, root: Root, archive: Archive) -> str:
    """The image of a bootstrapped root, made if the engine lacks it."""
    name = tag(f"root-{root.name}", root_key(root))
    with images.making(name):
        if not images.has(name):
            images.say(f"bootstrapping {root.name} from the archive: about 20 s, once")
            with tempfile.TemporaryDirectory() as folder:
                tar = Path(folder, "root.tar")
                bootstrap(root, archive, tar)
                images.import_root(name, tar)
    return name


def build_machine(images: Images, distro: Distro, ca: bytes, vendor_key: bytes, archive: Archive) -> None:
    """Make the image of a machine in the rehearsal world."""
    base = build_root(images, root_of(distro), archive)
    images.say(f"building the machine of {distro.id}")
    made = recipe(distro)
    if distro.is_stand_in:
        stand_in = become(distro)
        name = tag(f"stand-in-{distro.id}", made)
        images.build(name, stand_in.dockerfile, stand_in.context, ROOT=base, **stand_in.arguments)
        base = name
    complete, plain = completion(distro), tag(f"plain-{distro.id}", made)
    images.build(plain, complete.dockerfile, complete.context, BASE=base, **complete.arguments)
    context = {"ca.crt": ca, **settings(distro, vendor_key)}
    images.build(machine_tag(distro, ca, vendor_key), _REHEARSAL, context, MACHINE=plain)
