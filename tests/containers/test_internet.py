"""The internet world with real parts: a registry, an index, an engine that pulls, machines. Only the vendors lack."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docker
import pytest

from snippets.distro import Distro
from snippets.evidence import VERIFIED, load_evidence
from tests.containers.conftest import DISTRO
from tests.containers.project import Project
from tests.containers.registry import Registry
from tests.harness.machine import Machine, Place
from tests.harness.surroundings import Surroundings
from tests.harness.terminal import Terminal
from tests.world.errors import WorldError
from tests.world.image_index import ImageIndex, ask_index
from tests.world.internet import NOWHERE, Internet
from tests.world.pins import Pin, repin
from tests.world.vendor import vendors_client

NAME = "vendor/debian"
BUILT = f"docker-verified/official-{DISTRO.id}"


@pytest.fixture(scope="module")
def client(surroundings: Surroundings) -> docker.DockerClient:
    """The engine's."""
    return surroundings.engine.client


@pytest.fixture(scope="module")
def architectures(client: docker.DockerClient) -> tuple[str, str]:
    """The engine's, and another."""
    own = str(client.version()["Arch"])
    return own, "arm64" if own == "amd64" else "amd64"


@pytest.fixture(scope="module")
def registry(surroundings: Surroundings, client: docker.DockerClient) -> Iterator[Registry]:
    """A registry; what was pulled from it, and built on that, is gone in the end."""
    surroundings.image(DISTRO)
    services = client.images.list("docker-verified/services")[0]
    with Registry(client, str(services.id), surroundings.session.labels) as registry:
        yield registry
        for image in client.images.list(BUILT):
            client.images.remove(str(image.id), force=True)


@pytest.fixture(scope="module")
def images(registry: Registry, surroundings: Surroundings, architectures: tuple[str, str]) -> dict[str, str]:
    """The digests of its images, by architecture."""
    own, other = architectures
    pushed = registry.push(surroundings.image(DISTRO).tag, NAME)
    return {own: pushed, other: registry.bend(NAME, pushed, other)}


@pytest.fixture(scope="module")
def distro(registry: Registry, images: dict[str, str]) -> Distro:
    """A distro whose vendor has that registry."""
    return replace(DISTRO, image=f"{registry.address}/{NAME}:13", digest=registry.add_index(NAME, "13", images))


@pytest.fixture
def world(surroundings: Surroundings, client: docker.DockerClient, tmp_path: Path) -> Iterator[Internet]:
    """The world, not started."""
    world = Internet(client, surroundings.session.id, surroundings.session.labels, print, tmp_path)
    yield world
    world.stop()


def left(client: docker.DockerClient, registry: Registry) -> set[str]:
    """The names of images that came from the registry, or were built on such."""
    names = {name for image in client.images.list() for name in [*image.tags, *image.attrs["RepoDigests"]]}
    return {name for name in names if name.startswith((registry.address, BUILT))}


def test_what_is_pinned_is_what_is_pulled(world: Internet, distro: Distro, client: docker.DockerClient) -> None:
    """The digest that ``nox -s pin`` reads of a registry is the one that an engine then pulls from it."""

    async def ask() -> ImageIndex:
        async with vendors_client() as vendors:
            return await ask_index(vendors, distro.image)

    assert ImageIndex(distro.digest, frozenset(distro.architectures)) == asyncio.run(ask())
    image = world.image(distro)
    assert (image.origin, image.recipe) == ("official", Internet.recipe(distro))
    repository = distro.image.rpartition(":")[0]
    assert client.images.get(distro.pinned_image).attrs["RepoDigests"] == [f"{repository}@{distro.digest}"]
    assert client.images.get(image.tag).labels["docker-verified"] == "1"


def machine(world: Internet, distro: Distro, kind: str, network: str) -> Machine:
    """A machine to start."""
    world.start()
    at = world.network(network)
    place = Place(at.network_id, at.resolver_ip, at.extra_hosts)
    return Machine(world.client, world.image(distro).tag, kind, place, world.labels)


def test_a_machine_of_the_internet(world: Internet, distro: Distro) -> None:
    """It boots, and a reader can type on it; no name is bent."""
    with machine(world, distro, "booted", "open") as booted:
        terminal = Terminal(booted)
        run = terminal.run("systemctl is-system-running\nsudo whoami", 20)
        terminal.close()
        hosts = booted.execute("cat /etc/hosts")[1]

    assert (0, [b"running", b"root"]) == (run.status, run.output.split())
    assert "docker" not in hosts


