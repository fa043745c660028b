"""The real world: official images, and whatever the engine's own host reaches."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import docker
from docker.errors import DockerException
from filelock import FileLock

from snippets.distro import Distro
from snippets.text import ROOT
from tests.world.attachment import Attachment, WorldImage
from tests.world.errors import WorldError
from tests.world.images import REPOSITORY, Images, fingerprint, tag
from tests.world.machines import completion
from tests.world.official import pull

DOCKER_HUB = (
    "registry-1.docker.io",
    "auth.docker.io",
    "index.docker.io",
    "docker.io",
    "production.cloudflare.docker.com",
)
"""The hosts that a pull from Docker Hub asks."""
NOWHERE = "0.0.0.0"  # noqa: S104
"""An address where nothing listens."""
_HOSTS: dict[str, dict[str, str]] = {"open": {}, "without-docker-hub": dict.fromkeys(DOCKER_HUB, NOWHERE)}


class Internet:
    """One run's share of the real world."""

    name = "internet"

    def __init__(
        self,
        client: docker.DockerClient,
        session: str,
        labels: Mapping[str, str],
        say: Callable[[str], None],
        cache: Path = ROOT / ".cache" / "world",
    ) -> None:
        self.client, self.session, self.labels, self.cache = client, session, dict(labels), cache
        self.images, self._say = Images(client, say, labels), say
        self._networks: dict[str, str] = {}

    @property
    def key(self) -> str:
        """What the real hosts serve changes on any day, so what is made from them is kept for a day."""
        return datetime.now(UTC).date().isoformat()

    @staticmethod
    def recipe(distro: Distro) -> str:
        """What the disk of a machine is made of: the official image, and what is added; asks no engine."""
        return f"{distro.pinned_image}+{completion(distro).key[:16]}"

    def image(self, distro: Distro) -> WorldImage:
        """The image of a machine, pulled and completed if the engine lacks it.

        Raises:
            WorldError: it cannot be pulled, is not what was pinned, or cannot be completed.
        """
        self.cache.mkdir(parents=True, exist_ok=True)
        with FileLock(self.cache / "build.lock"):
            base, added = pull(self.client, distro, self._say), completion(distro)
            name = tag(f"official-{distro.id}", fingerprint(base, added.key))
            if not self.images.has(name):
                self._say(f"building the machine of {distro.id} on {distro.pinned_image}")
                self.images.build(name, added.dockerfile, added.context, "default", BASE=base, **added.arguments)
        return WorldImage(name, "official", self.recipe(distro))

    def build(self, *distros: Distro) -> None:
        """Pull ahead the images of machines; one that cannot be had ends the walks on it, and no others."""
        for distro in distros:
            try:
                self.image(distro)
            except WorldError as e:
                self._say(f"no machine of {distro.id}: {e}")

    def start(self) -> None:
        """Make the networks that machines stand in.

        Raises:
            WorldError: the engine refuses.
        """
        for name in _HOSTS:
            full = f"{REPOSITORY}-{self.session}-{name}"
            try:
                self._networks[name] = str(self.client.networks.create(full, driver="bridge", labels=self.labels).id)
            except DockerException as e:
                raise WorldError(f"the engine cannot make the network {full!r}: {e}") from e

    def check(self) -> None:
        """Nothing of the real world is ours to see after."""

    def network(self, name: str) -> Attachment:
        """Where a machine is to be attached; without Docker Hub, its hosts are names of nowhere.

        Raises:
            WorldError: the world is not started.
        """
        if name not in self._networks:
            raise WorldError(f"there is no network {name!r}; is the internet world started?")
        return Attachment(self._networks[name], None, _HOSTS[name])

    def stop(self) -> None:
        """Remove the networks; fine if they, or the engine, are gone already."""
        while self._networks:
            with contextlib.suppress(DockerException, OSError):
                self.client.api.remove_network(self._networks.popitem()[1])
