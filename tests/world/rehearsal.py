"""The rehearsal world: local services that answer under the real host names, with nothing else reachable."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException, NotFound
from docker.models.containers import Container
from filelock import FileLock

from snippets.distro import Distro
from snippets.text import ROOT
from tests.world.archive import find_archive
from tests.world.attachment import Attachment, WorldImage
from tests.world.bootstrap import install_tools
from tests.world.certificates import load_certificates
from tests.world.compose import engine_address, labelled, run_compose
from tests.world.errors import WorldError
from tests.world.images import LABELS, Images, fingerprint
from tests.world.machines import build_machine, machine_tag, recipe
from tests.world.services import build_hub, build_packages, build_services, service_images

CACHE = ROOT / ".cache" / "world"
ARCHIVE_VOLUME = "docker-verified-archive"
RESOLVERS = {"open": "resolver", "without-docker-hub": "resolver-without-docker-hub"}
SERVICES = ("resolver", "resolver-without-docker-hub", "packages", "archive", "hub", "mirror", "proxy")
_NETWORKS = (*RESOLVERS, "outside")
_GONE = (DockerException, OSError)


def tell(line: str) -> None:
    """Write a line of progress for the person who waits."""
    print(f"rehearsal world: {line}", file=sys.stderr, flush=True)


class Rehearsal:
    """One run's rehearsal world."""

    name = "rehearsal"

    def __init__(
        self, client: docker.DockerClient, session: str, labels: Mapping[str, str],
        say: Callable[[str], None] = tell, cache: Path = CACHE,
    ) -> None:  # fmt: skip
        self.client, self.session, self.labels, self.cache = client, session, dict(labels), cache
        self.images = Images(client, say)
        self._project = f"docker-verified-{session}"
        self._address = engine_address(client)
        with self._lock():
            self.certificates = load_certificates(cache)
        self._services = service_images(self.certificates)

    @property
    def key(self) -> str:
        """Changes with everything that a machine can get from this world."""
        return fingerprint(*self._services.variables().values())

    def image(self, distro: Distro) -> WorldImage:
        """The image of a machine, built if the engine lacks it.

        Raises:
            WorldError: it cannot be built.
        """
        name = machine_tag(distro, self.certificates.ca)
        if not self.images.has(name):
            with self._lock():
                if not self.images.has(name):
                    install_tools()
                    build_machine(self.images, distro, self.certificates.ca, find_archive())
        return WorldImage(name, "bootstrapped", recipe(distro))

    def build(self, *distros: Distro) -> None:
        """Build whatever the engine lacks for the services, and for machines of ``distros``, two at a time.

        Raises:
            WorldError: a part cannot be built.
        """
        wanted = [*self._services.variables().values(), *(machine_tag(d, self.certificates.ca) for d in distros)]
        if all(map(self.images.has, wanted)):
            return
        with self._lock():
            install_tools()
            self._build(distros)

    def _build(self, distros: tuple[Distro, ...]) -> None:
        archive, images, names, ca = find_archive(), self.images, self._services, self.certificates.ca
        with ThreadPoolExecutor(2) as pool:
            tasks: list[Future[None]] = []
            if not images.has(names.services):
                build_services(images, names, self.certificates, archive)
            if not images.has(names.packages):
                tasks.append(pool.submit(build_packages, images, names, archive, self.cache))
            if not images.has(names.hub):
                tasks.append(pool.submit(build_hub, images, names, archive))
            for distro in distros:
                if not images.has(machine_tag(distro, ca)):
                    tasks.append(pool.submit(build_machine, images, distro, ca, archive))
            for task in tasks:
                task.result()

    def start(self) -> None:
        """Start every service, and wait until each answers.

        Raises:
            WorldError: a service does not; says which, with its last log lines.
        """
        self.build()
        self.client.volumes.create(ARCHIVE_VOLUME, labels=LABELS)
        done = self._compose("up", "--detach", "--wait", "--wait-timeout", "60", "--no-build", "--quiet-pull")
        if done.returncode:
            self.check()
            raise WorldError("docker compose cannot start the rehearsal world:", done.stdout + done.stderr)

    def check(self) -> None:
        """See that every service is still there.

        Raises:
            WorldError: one is not; says which, with its last log lines.
        """
        running = {c.labels["com.docker.compose.service"]: c for c in self._containers()}
        for service in SERVICES:
            container = running.get(service)
            if container is None:
                raise WorldError(f"the world's service {service!r} is gone")
            state = container.attrs["State"]
            if state["Status"] != "running" or state.get("Health", {}).get("Status") == "unhealthy":
                raise WorldError(f"the world's service {service!r} {_ending(state)}; its log ends:", _log(container))

    def network(self, name: str) -> Attachment:
        """Where a machine is to be attached.

        Raises:
            WorldError: the world is not started.
        """
        full = f"{self._project}_{name}"
        for container in self._containers():
            joined = container.attrs["NetworkSettings"]["Networks"].get(full)
            if container.labels["com.docker.compose.service"] == RESOLVERS[name] and joined:
                return Attachment(joined["NetworkID"], joined["IPAddress"])
        raise WorldError(f"the network {name!r} has no resolver; is the rehearsal world started?")

    def stop(self) -> None:
        """Remove every service and network; fine if they, or the engine, are gone already."""
        with contextlib.suppress(*_GONE, WorldError):
            self._compose("down", "--volumes", "--timeout", "0", "--remove-orphans")

    def _containers(self) -> list[Container]:
        chosen = {"label": f"com.docker.compose.project={self._project}"}
        try:
            return list(self.client.containers.list(all=True, filters=chosen, ignore_removed=True))
        except NotFound:
            return []

    def _compose(self, *arguments: str) -> Any:
        archive = find_archive()
        variables = {**self._services.variables(), "SESSION": self.session}
        variables |= {"ARCHIVE_URL": archive.main, "SECURITY_URL": archive.security}
        return run_compose(self._address, variables, *arguments, extra=labelled(SERVICES, _NETWORKS, self.labels))

    def _lock(self) -> FileLock:
        self.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FileLock(self.cache / "build.lock")


def _ending(state: Mapping[str, Any]) -> str:
    if state["Status"] == "running":
        return "does not answer"
    return f"is {state['Status']} with exit status {state.get('ExitCode')}"


def _log(container: Container) -> str:
    try:
        return bytes(container.logs(tail=20)).decode("utf-8", "replace")
    except DockerException as e:
        return f"(no log: {e})"
