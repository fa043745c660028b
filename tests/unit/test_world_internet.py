"""The internet world, on an engine that only pretends."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docker.errors import APIError, ImageNotFound

from snippets.distro import find_distro
from snippets.evidence import REHEARSED, VERIFIED, Evidence
from tests.world.errors import WorldError
from tests.world.internet import DOCKER_HUB, NOWHERE, Internet
from tests.world.rehearsal import Rehearsal

DEBIAN = find_distro("debian-13", "here")
LABELS = {"docker-verified.session": "s"}


class _Engine:
    """An engine that has what was pulled or built."""

    def __init__(self) -> None:
        self.api, self.images, self.networks = self, self, self
        self.there: set[str] = set()
        self.calls: list[tuple[str, str]] = []
        self.made: dict[str, Any] = {}
        self.architecture = self.pulls_for = "amd64"
        self.digest, self.error = DEBIAN.digest, ""

    def version(self) -> dict[str, str]:
        return {"Arch": self.architecture}

    def get(self, name: str) -> SimpleNamespace:
        if name not in self.there:
            raise ImageNotFound(name)
        attrs = {"RepoDigests": [f"debian@{self.digest}"], "Architecture": self.pulls_for}
        return SimpleNamespace(id=f"sha256:{name}", attrs=attrs)

    def pull(self, image: str, digest: str, platform: str, **_: Any) -> list[dict[str, str]]:
        self.calls.append(("pull", f"{image}@{digest} {platform}"))
        self.there.add(f"{image}@{digest}")
        return [{"status": "Pulling"}, *([{"error": self.error}] if self.error else [])]

    def remove(self, name: str) -> None:
        self.there.remove(name)

    def build(self, tag: str, buildargs: dict[str, str], **_: Any) -> list[dict[str, str]]:
        self.calls.append(("build", buildargs["BASE"]))
        self.there.add(tag)
        return [{"stream": "ok"}]

    def create(self, name: str, **options: Any) -> SimpleNamespace:
        self.made[name] = options["labels"]
        return SimpleNamespace(id=f"id of {name}")

    def remove_network(self, name: str) -> None:
        del self.made[name.removeprefix("id of ")]


@pytest.fixture
def engine() -> Any:
    """An engine that has nothing yet."""
    return _Engine()


@pytest.fixture
def world(engine: Any, tmp_path: Path) -> Internet:
    """The world on that engine."""
    return Internet(engine, "s", LABELS, print, tmp_path)


def test_machine_is_built_on_the_official_image(world: Internet, engine: Any) -> None:
    """The official image is pulled for the engine's architecture and completed, once."""
    image = world.image(DEBIAN)
    assert (image.origin, image.recipe) == ("official", Internet.recipe(DEBIAN))
    assert world.image(DEBIAN) == image
    base = DEBIAN.pinned_image
    assert engine.calls == [("pull", f"{base} linux/amd64"), ("build", f"sha256:{base}")]


def test_recipe_names_the_image() -> None:
    """Evidence shows which official image it was, and changes with what is added."""
    name, _, added = Internet.recipe(DEBIAN).partition("+")
    assert (name, len(added)) == (DEBIAN.pinned_image, 16)


def kind(world: str, origin: str) -> str:
    """What evidence from such a walk is called."""
    fields = dict.fromkeys((field.name for field in dataclasses.fields(Evidence)), "")
    return Evidence(**fields | {"world": world, "origin": origin}).kind  # type: ignore[arg-type]


def test_official_images_on_the_internet_verify(world: Internet) -> None:
    """And there are no others in this world."""
    assert kind(Internet.name, world.image(DEBIAN).origin) == VERIFIED


@pytest.mark.parametrize("origin", ["official", "bootstrapped", "stand-in"])
def test_nothing_else_verifies(origin: str) -> None:
    """What reached a rehearsal's services is rehearsed, whatever image it ran on."""
    assert kind(Rehearsal.name, origin) == REHEARSED
    assert kind(Internet.name, "stand-in") == REHEARSED


def test_failed_pull(world: Internet, engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the official image cannot be had, the error names it, and says what the engine says."""

    def refuse(*_: Any, **__: Any) -> None:
        raise APIError("500", explanation="no such host")

    monkeypatch.setattr(engine, "pull", refuse)
    with pytest.raises(WorldError, match=r"cannot pull debian:13@sha256:.*: no such host; if the registry has no such"):
        world.image(DEBIAN)


def test_pull_that_fails_under_way(world: Internet, engine: Any) -> None:
    """The engine has answered by then; what went wrong stands in its answer."""
    engine.error = "manifest verification failed for digest sha256:0"
    with pytest.raises(WorldError, match=r"cannot pull debian:13@sha256:.*: manifest verification failed for digest"):
        world.image(DEBIAN)


def test_engine_of_an_architecture_that_is_not_walked(world: Internet, engine: Any) -> None:
    """It is told before anything is pulled."""
    engine.architecture = "s390x"
    with pytest.raises(WorldError, match="'debian-13' is walked on amd64, arm64, and this engine is for s390x; use an"):
        world.image(DEBIAN)
    assert engine.calls == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"digest": "sha256:0"},
            rf"debian:13 is pinned as {DEBIAN.digest}, and the engine has debian@sha256:0; run:",
        ),
        ({"pulls_for": "arm64"}, "is an image for arm64, and this engine is for amd64; .* run: nox -s pin"),
    ],
)
def test_another_image_than_the_pinned_one(world: Internet, engine: Any, changed: dict[str, str], message: str) -> None:
    """Nothing is built on it, and it does not stay."""
    vars(engine).update(changed)
    with pytest.raises(WorldError, match=message):
        world.image(DEBIAN)
    assert [name for name, _ in engine.calls] == ["pull"]
    assert engine.there == set()


def test_an_image_that_was_there_is_not_removed(world: Internet, engine: Any) -> None:
    """It may be somebody's; it is not used either."""
    engine.there.add(DEBIAN.pinned_image)
    engine.pulls_for = "arm64"
    with pytest.raises(WorldError, match="is an image for arm64"):
        world.image(DEBIAN)
    assert engine.there == {DEBIAN.pinned_image}


def test_one_image_that_cannot_be_had_does_not_keep_the_others(engine: Any, tmp_path: Path) -> None:
    """What is pulled ahead and fails is told; the walks on it will fail, and only those."""
    said: list[str] = []
    world = Internet(engine, "s", LABELS, said.append, tmp_path)
    world.build(dataclasses.replace(DEBIAN, id="debian-0", architectures=["arm64"]), DEBIAN)
    assert said[0].startswith("no machine of debian-0: 'debian-0' is walked on arm64, and this engine is for amd64")
    assert [name for name, _ in engine.calls] == ["pull", "build"]


def test_networks_are_labelled_and_removed(world: Internet, engine: Any) -> None:
    """The run's networks carry its labels, and are gone afterwards."""
    world.start()
    world.check()
    assert engine.made == {f"docker-verified-s-{name}": LABELS for name in ("open", "without-docker-hub")}
    world.stop()
    assert engine.made == {}


def test_docker_hub_is_cut_off_by_name(world: Internet) -> None:
    """Without Docker Hub, its hosts are names of nowhere; the open network leaves them alone."""
    world.start()
    assert dict(world.network("open").extra_hosts) == {}
    assert dict(world.network("without-docker-hub").extra_hosts) == dict.fromkeys(DOCKER_HUB, NOWHERE)


def test_network_before_start(world: Internet) -> None:
    """A world that is not started has no place for a machine."""
    with pytest.raises(WorldError, match="is the internet world started"):
        world.network("open")
