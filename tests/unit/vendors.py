"""Docker Hub, Quay and endoflife.date, as they answer: recorded shapes, with digests of our own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx

from tests.world.vendor import vendors_client

Answer = Callable[[httpx.Request], httpx.Response]
JSON = {"Content-Type": "application/json"}
OCI = "application/vnd.oci.image.index.v1+json"
LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"

# Realms as in the distribution project's docs/content/spec/auth/token.md, and as Quay's clients know them.
REALMS = {
    "registry-1.docker.io": ("https://auth.docker.io/token", "registry.docker.io"),
    "quay.io": ("https://quay.io/v2/auth", "quay.io"),
}
HUB_PAGE = "<!doctype html><html><head><title>Docker Hub Container Image Library</title></head><body></body></html>"
UNKNOWN = {"code": "MANIFEST_UNKNOWN", "message": "manifest unknown", "detail": {"Tag": "13"}}
UNAUTHORIZED = {"code": "UNAUTHORIZED", "message": "authentication required", "detail": None}
TOO_MANY = {"code": "TOOMANYREQUESTS", "message": "You have reached your unauthenticated pull rate limit."}


def error(status: int, fields: dict[str, Any], **headers: str) -> httpx.Response:
    """A registry's error, in the form of the OCI distribution specification."""
    return httpx.Response(status, headers={**JSON, **headers}, json={"errors": [fields]})


def index(*architectures: str, media_type: str = OCI) -> bytes:
    """An index as Docker's official images have it: each image is followed by an attestation of unknown platform."""
    entries = []
    for name in architectures:
        image = f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"
        platform = {"architecture": name, "os": "linux"} | ({"variant": "v8"} if name == "arm64" else {})
        entries.append({"mediaType": MANIFEST, "digest": image, "size": 2196, "platform": platform})
        about = {"vnd.docker.reference.digest": image, "vnd.docker.reference.type": "attestation-manifest"}
        unknown = {"architecture": "unknown", "os": "unknown"}
        entries.append({"mediaType": MANIFEST, "digest": image, "size": 566, "annotations": about, "platform": unknown})
    return json.dumps({"schemaVersion": 2, "mediaType": media_type, "manifests": entries}).encode()


def digest(body: bytes) -> str:
    """How a registry names a body."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def product(name: str, label: str | None, releases: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """endoflife.date's answer, as its api_v1/openapi.yml and _plugins/generate-api-v1.rb have it."""
    result = {
        "name": name, "aliases": [], "label": name.title(), "category": "os", "tags": ["linux-distribution", "os"],
        "versionCommand": "cat /etc/os-release", "identifiers": [],
        "labels": {"eoas": None, "discontinued": None, "eol": "Security Support", "eoes": label},
        "links": {"icon": None, "html": f"https://endoflife.date/{name}", "releasePolicy": None},
        "releases": list(releases),
    }  # fmt: skip
    return {"schema_version": "1.2.1", "generated_at": "2026-11-20T08:04:15+00:00", "result": result}


def release(name: str, eol: str | None, eoes: str | None = None) -> dict[str, Any]:
    """One release of a product."""
    dates = {"isLts": False, "ltsFrom": None, "isEol": False, "eolFrom": eol, "isEoes": False, "eoesFrom": eoes}
    latest = {"name": name, "date": "2026-10-01", "link": None}
    about = {"codename": None, "label": name, "releaseDate": "2023-06-10", "isMaintained": True}
    return {"name": name, **about, **dates, "latest": latest}


class Vendors:
    """All of them; ``answers`` replaces what is said to one method, host and path."""

    def __init__(self) -> None:
        self.body = index("amd64", "arm64", "s390x")
        self.products: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, Answer] = {}
        self.requests: list[httpx.Request] = []

    @property
    def asked(self) -> list[str]:
        """What was asked, in order."""
        return [_key(request) for request in self.requests]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer; to HEAD, without a body."""
        answer = self._answer(request)
        return httpx.Response(answer.status_code, headers=answer.headers) if request.method == "HEAD" else answer

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if answer := self.answers.get(_key(request)):
            return answer(request)
        if request.url.host == "endoflife.date":
            return self._product(request)
        if request.url.path in {"/token", "/v2/auth"}:
            service, scope = request.url.params["service"], request.url.params["scope"]
            token = f"{service} {scope}"
            fields = {"token": token, "access_token": token, "expires_in": 300, "issued_at": "2026-11-20T08:00:00Z"}
            return httpx.Response(200, json=fields)
        return self._manifest(request)

    def _product(self, request: httpx.Request) -> httpx.Response:
        found = self.products.get(request.url.path.split("/")[4])
        page = httpx.Response(404, headers={"Content-Type": "text/html"}, text="<html>Page not found</html>")
        return httpx.Response(200, json=found) if found else page

    def _manifest(self, request: httpx.Request) -> httpx.Response:
        realm, service = REALMS[request.url.host]
        scope = f"repository:{request.url.path.removeprefix('/v2/').partition('/manifests/')[0]}:pull"
        if request.headers.get("Authorization") != f"Bearer {service} {scope}":
            challenge = f'Bearer realm="{realm}",service="{service}",scope="{scope}"'
            return error(401, UNAUTHORIZED, **{"WWW-Authenticate": challenge})
        kind = json.loads(self.body)["mediaType"]
        headers = {"Content-Type": kind, "Docker-Content-Digest": digest(self.body)}
        return httpx.Response(200, headers=headers, content=self.body)

    def client(self) -> httpx.AsyncClient:
        """What asks them."""
        return vendors_client(httpx.MockTransport(self))


def _key(request: httpx.Request) -> str:
    return f"{request.method} {request.url.host}{request.url.path}"
