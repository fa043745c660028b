"""AWS as far as images need it, under its own host names.

moto answers for the APIs of STS and ECR, and keeps what they know: repositories, tags, manifests. It has no registry,
so this speaks its protocol: a manifest that is pushed becomes an image of moto's, and one that is pulled
comes from there. Layers are kept by a real registry, one store for each repository; nginx asks here for each.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.request import Request
from moto.ecr.exceptions import ImageAlreadyExistsException, ImageNotFoundException, RepositoryNotFoundException
from moto.ecr.models import ECRBackend, Repository, ecr_backends
from moto.ecr.responses import ECRResponse
from moto.sts.responses import TokenResponse
from werkzeug.serving import run_simple
from werkzeug.wrappers import Response

ACCOUNTS = {"us-east-2": "111122223333", "eu-central-1": "444455556666"}
"""Whose the requests to a region are, since moto does not look at who signed them; the first answers elsewhere."""
_ACCOUNT = next(iter(ACCOUNTS.values()))
_APIS = {"ecr": ECRResponse, "sts": TokenResponse}
_API = re.compile(r"(?:api\.)?(ecr|sts)\.([a-z0-9-]+)\.amazonaws\.com")
_REGISTRY = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com")
_PATH = re.compile(r"/v2/(.+)/(manifests|blobs)/(.+)")


class Refused(Exception):
    """What a registry does not do, as Docker prints it."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        body = json.dumps({"errors": [{"code": code, "message": message}]})
        self.response = Response(body, status, headers, content_type="application/json")


class MachineRequest(Request):
    """A request as nginx passes it on."""

    from_wsgi_server = True

    @property
    def machine(self) -> str:
        """The address of the machine that asks."""
        return self.headers.get("X-Machine", "")


class Aws:
    """One AWS, empty for each machine: the walks of one world come one after the other."""

    def __init__(self) -> None:
        self._machine = ""
        self._logins: dict[str, tuple[str, str]] = {}
        """Which account and region a token was last given out for: moto's is the same in all regions."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """As WSGI has it."""
        request = MachineRequest(environ)
        try:
            response = self._answer(request)
        except Refused as e:
            response = Response(status=HTTPStatus.FORBIDDEN) if "X-Layers" in request.headers else e.response
        return response(environ, start_response)

    def _answer(self, request: MachineRequest) -> Response:
        if request.machine != self._machine:
            self._machine, self._logins = request.machine, {}
            ecr_backends.reset()
        host = request.host.partition(":")[0]
        if api := _API.fullmatch(host):
            return self._call(request, *api.groups())
        if registry := _REGISTRY.fullmatch(host):
            self._check_login(request, *registry.groups())
            return _serve(request, ecr_backends[registry[1]][registry[2]])
        raise Refused(404, "UNSUPPORTED", f"nothing here is called {host}")

    def _call(self, request: MachineRequest, service: str, region: str) -> Response:
        account = ACCOUNTS.get(region, _ACCOUNT)
        request.environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
        status, headers, body = _APIS[service].dispatch(request, request.url, request.headers)
        if request.headers.get("X-Amz-Target", "").endswith(".GetAuthorizationToken") and status == HTTPStatus.OK:
            for given in json.loads(body)["authorizationData"]:
                self._logins[given["authorizationToken"]] = (account, region)
        return Response(body, status, headers)

    def _check_login(self, request: MachineRequest, account: str, region: str) -> None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            realm = f'Basic realm="https://{request.host}/",service="ecr.amazonaws.com"'
            raise Refused(401, "UNAUTHORIZED", "Not Authorized", {"WWW-Authenticate": realm})
        if self._logins.get(token) != (account, region):
            raise Refused(400, "DENIED", "Your Authorization Token is invalid.")


def _serve(request: MachineRequest, backend: ECRBackend) -> Response:
    version = {"Docker-Distribution-Api-Version": "registry/2.0"}
    if request.path == "/v2/":
        return Response("{}", headers=version, content_type="application/json")
    if not (path := _PATH.fullmatch(request.path)):
        raise Refused(404, "UNSUPPORTED", f"the rehearsal has no {request.path}")
    name, kind, reference = path.groups()
    try:
        (repository,) = backend.describe_repositories(repository_names=[name])
    except RepositoryNotFoundException as e:
        raise Refused(404, "NAME_UNKNOWN", e.message) from e
    if kind == "blobs":
        store = f"{repository.created_at.timestamp():.6f}"
        return Response(status=HTTPStatus.NO_CONTENT, headers={"X-Store": store})
    if request.method == "PUT":
        return _put_manifest(request, backend, repository, reference)
    return _manifest(backend, name, reference)


def _put_manifest(request: MachineRequest, backend: ECRBackend, repository: Repository, reference: str) -> Response:
    manifest = request.get_data()
    digest = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
    tag: Any = None if reference.startswith("sha256:") else reference
    try:
        backend.put_image(repository.name, manifest.decode(), tag, request.content_type, digest)
    except ImageAlreadyExistsException as e:
        if repository.is_tag_immutable():
            what = f"The image tag '{tag}' already exists in the '{repository.name}' repository"
            why = "cannot be overwritten because the repository is immutable."
            raise Refused(400, "TAG_INVALID", f"{what} and {why}") from e
    except ServiceException as e:
        raise Refused(400, "MANIFEST_INVALID", e.message) from e
    location = f"/v2/{repository.name}/manifests/{digest}"
    return Response(status=HTTPStatus.CREATED, headers={"Location": location, "Docker-Content-Digest": digest})


def _manifest(backend: ECRBackend, name: str, reference: str) -> Response:
    key = "imageDigest" if reference.startswith("sha256:") else "imageTag"
    try:
        (image,) = backend.describe_images(name, image_ids=[{key: reference}])
    except ImageNotFoundException as e:
        raise Refused(404, "MANIFEST_UNKNOWN", "Requested image not found") from e
    headers = {"Docker-Content-Digest": image.image_digest}
    return Response(image.image_manifest, headers=headers, content_type=image.image_manifest_media_type)


if __name__ == "__main__":
    run_simple("127.0.0.1", 8000, Aws())
