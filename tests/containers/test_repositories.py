"""What can be wrong with a package repository: the walk fails at the step that meets it, and says what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from snippets.distro import find_distro
from tests.harness.plan import DOCS, Plan, read_plan
from tests.harness.surroundings import Surroundings
from tests.harness.walker import Walker
from tests.world.keys import load_keys

LINUX = DOCS / "install" / "linux.md"
CHINA = DOCS / "install" / "china.md"
Spoil = Callable[[str], None]


@pytest.fixture
def world() -> Iterator[Surroundings]:
    """A rehearsal world of the test's own, to spoil."""
    surroundings = Surroundings("rehearsal")
    yield surroundings
    surroundings.close()


@pytest.fixture
def spoil(world: Surroundings, tmp_path: Path) -> Spoil:
    """Runs a command in the service that has the repositories."""

    def run(command: str) -> None:
        world.world.start()
        chosen: dict[str, str | list[str] | bool] = {
            "label": [f"docker-verified.session={world.session.id}", "com.docker.compose.service=packages"]
        }
        (service,) = world.engine.client.containers.list(filters=chosen)
        other = {"OTHER_KEY": load_keys(tmp_path).public["docker"].decode()}
        done = service.exec_run(["bash", "-ec", command], environment=other)
        assert done.exit_code == 0, done.output

    return run


def failure(world: Surroundings, plan: Plan | None) -> str:
    """What the walk says when it fails, which it must."""
    assert plan is not None
    walker = Walker(plan, world.machine(plan))
    try:
        return next(filter(None, map(walker.step, range(len(plan.steps)))), "")
    finally:
        walker.close()


@pytest.mark.parametrize(
    ("distro", "said"),
    [
        ("ubuntu-24.04", "noble InRelease' is not signed"),
        ("fedora-44", "Signature verification failed"),
        ("centos-9", "GPG check FAILED"),
    ],
)
def test_a_wrong_signature_fails_the_walk(world: Surroundings, spoil: Spoil, distro: str, said: str) -> None:
    """Packages that another key signed than the one that is published are not installed."""
    spoil('for family in /srv/packages/linux/*; do echo "$OTHER_KEY" >"$family/gpg"; done')

    message = failure(world, read_plan(LINUX, find_distro(distro, "here")))

    assert "docs/install/linux.md:" in message
    assert said in message


@pytest.mark.parametrize(("distro", "said"), [("debian-13", "404  Not Found"), ("centos-9", "404")])
def test_a_mirror_without_a_package_fails_the_walk(world: Surroundings, spoil: Spoil, distro: str, said: str) -> None:
    """A package that the index names and the mirror does not have is named, with the address that lacks it."""
    spoil("find /srv/packages -name 'docker-buildx-plugin[_-]*' -delete")

    message = failure(world, read_plan(CHINA, find_distro(distro, "here")))

    assert "docs/install/china.md:" in message
    assert "docker-buildx-plugin" in message
    assert said in message


def test_a_codename_that_is_not_published_fails_the_walk(world: Surroundings, spoil: Spoil) -> None:
    """A release that the vendor dropped has no Release file, and apt says so."""
    spoil("rm -r /srv/packages/linux/ubuntu/dists/noble")

    message = failure(world, read_plan(LINUX, find_distro("ubuntu-24.04", "here")))

    assert "noble Release' does not have a Release file" in message
