"""What a registry says of an image: its index, which names the image of each architecture.

The requests are those of the OCI distribution specification, and of the token scheme that Docker Hub and Quay share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from dataclasses import dataclass
from urllib.request import parse_http_list, parse_keqv_list

import httpx
from docker.auth import resolve_repository_name
from docker.utils import parse_repository_tag

from tests.world.errors import WorldError
from tests.world.vendor import ask, read_json, see_success

HUB = "registry-1.docker.io"
INDEXES = ("application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json")
"""The media types of an index: as OCI has it, and as Docker had it before."""


@dataclass(frozen=True)
class ImageIndex:
    """An index."""

    digest: str
    architectures: frozenset[str]
    """Those that it has an image of Linux for."""


class AnonymousToken(httpx.Auth):
    """Fetches the token that a registry wants to see even from those who have no account."""

    requires_response_body = True

    def __init__(self) -> None:
        self._token = ""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Ask; if refused, fetch a token where the registry says, and ask again."""
        if not self._token:
            response = yield request
            scheme, _, challenge = response.headers.get("WWW-Authenticate", "").partition(" ")
            if response.status_code != httpx.codes.UNAUTHORIZED or scheme.lower() != "bearer":
                return
            fields = parse_keqv_list(parse_http_list(challenge))
            realm = fields.pop("realm", "")
            if not realm.startswith("http"):
                raise WorldError(f"{request.url.host} asks for a token, but does not say where to get it: {challenge}")
            agent = {"User-Agent": request.headers["User-Agent"]}
            answer = read_json(see_success((yield httpx.Request("GET", realm, params=fields, headers=agent))))
            self._token = answer.get("token") or answer.get("access_token") or ""
            if not self._token:
                raise WorldError(f"{realm} was asked for a token and gives none: {answer}")
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


async def ask_index(client: httpx.AsyncClient, image: str) -> ImageIndex:
    """The index that ``image``, a repository and a tag, names today.

    Raises:
        WorldError: the registry does not say, or what it says cannot be true.
    """
    manifests, tag = _address(image)
    auth, accept = AnonymousToken(), {"Accept": ", ".join(INDEXES)}
    named = await ask(client, "HEAD", f"{manifests}/{tag}", headers=accept, auth=auth)
    digest = named.headers.get("Docker-Content-Digest", "")
    if not digest:
        raise WorldError(f"{named.request.url.host} names no digest of {image}; is it a registry?")
    # Fetched as an engine will fetch it: what cannot be had by its digest must not be pinned.
    index = await ask(client, "GET", f"{manifests}/{digest}", headers=accept, auth=auth)
    actual = f"sha256:{hashlib.sha256(index.content).hexdigest()}"
    if actual != digest:
        raise WorldError(f"{index.request.url.host} calls the index of {image} {digest}, but what it sends is {actual}")
    return ImageIndex(digest, _architectures(image, index))


def _address(image: str) -> tuple[str, str]:
    """The URL of the repository's manifests, and the tag."""
    repository, tag = parse_repository_tag(image)
    host, path = resolve_repository_name(repository)
    if host == "docker.io":
        host, path = HUB, path if "/" in path else f"library/{path}"
    # Like an engine: a registry on this very host needs no TLS.
    scheme = "http" if host.startswith(("127.", "localhost")) else "https"
    return f"{scheme}://{host}/v2/{path}/manifests", tag or "latest"


def _architectures(image: str, index: httpx.Response) -> frozenset[str]:
    listed = read_json(index).get("manifests")
    if not isinstance(listed, list):
        kind = index.headers.get("Content-Type", "of no type")
        raise WorldError(f"{image} is not an index of images for several architectures, but {kind}")
    # Beside the images there are attestations, whose platform is "unknown".
    platforms = [entry.get("platform", {}) for entry in listed]
    return frozenset(p["architecture"] for p in platforms if p.get("os") == "linux" and "architecture" in p)
