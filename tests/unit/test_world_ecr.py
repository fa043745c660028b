"""What plays AWS in the rehearsal: moto, and the registry that is made of it."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from snippets.parameter import load_parameters
from tests.world.certificates import NAMES
from tests.world.ecr import ACCOUNTS, Aws

ACCOUNT, REGION, NAME = "111122223333", "us-east-2", "demo/shop"
REGISTRY = f"https://{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
MANIFEST = {"mediaType": "application/vnd.oci.image.manifest.v1+json", "config": {"size": 1}, "layers": []}


class _Machine:
    """What a machine asks of AWS."""

    def __init__(self, aws: Aws, address: str = "10.0.0.2") -> None:
        self.client, self.address, self.login = Client(aws), address, ""

    def ecr(self, operation: str, region: str = REGION, **parameters: Any) -> Any:
        """Ask the API."""
        target = f"AmazonEC2ContainerRegistry_V20150921.{operation}"
        scope = f"AWS4-HMAC-SHA256 Credential=ASIA/20261122/{region}/ecr/aws4_request, SignedHeaders=host, Signature=0"
        headers = {"X-Amz-Target": target, "Authorization": scope, "X-Machine": self.address}
        host = f"https://api.ecr.{region}.amazonaws.com"
        kind = "application/x-amz-json-1.1"
        answer = self.client.post("/", host, data=json.dumps(parameters), headers=headers, content_type=kind)
        return json.loads(answer.text)

    def log_in(self, region: str = REGION) -> None:
        """Use a token that the API gives."""
        self.login = self.ecr("GetAuthorizationToken", region)["authorizationData"][0]["authorizationToken"]

    def docker(self, method: str, path: str, **options: Any) -> TestResponse:
        """Ask the registry."""
        headers = {"X-Machine": self.address, **options.pop("headers", {})}
        if self.login:
            headers["Authorization"] = f"Basic {self.login}"
        return self.client.open(path, REGISTRY, method=method, headers=headers, **options)

    def push(self, tag: str, **more: Any) -> TestResponse:
        """Push a manifest, as Docker does when the layers are there."""
        body = json.dumps({**MANIFEST, **more})
        return self.docker("PUT", f"/v2/{NAME}/manifests/{tag}", data=body, content_type=MANIFEST["mediaType"])


@pytest.fixture
def machine() -> _Machine:
    """A machine that is logged in, and has a repository."""
    machine = _Machine(Aws())
    machine.ecr("CreateRepository", repositoryName=NAME, imageTagMutability="IMMUTABLE")
    machine.log_in()
    return machine


def _error(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.text)["errors"][0]["message"]


def test_login(machine: _Machine) -> None:
    """The registry takes the token that the API gave for its region, and no other."""
    assert machine.docker("GET", "/v2/").status_code == 200
    machine.login = base64.b64encode(b"AWS:guessed").decode()
    assert machine.docker("GET", "/v2/").status_code == 400
    machine.log_in("us-west-2")
    assert machine.docker("GET", "/v2/").status_code == 400
    machine.login = ""
    answer = machine.docker("GET", "/v2/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"].split(" ")[0]) == (401, "Basic")


def test_pushed_is_listed_and_pulled(machine: _Machine) -> None:
    """What is pushed is what the API lists, under its own digest, and what is pulled, byte by byte."""
    answer = machine.push("1.0")
    digest = f"sha256:{hashlib.sha256(json.dumps(MANIFEST).encode()).hexdigest()}"
    assert (answer.status_code, answer.headers["Docker-Content-Digest"]) == (201, digest)
    listed = machine.ecr("ListImages", repositoryName=NAME)["imageIds"]
    assert listed == [{"imageDigest": digest, "imageTag": "1.0"}]
    for reference in ("1.0", digest):
        pulled = machine.docker("GET", f"/v2/{NAME}/manifests/{reference}")
        assert (pulled.text, pulled.content_type) == (json.dumps(MANIFEST), MANIFEST["mediaType"])


def test_deleted_is_gone(machine: _Machine) -> None:
    """After its deletion nobody pulls an image, neither by its tag nor by its digest."""
    digest = machine.push("1.0").headers["Docker-Content-Digest"]
    machine.ecr("BatchDeleteImage", repositoryName=NAME, imageIds=[{"imageTag": "1.0"}])
    for reference in ("1.0", digest):
        answer = machine.docker("GET", f"/v2/{NAME}/manifests/{reference}")
        assert _error(answer) == (404, "Requested image not found")


def test_tags_do_not_move(machine: _Machine) -> None:
    """A tag of an immutable repository stays with its image; elsewhere it may move, and be pushed twice."""
    machine.push("1.0")
    assert _error(machine.push("1.0", annotations={"v": "2"})) == (
        400,
        f"The image tag '1.0' already exists in the '{NAME}' repository "
        "and cannot be overwritten because the repository is immutable.",
    )
    machine.ecr("PutImageTagMutability", repositoryName=NAME, imageTagMutability="MUTABLE")
    assert [machine.push("1.0", annotations={"v": "2"}).status_code for _ in range(2)] == [201, 201]


def test_layers_need_a_login_and_a_repository(machine: _Machine) -> None:
    """It is said where a repository's layers are; without a login or a repository they are refused."""
    path, ask = f"/v2/{NAME}/blobs/uploads/", {"X-Layers": "ask"}
    store = machine.docker("GET", path, headers=ask).headers["X-Store"]
    assert machine.docker("GET", path, headers=ask).headers["X-Store"] == store
    other = "/v2/other/blobs/uploads/"
    assert machine.docker("GET", other, headers=ask).status_code == 403
    assert _error(machine.docker("POST", other)) == (
        404,
        f"The repository with name 'other' does not exist in the registry with id '{ACCOUNT}'",
    )
    machine.login = ""
    assert machine.docker("GET", path, headers=ask).status_code == 403
    assert machine.docker("POST", path).status_code == 401


def test_a_repository_made_anew_is_empty(machine: _Machine) -> None:
    """It has neither the images nor the layers of the one before."""
    path = f"/v2/{NAME}/blobs/uploads/"
    machine.push("1.0")
    before = machine.docker("GET", path).headers["X-Store"]
    machine.ecr("DeleteRepository", repositoryName=NAME, force=True)
    machine.ecr("CreateRepository", repositoryName=NAME)
    assert machine.docker("GET", path).headers["X-Store"] != before
    assert machine.ecr("ListImages", repositoryName=NAME)["imageIds"] == []


def test_another_machine_finds_nothing(machine: _Machine) -> None:
    """The next walk's AWS is empty, whatever the last one left."""
    aws: Any = machine.client.application
    other = _Machine(aws, "10.0.0.3")
    assert other.ecr("DescribeRepositories")["repositories"] == []
    other.login = machine.login
    assert other.docker("GET", "/v2/").status_code == 400


@pytest.mark.parametrize("which", ["default", "second"])
def test_names_are_served(which: str) -> None:
    """The world has the registry of the guide's account and region, and of the second ones, each its account's."""
    parameters = load_parameters()
    account, region = (getattr(parameters[f"ecr_{name}"], which) for name in ("account", "region"))
    assert ACCOUNTS[region] == account
    assert {f"{account}.dkr.ecr.{region}.amazonaws.com", f"api.ecr.{region}.amazonaws.com"} <= set(NAMES)
