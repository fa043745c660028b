"""Images of a world: their keys, and what they are built of."""

from __future__ import annotations

import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from snippets.distro import find_distro, load_distros
from tests.world.archive import Archive
from tests.world.certificates import Certificates
from tests.world.errors import WorldError
from tests.world.images import Images, _archive, fingerprint, tag
from tests.world.keys import Keys
from tests.world.machines import build_root, machine_tag, recipe, root_key
from tests.world.roots import root_of
from tests.world.services import service_images

DEBIAN = find_distro("debian-13", "here")
UBUNTU = find_distro("ubuntu-24.04", "here")
KEYS = Keys({"docker": b"secret"}, {"docker": b"public"})


def test_fingerprint_is_stable(tmp_path: Path) -> None:
    """The key of a folder depends on names, bytes and executability, not on where or when it was written."""
    folders = [tmp_path / "one" / "recipe", tmp_path / "two" / "recipe"]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "a").write_text("x")
    assert fingerprint(folders[0]) == fingerprint(folders[1])
    (folders[1] / "a").chmod(0o755)
    assert fingerprint(folders[0]) != fingerprint(folders[1])


def test_fingerprint_keeps_parts_apart() -> None:
    """What moves from one part to the next changes the key."""
    assert fingerprint("ab", "c") != fingerprint("a", "bc")


def test_tag() -> None:
    """An image is named after what it is and the start of its key."""
    assert tag("hub", "0123456789abcdef0123") == "docker-verified/hub:0123456789abcdef"


def test_machine_is_keyed_by_ca_but_its_recipe_is_not() -> None:
    """Another CA makes another image of the same recipe; another release makes another recipe."""
    assert machine_tag(DEBIAN, b"one", b"") != machine_tag(DEBIAN, b"two", b"")
    assert machine_tag(DEBIAN, b"", b"one") != machine_tag(DEBIAN, b"", b"two")
    assert recipe(DEBIAN) == recipe(replace(DEBIAN))
    assert recipe(UBUNTU) != recipe(replace(UBUNTU, rehearsal="bookworm"))


def test_each_distro_has_a_recipe_of_its_own() -> None:
    """Distros share roots, and yet no two machines are the same."""
    recipes = {distro.id: recipe(distro) for distro in load_distros().values()}
    assert len(set(recipes.values())) == len(recipes)
    assert len({root_key(root_of(distro)) for distro in load_distros().values()}) == 5


def test_services_are_keyed_by_certificates() -> None:
    """All services' images follow from the same certificates."""
    one, two = (service_images(Certificates(b"ca", server), KEYS).variables() for server in (b"1", b"2"))
    assert [name for name in one if one[name] == two[name]] == []
    assert service_images(Certificates(b"ca", b"1"), KEYS).variables() == one


def test_packages_are_keyed_by_the_keys_that_sign_them() -> None:
    """Another signing key makes other repositories, and leaves the other services as they are."""
    certificates = Certificates(b"ca", b"server")
    one, two = (service_images(certificates, keys) for keys in (KEYS, Keys({"docker": b"other"}, {})))
    assert (one.services, one.hub) == (two.services, two.hub)
    assert one.packages != two.packages


def test_context_is_anonymous(tmp_path: Path) -> None:
    """What is sent to build says nothing of the host's users and times."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "file").chmod(0o640)
    with tarfile.open(fileobj=_archive({"folder": tmp_path, "text": b"t"})) as tar:
        entries = [(e.name, e.uid, e.uname, e.mtime, oct(e.mode)) for e in tar]
    assert entries == [
        ("folder", 0, "", 0, "0o755"),
        ("folder/file", 0, "", 0, "0o644"),
        ("text", 0, "", 0, "0o644"),
    ]


class _Builder:
    """An engine whose builds fail."""

    def __init__(self) -> None:
        self.api = self

    def build(self, **_: Any) -> list[dict[str, str]]:
        return [{"stream": "Step 1/2 : RUN false\n"}, {"error": "the command returned 1"}]


def test_failed_build_is_told(tmp_path: Path) -> None:
    """A failed build names the Dockerfile, with its output."""
    dockerfile = tmp_path / "hub.Dockerfile"
    dockerfile.write_text("FROM scratch\n")
    client: Any = _Builder()
    with pytest.raises(WorldError) as raised:
        Images(client, print, {}).build("x:1", dockerfile, {})
    assert str(raised.value) == ("hub.Dockerfile failed:\n    Step 1/2 : RUN false\n    the command returned 1")


def test_error_shows_the_last_lines() -> None:
    """Of a long log only the end is shown."""
    assert str(WorldError("it died:", "1\n2 \n3\n", lines=2)) == "it died:\n    2\n    3"


class _Shelf:
    """An engine's images, with the day that each was made on."""

    def __init__(self, **made: datetime) -> None:
        self.images = self
        self.tags = {name.replace("__", ":").replace("_", "-"): day for name, day in made.items()}

    def list(self, filters: dict[str, str]) -> list[SimpleNamespace]:
        assert filters == {"label": "docker-verified"}
        return [SimpleNamespace(tags=[name], attrs={"Created": day.isoformat()}) for name, day in self.tags.items()]

    def remove(self, name: str) -> None:
        del self.tags[name]


def test_old_images_are_forgotten_but_for_the_newest() -> None:
    """What nobody has made anew for a week may still be wanted; what has a successor is not, after a week."""
    today = datetime.now(UTC)
    week, month = today - timedelta(days=7, hours=1), today - timedelta(days=30)
    shelf: Any = _Shelf(
        hub__1=month, hub__2=week, hub__3=today, services__1=month, packages__1=today, packages__2=today
    )

    Images(shelf, print, {}).forget_old()

    assert sorted(shelf.tags) == ["hub:3", "packages:1", "packages:2", "services:1"]


def test_a_root_that_two_machines_share_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second waits, and finds it."""
    there: set[str] = set()
    made: list[str] = []

    class Shared(Images):
        def has(self, name: str) -> bool:
            return name in there

        def import_root(self, name: str, tar: Path) -> None:
            made.append(name)
            there.add(name)

    monkeypatch.setattr("tests.world.machines.bootstrap", lambda *_: time.sleep(0.05))
    images, root = Shared(None, lambda _: None, {}), root_of(DEBIAN)  # type: ignore[arg-type]

    with ThreadPoolExecutor(2) as pool:
        names = set(pool.map(lambda _: build_root(images, root, Archive("", "")), range(2)))

    assert [*names] == made
