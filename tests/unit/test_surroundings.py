"""What surrounds a walk: which images of docker machines are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from tests.harness.surroundings import KEEP, Surroundings


class _Images:
    """The images of an engine, by age."""

    def __init__(self, **ages: timedelta) -> None:
        self.created = {name: (datetime.now(UTC) - age).isoformat() for name, age in ages.items()}

    def list(self, repository: str) -> list[SimpleNamespace]:
        assert repository == "docker-verified/docker"
        return [SimpleNamespace(id=name, attrs={"Created": at}) for name, at in self.created.items()]

    def remove(self, name: str) -> None:
        del self.created[name]


def test_old_docker_machines_go() -> None:
    """After a week an image is forgotten; a younger one, which another clone may want, stays."""
    images = _Images(old=KEEP + timedelta(hours=1), young=KEEP - timedelta(hours=1))
    surroundings = Surroundings("rehearsal")
    engine = SimpleNamespace(client=SimpleNamespace(images=images))
    cast("Any", surroundings)._engine = engine

    surroundings._forget_old()

    assert list(images.created) == ["young"]
