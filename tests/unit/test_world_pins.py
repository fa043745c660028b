"""Pins: refreshed all together or not at all, and nothing else in the file is touched."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from snippets.distro import DISTROS, load_distros
from snippets.errors import SnippetsError
from tests.unit.vendors import Vendors, digest, index, product, release
from tests.world import pins
from tests.world.errors import WorldError
from tests.world.pins import Pin, changes, fetch_pins, refresh, repin
from tests.world.vendor import Unreachable

TABLE = """# Comment of the file.

["{id}"]
name = {{ en = "D", zh = "D" }}  # comment of a line
family = "{family}"
package_manager = "apt"
codename = "trixie"
image = "{image}"
digest = "sha256:{old}"  # the index
# Comment of an entry.
architectures = ["amd64", "arm64"]
end_of_life = 2026-01-31
rehearsal = "trixie"
"""
OLD = "0" * 64
DATA = TABLE.format(id="debian-13", family="debian", image="debian:13", old=OLD)
CENTOS = TABLE.format(id="centos-9", family="centos", image="quay.io/centos/centos:stream9", old=OLD)


@pytest.fixture
def vendors() -> Vendors:
    """Who knows both distros."""
    vendors = Vendors()
    vendors.products = {
        "debian": product("debian", "Debian LTS", [release("13", "2028-08-09", "2030-06-30")]),
        "centos-stream": product("centos-stream", None, [release("9", "2027-05-31")]),
    }
    return vendors


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of distros."""
    path = tmp_path / "distros.toml"
    path.write_text(DATA + CENTOS, "utf-8")
    return path


def run(vendors: Vendors, source: Path, target: Path) -> None:
    """Refresh."""
    asyncio.run(refresh(target, vendors.client(), source))


def test_pins_are_replaced_and_nothing_else(vendors: Vendors, source: Path, capsys: Any) -> None:
    """Comments, order and spaces stay, so that the diff shows what changed; a line says it of each."""
    target = source.with_name("target.toml")

    run(vendors, source, target)

    fresh = (DATA + CENTOS).replace(f"sha256:{OLD}", digest(vendors.body))
    fresh = fresh.replace("2026-01-31", "2030-06-30", 1).replace("2026-01-31", "2027-05-31", 1)
    assert fresh == target.read_text("utf-8")
    assert capsys.readouterr().out.splitlines() == [
        "debian-13: end of life 2026-01-31 → 2030-06-30",
        f"debian-13: debian:13 is another image: {digest(vendors.body)}",
        "centos-9: end of life 2026-01-31 → 2027-05-31",
        f"centos-9: quay.io/centos/centos:stream9 is another image: {digest(vendors.body)}",
    ]


def test_the_guides_own_file_comes_back_byte_for_byte() -> None:
    """With the pins that it has, nothing changes."""
    distros = load_distros()
    same = {name: Pin(distro.digest, distro.end_of_life) for name, distro in distros.items()}

    assert DISTROS.read_text("utf-8") == repin(DISTROS.read_text("utf-8"), same)
    assert list(changes(distros, same)) == []


def fail(request: httpx.Request) -> httpx.Response:
    """No network."""
    raise httpx.ConnectTimeout("", request=request)


@pytest.mark.parametrize(
    ("broken", "answer", "message"),
    [
        ("HEAD quay.io/v2/centos/centos/manifests/stream9", fail, r"quay.io cannot be reached \(ConnectTimeout\)"),
        ("GET endoflife.date/api/v1/products/debian/", fail, "endoflife.date cannot be reached"),
        ("GET endoflife.date/api/v1/products/debian/", lambda _: httpx.Response(500), "500 Internal Server Error"),
    ],
)
def test_one_missing_answer_changes_nothing(
    vendors: Vendors, source: Path, broken: str, answer: Any, message: str
) -> None:
    """Half a refresh would be a diff that no one asked for."""
    vendors.answers[broken] = answer

    with pytest.raises(WorldError, match=message):
        run(vendors, source, source)

    assert source.read_text("utf-8") == DATA + CENTOS
    assert [source] == list(source.parent.iterdir())


def test_an_index_without_an_architecture_of_the_guide(vendors: Vendors, source: Path) -> None:
    """The pin must serve every architecture that the entry has."""
    vendors.body = index("amd64", "s390x")

    with pytest.raises(WorldError, match=r"has no image for arm64 \(it has: amd64, s390x\); mend the architectures of"):
        run(vendors, source, source)

    assert source.read_text("utf-8") == DATA + CENTOS


def test_what_would_not_load_is_not_kept(vendors: Vendors, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refreshed copy is read as the guide reads it, before it takes the original's place."""
    monkeypatch.setattr(pins, "repin", lambda *_: DATA.replace('"amd64", ', '"i386", '))

    with pytest.raises(SnippetsError, match="has the architectures"):
        run(vendors, source, source)

    assert source.read_text("utf-8") == DATA + CENTOS
    assert [source] == list(source.parent.iterdir())


def test_all_questions_together_take_a_bounded_time(vendors: Vendors, source: Path) -> None:
    """A vendor that never ends its answer does not hang the job."""

    async def drip(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    async def fetched() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(drip)) as client:
            await fetch_pins(load_distros(source).values(), client, 0.05)

    with pytest.raises(Unreachable, match=r"did not answer within 0\.05 s in all"):
        asyncio.run(fetched())


def test_distros_of_one_family_share_a_question(vendors: Vendors) -> None:
    """endoflife.date is asked once per product."""
    debian = [distro for distro in load_distros().values() if distro.family == "debian"]
    ends = [release(distro.version, None, "2030-01-01") for distro in debian]
    vendors.products["debian"] = product("debian", "Debian LTS", ends)

    async def fetched() -> dict[str, Pin]:
        async with vendors.client() as client:
            return dict(await fetch_pins(debian, client))

    expected = {distro.id: Pin(digest(vendors.body), date(2030, 1, 1)) for distro in debian}
    assert expected == asyncio.run(fetched())
    assert vendors.asked.count("GET endoflife.date/api/v1/products/debian/") == 1
