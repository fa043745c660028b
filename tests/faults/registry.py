"""What a healthy registry answers: every repository holds the image that its name makes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import quote

from tests.faults.http import Answer, Headers, Request
from tests.faults.image import CURRENT, OLDER, Image, image_of, media_type

TOKEN = "anonymous-token-of-"
_PATH = re.compile(r"/v2/(?P<repository>.+)/(?P<kind>manifests|blobs)/(?P<reference>[^/]+)")
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
_JSON = ("Content-Type", "application/json")


@dataclass(frozen=True)
class Registry:
    """A registry, and where it says that it is."""

    origin: str
    """Scheme, host and port."""
    size: int = 48 * 1024
    """Of a layer, in bytes."""
    generation: str = CURRENT
    """What its tags name."""
    wants_token: bool = True
    realm: str = ""
    """Where it sends for a token, if not to itself."""

    def image(self, repository: str, generation: str = "") -> Image:
        """What ``repository`` holds."""
        return image_of(repository, generation or self.generation, self.size)

    def answer(self, request: Request) -> Answer:
        """What a healthy registry says."""
        if request.path == "/token":
            return self._token(request)
        if self.wants_token and not request.headers.get("authorization", "").startswith(f"Bearer {TOKEN}"):
            return self.challenge(request)
        if request.path in ("/v2/", "/v2"):
            return Answer(200, [_JSON], b"{}")
        if not (found := _PATH.fullmatch(request.path)):
            return error(404, "NAME_UNKNOWN", "no such page")
        repository, reference = found["repository"], found["reference"]
        if found["kind"] == "manifests":
            return self._manifest(repository, reference)
        return self._blob(repository, reference, request)

    def challenge(self, request: Request, realm: str = "") -> Answer:
        """Sends the client for a token."""
        place = realm or self.realm or f"{self.origin}/token"
        found = _PATH.fullmatch(request.path)
        scope = f',scope="repository:{found["repository"]}:pull"' if found else ""
        header = f'Bearer realm="{place}",service="registry.docker.io"{scope}'
        return error(401, "UNAUTHORIZED", "authentication required", [("WWW-Authenticate", header)])

    def manifest(self, image: Image, digest: str) -> Answer:
        """One of the image's manifests, by digest."""
        data = image.manifests[digest]
        return Answer(200, [("Content-Type", media_type(data)), ("Docker-Content-Digest", digest)], data)

    def _token(self, request: Request) -> Answer:
        token = TOKEN + quote(self.origin, safe="")
        body = {"token": token, "access_token": token, "expires_in": 300}
        return Answer(200, [_JSON], json.dumps(body).encode())

    def _manifest(self, repository: str, reference: str) -> Answer:
        current = self.image(repository)
        if not reference.startswith("sha256:"):
            return self.manifest(current, current.digest)
        for image in (current, self.image(repository, CURRENT), self.image(repository, OLDER)):
            if reference in image.manifests:
                return self.manifest(image, reference)
        return error(404, "MANIFEST_UNKNOWN", "manifest unknown")

    def _blob(self, repository: str, digest: str, request: Request) -> Answer:
        for image in (self.image(repository), self.image(repository, CURRENT), self.image(repository, OLDER)):
            if digest in image.blobs:
                return _part(image.blobs[digest], digest, request)
        return error(404, "BLOB_UNKNOWN", "blob unknown to registry")


def error(status: int, code: str, message: str, headers: Headers = ()) -> Answer:
    """A registry's way to say no."""
    body = {"errors": [{"code": code, "message": message, "detail": None}]}
    return Answer(status, [_JSON, *headers], json.dumps(body).encode())


def _part(data: bytes, digest: str, request: Request) -> Answer:
    """The blob, or the range of it that was asked for."""
    headers = [("Content-Type", "application/octet-stream"), ("Docker-Content-Digest", digest)]
    wanted = _RANGE.fullmatch(request.headers.get("range", ""))
    if not wanted:
        return Answer(200, [*headers, ("Accept-Ranges", "bytes")], data)
    first, last = int(wanted[1]), min(int(wanted[2] or len(data) - 1), len(data) - 1)
    if first > last:
        return Answer(416, [*headers, ("Content-Range", f"bytes */{len(data)}")])
    return Answer(206, [*headers, ("Content-Range", f"bytes {first}-{last}/{len(data)}")], data[first : last + 1])