def test_a_machine_without_docker_hub(world: Internet, distro: Distro) -> None:
    """Docker Hub's name leads nowhere, and whoever goes there is refused at once."""
    with machine(world, distro, "bare", "without-docker-hub") as bare:
        found = bare.execute("getent ahostsv4 registry-1.docker.io")[1]
        status, said = bare.call(["timeout", "5", "bash", "-c", "</dev/tcp/registry-1.docker.io/443"])

    assert {NOWHERE} == {line.split()[0] for line in found.splitlines()}
    assert (status, "Connection refused" in said) == (1, True)


@pytest.fixture
def refuse(world: Internet, distro: Distro, registry: Registry, client: docker.DockerClient) -> Callable[..., None]:
    """Pins the distro to a digest, and sees that there is no machine of it, but an error, and that nothing stays."""

    def one(digest: str, message: str) -> None:
        before = left(client, registry)
        with pytest.raises(WorldError, match=message):
            world.image(replace(distro, digest=digest))
        assert before == left(client, registry)

    return one


def test_a_digest_that_the_registry_lacks(refuse: Callable[..., None]) -> None:
    """Vendors take images away; the cure is a new pin."""
    refuse("sha256:" + "0" * 64, "cannot pull .*manifest unknown.*if the registry has no such digest .* nox -s pin")


def test_a_registry_that_sends_something_else(
    refuse: Callable[..., None], registry: Registry, images: dict[str, str], architectures: tuple[str, str]
) -> None:
    """The engine itself sees it, and is heard."""
    swapped = registry.add_swapped(NAME, images[architectures[0]])
    refuse(swapped, f"cannot pull .*manifest verification failed for digest {swapped}")


def test_the_image_of_another_architecture(
    refuse: Callable[..., None], images: dict[str, str], architectures: tuple[str, str]
) -> None:
    """The engine pulls what it cannot run, if the digest is that of one image."""
    own, other = architectures
    refuse(images[other], f"is an image for {other}, and this engine is for {own}; is the digest that of one image")


def test_an_index_without_this_architecture(
    refuse: Callable[..., None], registry: Registry, images: dict[str, str], architectures: tuple[str, str]
) -> None:
    """The engine finds nothing in it."""
    own, other = architectures
    refuse(registry.add_index(NAME, "other", {other: images[other]}), f"no matching manifest for linux/{own}")


@pytest.fixture
def project(tmp_path: Path, surroundings: Surroundings, distro: Distro) -> Project:
    """A guide of one page, and of one distro, which is that one."""
    project = Project.make(tmp_path, surroundings.engine.url)
    project.write_page("page", machine="booted", one="systemctl is-system-running")
    pin(project, distro.digest, distro.end_of_life)
    path = project.root / "snippets/distros.toml"
    path.write_text(path.read_text("utf-8").replace(f'"{DISTRO.image}"', f'"{distro.image}"'), "utf-8")
    return project


def pin(project: Project, digest: str, end_of_life: date) -> None:
    """Change what is pinned."""
    path = project.root / "snippets/distros.toml"
    path.write_text(repin(path.read_text("utf-8"), {DISTRO.id: Pin(digest, end_of_life)}), "utf-8")


def test_a_walk_on_the_internet_verifies(project: Project, distro: Distro) -> None:
    """Through the same harness; evidence has the digest, and says verified."""
    status, output = project.run("--world", "internet", "--record", "--distro", DISTRO.id)

    assert (status, "1 passed" in output) == (0, True), output
    evidence = load_evidence("internet", "page.md", DISTRO.id, root=project.root / "snippets/evidence")
    assert evidence is not None
    assert (VERIFIED, "official", Internet.recipe(distro)) == (evidence.kind, evidence.origin, evidence.image)


@pytest.mark.parametrize(
    ("digest", "end_of_life", "message"),
    [
        ("sha256:" + "0" * 64, date(2099, 1, 1), "WorldError: cannot pull 127.0.0.1"),
        ("", date(2026, 1, 31), "'debian-13' reached its end of life on 2026-01-31; take it off its pages, or mend"),
    ],
    ids=["digest", "end of life"],
)
def test_a_walk_that_must_not_be(
    project: Project, distro: Distro, digest: str, end_of_life: date, message: str
) -> None:
    """It fails with the error, and records nothing."""
    pin(project, digest or distro.digest, end_of_life)

    status, output = project.run("--world", "internet", "--record", "--distro", DISTRO.id)

    assert (status, message in output) == (1, True), output
    assert not (project.root / "snippets/evidence").exists()
