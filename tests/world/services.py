"""The images of the rehearsal world's services: the common one, the package repositories, Docker Hub."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.world.archive import Archive
from tests.world.bootstrap import download
from tests.world.certificates import Certificates, write_private
from tests.world.images import HERE, Context, Images, fingerprint, tag
from tests.world.machines import build_root, root_key
from tests.world.stocking import ROOT_PACKAGES, stock

PACKAGES = (
    "apt-utils", "bash", "ca-certificates", "dnsmasq-base", "docker-registry", "dpkg-dev", "gpg", "gpg-agent",
    "nginx-light", "tinyproxy-bin", "zstd",
)  # fmt: skip
CODENAME = "trixie"
DOWNLOADS = {
    "trixie": ("docker.io", "docker-cli", "containerd", "docker-buildx", "docker-compose"),
    "bookworm": ("docker.io", "runc", "tini"),
}
"""The distribution's packages that are published under Docker's names."""
_MAKE_KEY = """
export GNUPGHOME=$(mktemp -d)
gpg --batch --quiet --passphrase '' --quick-generate-key 'Rehearsal <packages@rehearsal.test>' rsa3072 sign never
gpg --batch --armor --export-secret-keys
"""


@dataclass(frozen=True)
class ServiceImages:
    """The names of the services' images."""

    services: str
    packages: str
    hub: str

    def variables(self) -> Mapping[str, str]:
        """What ``compose.yaml`` calls them."""
        return {"SERVICES": self.services, "PACKAGES": self.packages, "HUB": self.hub}


def service_images(certificates: Certificates) -> ServiceImages:
    """The names of the images that the recipes as they are now make."""
    own = (certificates.ca, certificates.server, HERE / "services")
    services = fingerprint(root_key("services", CODENAME, PACKAGES), *own)
    downloads = (" ".join([suite, *names]) for suite, names in DOWNLOADS.items())
    packages = fingerprint(services, *downloads, HERE / "packages")
    hub = fingerprint(services, root_key("stand-ins", CODENAME, ROOT_PACKAGES), HERE / "hub", HERE / "stocking.py")
    return ServiceImages(tag("services", services), tag("packages", packages), tag("hub", hub))


def build_services(images: Images, names: ServiceImages, certificates: Certificates, archive: Archive) -> None:
    """Make the image that every service is."""
    root = build_root(images, "services", CODENAME, PACKAGES, archive)
    context: Context = {"ca.crt": certificates.ca, "server.pem": certificates.server, "services": HERE / "services"}
    images.build(names.services, HERE / "services" / "services.Dockerfile", context, ROOT=root)


def build_packages(images: Images, names: ServiceImages, archive: Archive, cache: Path) -> None:
    """Make the image of the package repositories."""
    images.say("repackaging the distribution's Docker packages: about 20 s, once")
    key = _signing_key(images, names.services, cache)
    with tempfile.TemporaryDirectory() as debs:
        for codename, packages in DOWNLOADS.items():
            folder = Path(debs, codename)
            folder.mkdir()
            download(codename, packages, archive, folder)
        context: Context = {"debs": Path(debs), "signing-key.asc": key, "packages": HERE / "packages"}
        dockerfile = HERE / "packages" / "packages.Dockerfile"
        images.build(names.packages, dockerfile, context, SERVICES=names.services, STAGE=names.packages)
    images.remove_stage(names.packages)


def build_hub(images: Images, names: ServiceImages, archive: Archive) -> None:
    """Make the image of Docker Hub's registry, stocked."""
    root = build_root(images, "stand-ins", CODENAME, ROOT_PACKAGES, archive)
    images.say("stocking Docker Hub's registry with stand-ins: about 15 s, once")
    stock(images, root, names.services, names.hub)


def _signing_key(images: Images, services: str, cache: Path) -> bytes:
    kept = cache / "signing-key.asc"
    if not kept.exists():
        made = images.client.containers.run(
            services, ["bash", "-ec", _MAKE_KEY], remove=True, network_mode="none", labels=images.labels
        )
        write_private(kept, bytes(made))
    return kept.read_bytes()
