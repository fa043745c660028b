"""The guide's own site in the rehearsal world, and mirrors that fail: what they are made of, and what they give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import registry
from tests.faults.image import EVIL, MANIFEST, digest_of
from tests.faults.image import Image as Fake
from tests.world import services
from tests.world.certificates import load_certificates
from tests.world.guide import faults
from tests.world.keys import Keys

KEYS = Keys({"docker": b"secret"}, {"docker": b"public"})
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"


@pytest.fixture
def unchanged() -> Iterator[None]:
    """The fault server has its own images again afterwards."""
    before = vars(registry)["image_of"]
    yield
    vars(registry)["image_of"] = before


def layer_of(architecture: str) -> bytes:
    """No other platform has it."""
    return f"a layer for {architecture}".encode()


def hub() -> dict[str, bytes]:
    """What Docker Hub's registry answers, by address: a list of two platforms, each with a layer of its own."""
    answers: dict[str, bytes] = {}
    entries = []
    for architecture in ("amd64", "arm64"):
        config, layer = json.dumps({"architecture": architecture}).encode(), layer_of(architecture)
        parts = {"config": {"digest": digest_of(config)}, "layers": [{"digest": digest_of(layer)}]}
        manifest = json.dumps({"mediaType": MANIFEST, **parts}).encode()
        answers |= {f"blobs/{digest_of(blob)}": blob for blob in (config, layer)}
        answers[f"manifests/{digest_of(manifest)}"] = manifest
        entries.append({"digest": digest_of(manifest), "platform": {"os": "linux", "architecture": architecture}})
    return answers | {"manifests/latest": json.dumps({"mediaType": DOCKER_LIST, "manifests": entries}).encode()}


def test_docker_machines_outlive_the_file_that_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another mirror-doctor.pyz makes another site, and leaves the key of the world, by which machines are kept."""
    certificates = load_certificates(tmp_path)
    found = []
    for pyz in (b"one", b"another"):
        monkeypatch.setattr(services, "build", lambda pyz=pyz: pyz)
        found.append(services.service_images(certificates, KEYS))
    first, second = found

    assert first.guide != second.guide
    assert first.key == second.key
    assert {**first.variables(), "GUIDE": ""} == {**second.variables(), "GUIDE": ""}


def test_mirrors_that_fail_have_docker_hubs_image(monkeypatch: pytest.MonkeyPatch, unchanged: None) -> None:
    """By the digests that Docker Hub has here; the lies stay the fault server's own, and so do other images."""
    answers = hub()
    monkeypatch.setattr(faults, "ask", answers.__getitem__)
    image = faults.of_hub()
    faults.substitute(image)
    healthy = registry.Registry("https://mirror.example.com")

    assert image.digest == digest_of(answers["manifests/latest"])
    assert set(image.platforms) == {"linux/amd64", "linux/arm64"}
    assert {image.blobs[digest] for digest in image.layers} == {layer_of("amd64"), layer_of("arm64")}
    assert {json.loads(image.blobs[digest])["architecture"] for digest in image.configs} == {"amd64", "arm64"}
    assert isinstance(image, Fake)
    assert healthy.image(faults.REPOSITORY) == image
    assert healthy.image(faults.REPOSITORY, EVIL) != image
    assert healthy.image("library/hello-world") != image
