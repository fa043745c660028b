"""The rehearsal world: local services that answer under the real host names, with nothing else reachable."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import docker
from docker.errors import APIError, DockerException
from filelock import FileLock, Timeout

from snippets.distro import Distro
from snippets.text import ROOT
from tests.world.archive import find_archive
from tests.world.attachment import Attachment, WorldImage
from tests.world.bootstrap import install_tools
from tests.world.certificates import load_certificates
from tests.world.compose import engine_address, labelled, run_compose
from tests.world.errors import WorldError
from tests.world.images import LABELS, Images
from tests.world.keys import load_keys
from tests.world.machines import build_machine, machine_tag, recipe
from tests.world.services import build_aws, build_guide, build_hub, build_packages, build_services, service_images

CACHE = ROOT / ".cache" / "world"
ARCHIVE_VOLUME = "docker-verified-archive"
RESOLVERS = {"open": "resolver", "without-docker-hub": "resolver-without-docker-hub"}
SERVICES = (
    "resolver", "resolver-without-docker-hub", "packages", "archive", "hub", "mirror", "proxy", "aws", "auth", "faults",
    "guide",
)  # fmt: skip
_NETWORKS = (*RESOLVERS, "outside")
_SERVICE = "com.docker.compose.service"
_LISTENS = "docker-verified.listens"
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
        self.images = Images(client, say, labels)
        self._project = f"docker-verified-{session}"
        self._address = engine_address(client)
        with self._lock():
            self.certificates, self.keys = load_certificates(cache), load_keys(cache)
        self._services = service_images(self.certificates, self.keys)

    @property
    def key(self) -> str:
        """Changes with everything that a machine can get from this world."""
        return self._services.key

    @staticmethod
    def recipe(distro: Distro) -> str:
        """What the disk of a machine is made of; asks no engine."""
        return recipe(distro)

    def image(self, distro: Distro) -> WorldImage:
        """The image of a machine, built if the engine lacks it.

        Raises:
            WorldError: it cannot be built.
        """
        self.build(distro)
        origin = "stand-in" if distro.is_stand_in else "bootstrapped"
        return WorldImage(self._machine(distro), origin, recipe(distro))

    def build(self, *distros: Distro) -> None:
        """Build whatever the engine lacks for the services, and for machines of ``distros``, two at a time.

        Raises:
            WorldError: a part cannot be built.
        """
        wanted = [*self._services.variables().values(), *map(self._machine, distros)]
        if all(map(self.images.has, wanted)):
            return
        with self._lock():
            install_tools()
            self._build(distros)
            self.images.forget_old()

    def _build(self, distros: tuple[Distro, ...]) -> None:
        archive, images, names = find_archive(), self.images, self._services
        if not images.has(names.services):
            build_services(images, names, self.certificates, archive)
        if not images.has(names.aws):
            build_aws(images, names)
        if not images.has(names.guide):
            build_guide(images, names)
        trust = (self.certificates.ca, self.keys.public["vendor"])
        machines = [d for d in distros if not images.has(self._machine(d))]
        with ThreadPoolExecutor(2) as pool:
            tasks = (
                [pool.submit(build_packages, images, names, self.keys, archive)]
                if not images.has(names.packages)
                else []
            )
            tasks += [pool.submit(build_machine, images, distro, *trust, archive) for distro in machines]
            if not images.has(names.hub):
                tasks.append(pool.submit(build_hub, images, names, archive))
            try:
                for task in tasks:
                    task.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def start(self) -> None:
        """Start every service, and wait until each answers.

        Raises:
            WorldError: a service does not; says which, with its last log lines.
        """
        self.build()
        self.client.volumes.create(ARCHIVE_VOLUME, labels=LABELS)
        archive = find_archive()
        urls = {"ARCHIVE_URL": archive.main, "SECURITY_URL": archive.security}
        done = self._compose(urls, "up", "--detach", "--no-build", "--quiet-pull")
        found = self._found()
        if done.returncode:
            self._find_failed(found)
            raise WorldError("docker compose cannot start the rehearsal world:", done.stdout + done.stderr)
        for service, container in found.items():
            self._wait(service, container)

    def check(self) -> None:
        """See that every service is still there.

        Raises:
            WorldError: one is not; says which, with its last log lines.
        """
        found = self._found()
        self._find_failed(found)
        if gone := [service for service in SERVICES if service not in found]:
            raise WorldError(f"the world's service {gone[0]!r} is gone")

    def network(self, name: str) -> Attachment:
        """Where a machine is to be attached.

        Raises:
            WorldError: the world is not started.
        """
        full = f"{self._project}_{name}"
        resolver = self._found().get(RESOLVERS[name], {"NetworkSettings": {"Networks": {}}})
        if joined := resolver["NetworkSettings"]["Networks"].get(full):
            return Attachment(joined["NetworkID"], joined["IPAddress"])
        raise WorldError(f"the network {name!r} has no resolver; is the rehearsal world started?")

    def stop(self) -> None:
        """Remove every service and network; fine if they, or the engine, are gone already."""
        with contextlib.suppress(*_GONE, WorldError):
            self._compose({}, "down", "--volumes", "--timeout", "0", "--remove-orphans")

    def _machine(self, distro: Distro) -> str:
        return machine_tag(distro, self.certificates.ca, self.keys.public["vendor"])

    def _found(self) -> dict[str, dict[str, Any]]:
        chosen = {"label": f"com.docker.compose.project={self._project}"}
        return {c["Labels"][_SERVICE]: c for c in self.client.api.containers(all=True, filters=chosen)}

    def _wait(self, service: str, container: Mapping[str, Any]) -> None:
        api, ports = self.client.api, container["Labels"][_LISTENS]
        try:
            call = api.exec_create(container["Id"], ["/etc/world/ready.sh", *ports.split()])
            api.exec_start(call["Id"])
            status = api.exec_inspect(call["Id"])["ExitCode"]
        except APIError:  # It has ended.
            status = None
        if status != 0:
            self._find_failed(self._found())
            what = f"the world's service {service!r} does not listen on port {ports} after 10 s; its log ends:"
            raise WorldError(what, self._log(container["Id"]))

    def _find_failed(self, found: Mapping[str, dict[str, Any]]) -> None:
        for service, container in sorted(found.items()):
            if container["State"] not in ("running", "created"):
                what = f"the world's service {service!r} does not run: {container['Status']}; its log ends:"
                raise WorldError(what, self._log(container["Id"]))

    def _log(self, container: str) -> str:
        try:
            return bytes(self.client.api.logs(container, tail=20)).decode("utf-8", "replace")
        except DockerException as e:
            return f"(no log: {e})"

    def _compose(self, variables: Mapping[str, str], *arguments: str) -> CompletedProcess[str]:
        variables = {**self._services.variables(), "SESSION": self.session, **variables}
        return run_compose(self._address, variables, *arguments, extra=labelled(SERVICES, _NETWORKS, self.labels))

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        self.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(self.cache / "build.lock")
        try:
            lock.acquire(timeout=2)
        except Timeout:
            self.images.say("waiting for another run to build the world")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()
