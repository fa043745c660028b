"""What a registry says of an image, in the shapes in which registries say it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.unit.vendors import HUB_PAGE, LIST, MANIFEST, TOO_MANY, UNAUTHORIZED, UNKNOWN, Vendors, digest, error, index
from tests.world.errors import WorldError
from tests.world.image_index import INDEXES, ImageIndex, ask_index
from tests.world.vendor import Unreachable

TAG = "registry-1.docker.io/v2/library/debian/manifests/13"
TOKEN = "GET auth.docker.io/token"


def ask(vendors: Vendors, image: str = "debian:13") -> ImageIndex:
    """Ask for the index of an image."""

    async def asked() -> ImageIndex:
        async with vendors.client() as client:
            return await ask_index(client, image)

    return asyncio.run(asked())


def answer(status: int, **options: Any) -> Any:
    """Always the same answer."""
    return lambda _: httpx.Response(status, **options)


def test_the_index_of_an_official_image() -> None:
    """Docker Hub asks even the anonymous for a token; the digest is that of what it sends."""
    vendors = Vendors()

    found = ask(vendors)

    by_digest = f"registry-1.docker.io/v2/library/debian/manifests/{digest(vendors.body)}"
    assert ImageIndex(digest(vendors.body), frozenset({"amd64", "arm64", "s390x"})) == found
    assert [f"HEAD {TAG}", TOKEN, f"HEAD {TAG}", f"GET {by_digest}"] == vendors.asked


def test_the_index_of_an_image_on_another_registry() -> None:
    """Quay keeps its own tokens, and the older kind of index."""
    vendors = Vendors()
    vendors.body = index("amd64", "arm64", media_type=LIST)

    found = ask(vendors, "quay.io/centos/centos:stream9")

    assert ImageIndex(digest(vendors.body), frozenset({"amd64", "arm64"})) == found
    assert vendors.asked[:2] == ["HEAD quay.io/v2/centos/centos/manifests/stream9", "GET quay.io/v2/auth"]


def test_it_asks_for_an_index_under_its_own_name() -> None:
    """Without the media types a registry may answer with the image of one architecture."""
    vendors = Vendors()

    ask(vendors)

    asked = [request.headers for request in vendors.requests if request.url.host == "registry-1.docker.io"]
    assert {(", ".join(INDEXES), "docker-verified")} == {(h["Accept"], h["User-Agent"]) for h in asked}


@pytest.mark.parametrize(
    ("asked", "answered", "message"),
    [
        (f"HEAD {TAG}", answer(404), "registry-1.docker.io answers HEAD /v2/library/debian/manifests/13 with 404 Not"),
        (f"HEAD {TAG}", answer(429), "429 Too Many Requests; this address has asked too often: wait some hours"),
        (f"HEAD {TAG}", answer(401), "with 401 Unauthorized"),
        (f"HEAD {TAG}", answer(200, text=HUB_PAGE), "names no digest of debian:13; is it a registry"),
        (f"HEAD {TAG}", answer(401, headers={"WWW-Authenticate": 'Bearer service="x"'}), "not say where to get it"),
        (TOKEN, answer(200, html=HUB_PAGE), "auth.docker.io answers /token with text/html.*, not with JSON; is it"),
        (TOKEN, lambda _: error(429, TOO_MANY), "429 TOOMANYREQUESTS: You have reached your unauthenticated pull rate"),
        (TOKEN, answer(200, json={"details": "incorrect"}), "auth.docker.io/token was asked .* gives none: .*incorr"),
        (TOKEN, answer(200, json={"token": "of another"}), "with 401 Unauthorized"),
    ],
)
def test_what_a_registry_refuses_is_told(asked: str, answered: Any, message: str) -> None:
    """In its own words, with the host and the path that were asked."""
    vendors = Vendors()
    vendors.answers[asked] = answered

    with pytest.raises(WorldError, match=message):
        ask(vendors)


@pytest.mark.parametrize(
    ("fields", "message"),
    [(UNKNOWN, "404 MANIFEST_UNKNOWN: manifest unknown"), (UNAUTHORIZED, "404 UNAUTHORIZED: authentication required")],
)
def test_what_a_registry_says_of_a_digest_is_told(fields: dict[str, Any], message: str) -> None:
    """A digest that the registry names, but does not serve, is not pinned."""
    vendors = Vendors()
    vendors.answers[f"GET {TAG[:-2]}{digest(vendors.body)}"] = lambda _: error(404, fields)

    with pytest.raises(WorldError, match=message):
        ask(vendors)


def test_a_registry_that_lies_about_a_digest() -> None:
    """The header is believed only as far as the bytes bear it out."""
    vendors = Vendors()
    claimed = digest(vendors.body)
    vendors.answers[f"GET {TAG[:-2]}{claimed}"] = answer(200, content=b"{}", headers={"Docker-Content-Digest": claimed})

    with pytest.raises(WorldError, match=rf"calls the index of debian:13 {claimed}, but .* is {digest(b'{}')}"):
        ask(vendors)


def test_an_image_without_an_index() -> None:
    """The image of one architecture has a digest too; pinned, it would end every walk on the other one."""
    vendors = Vendors()
    vendors.body = b'{"schemaVersion":2,"mediaType":"%s","config":{},"layers":[]}' % MANIFEST.encode()

    with pytest.raises(WorldError, match=f"debian:13 is not an index .*, but {MANIFEST}".replace("+", r"\+")):
        ask(vendors)


@pytest.mark.parametrize("asked", [f"HEAD {TAG}", TOKEN])
def test_without_a_network(asked: str) -> None:
    """The host is named that could not be reached, be it the token's."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno -2] Name or service not known", request=request)

    vendors = Vendors()
    vendors.answers[asked] = fail
    host = asked.split()[1].partition("/")[0]

    with pytest.raises(Unreachable, match=rf"{host} cannot be reached \(\[Errno -2\] Name or service not known\)"):
        ask(vendors)
