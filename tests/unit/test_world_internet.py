"""The internet world, on an engine that only pretends."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docker.errors import APIError, ImageNotFound

from snippets.distro import find_distro
from tests.world.errors import WorldError
from tests.world.internet import DOCKER_HUB, NOWHERE, Internet

DEBIAN = find_distro("debian-13", "here")
LABELS = {"docker-verified.session": "s"}


class _Engine:
    """An engine that has what was pulled or built."""

    def __init__(self) -> None:
        self.api, self.images, self.networks = self, self, self
        self.there: set[str] = set()
        self.calls: list[tuple[str, str]] = []
        self.made: dict[str, Any] = {}

    def get(self, name: str) -> SimpleNamespace:
        if name not in self.there:
            raise ImageNotFound(name)
        return SimpleNamespace(id=f"sha256:{name}")

    def pull(self, name: str) -> SimpleNamespace:
        self.calls.append(("pull", name))
        self.there.add(name)
        return self.get(name)

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
    """The official image is pulled and completed, once."""
    image = world.image(DEBIAN)
    assert (image.origin, image.recipe) == ("official", Internet.recipe(DEBIAN))
    assert world.image(DEBIAN) == image
    base = DEBIAN.pinned_image
    assert engine.calls == [("pull", base), ("build", f"sha256:{base}")]


def test_recipe_names_the_image() -> None:
    """Evidence shows which official image it was, and changes with what is added."""
    name, _, added = Internet.recipe(DEBIAN).partition("+")
    assert (name, len(added)) == (DEBIAN.pinned_image, 16)


def test_failed_pull(world: Internet, engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the official image cannot be had, the error names it."""

    def refuse(_: str) -> None:
        raise APIError("no such host")

    monkeypatch.setattr(engine, "pull", refuse)
    with pytest.raises(WorldError, match=r"cannot pull debian:13@sha256:.*: no such host"):
        world.image(DEBIAN)


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
