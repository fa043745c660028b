"""The prober believes nothing that it has not hashed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.faults.behaviour import Visit
from tests.faults.http import Answer
from tests.faults.image import EVIL
from tests.unit.probing import QUICK, RIGHT, probe_answer, trust_the_test


@pytest.fixture(autouse=True)
def _trust(monkeypatch: pytest.MonkeyPatch) -> None:
    trust_the_test(monkeypatch)


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    yield data


def test_a_layer_may_end_too_early_in_good_order() -> None:
    """Without a length that tells: only the manifest says that bytes are missing."""

    async def odd(visit: Visit) -> Answer:
        answer = visit.healthy()
        if visit.stage != "blob" or not isinstance(answer.body, bytes):
            return answer
        return replace(answer, body=_pieces(answer.body[:-1]))

    result = probe_answer(odd)

    assert "blob_truncated" == result.failure_class
    assert "51222 of 51223 bytes" in result.detail


def test_a_layer_may_be_too_long() -> None:
    """What is more than the manifest says is not read to its end."""

    async def odd(visit: Visit) -> Answer:
        answer = visit.healthy()
        if visit.stage != "blob" or not isinstance(answer.body, bytes):
            return answer
        return replace(answer, body=answer.body + bytes(5_000_000))

    result = probe_answer(odd)

    assert "blob_mismatch" == result.failure_class
    assert "more than the 51223 bytes" in result.detail
    assert result.bytes < 1_000_000


def test_a_tag_may_lie_where_a_digest_does_not() -> None:
    """The bytes of a manifest are hashed also where it is asked for by tag."""

    async def odd(visit: Visit) -> Answer:
        answer = visit.healthy()
        if visit.stage != "manifest" or not visit.admitted or visit.reference != "latest":
            return answer
        other = visit.registry.image(visit.repository, EVIL)
        return replace(answer, body=other.manifests[other.digest])

    result = probe_answer(odd)

    assert "digest_lie" == result.failure_class
    assert RIGHT in result.detail


def test_a_mirror_that_leaves_the_digest_out() -> None:
    """Is asked for the manifest itself, as engines do it."""

    async def odd(visit: Visit) -> Answer:
        answer = visit.healthy()
        headers = [(name, value) for name, value in answer.headers if name != "Docker-Content-Digest"]
        return replace(answer, headers=headers)

    assert "ok" == probe_answer(odd).failure_class


def test_an_image_without_an_index() -> None:
    """A tag may name the manifest of one platform."""

    async def odd(visit: Visit) -> Answer:
        answer = visit.healthy()
        if visit.stage != "manifest" or not visit.admitted or visit.reference != "latest":
            return answer
        return visit.registry.manifest(visit.image, visit.image.platforms["linux/amd64"])

    result = probe_answer(odd)

    assert "unknown_digest" == result.failure_class
    assert result.speed


def test_all_that_a_mirror_may_send() -> None:
    """Is counted, headers included, over all of its answers."""
    options = replace(QUICK, limits=replace(QUICK.bounds, bytes=30_000))

    async def odd(visit: Visit) -> Answer:
        return visit.healthy()

    result = probe_answer(odd, options)

    assert ("server_error", "sent more than 30000 bytes") == (result.failure_class, result.detail)
