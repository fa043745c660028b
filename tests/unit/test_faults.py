"""The fault server: a healthy registry is one to its clients, and what others answer is what they are named for."""

from __future__ import annotations

import asyncio
import gzip
import json
import sys

import httpx
import pytest

from tests.faults import BEHAVIOURS, Faults, Host
from tests.faults.image import EVIL, MANIFEST, OLDER, PLATFORMS, image_of
from tests.unit.faulty import IMAGE, LAYER, NAME, get, sha256, visit


def test_whole_pull() -> None:
    """A healthy registry sends for a token, and all that hangs on a tag is what its digest says."""

    async def pull(_: Host, client: httpx.AsyncClient) -> list[str]:
        del client.headers["Authorization"]
        challenge = (await client.get(f"/v2/{NAME}/manifests/latest")).headers["WWW-Authenticate"]
        realm = challenge.partition('realm="')[2].partition('"')[0]
        token = (await client.get(realm)).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        index = await client.get(f"/v2/{NAME}/manifests/latest")
        digests = [sha256(index.content)]
        for entry in index.json()["manifests"]:
            manifest = await client.get(f"/v2/{NAME}/manifests/{entry['digest']}")
            digests.append(sha256(manifest.content))
            for blob in (manifest.json()["config"], *manifest.json()["layers"]):
                content = (await client.get(f"/v2/{NAME}/blobs/{blob['digest']}")).content
                assert blob["digest"] == sha256(content)
        return digests

    assert [IMAGE.digest, *(IMAGE.platforms[p] for p in PLATFORMS)] == visit("ok", pull)


def test_layer_unpacks() -> None:
    """The layer is the gzip of what the configuration says it unpacks to."""
    configs = [json.loads(IMAGE.blobs[digest]) for digest in IMAGE.configs]

    assert [[sha256(gzip.decompress(IMAGE.blobs[LAYER]))]] * 3 == [c["rootfs"]["diff_ids"] for c in configs]


def test_same_everywhere() -> None:
    """The image depends on its name alone, not on the computer that makes it."""
    assert "sha256:9e5543263cfdd5f906ac27a64ab7deea4176c1f761ff92f94cb4901de8c43f29" == IMAGE.digest


def test_range() -> None:
    """A part of a layer is to be had."""

    async def part(_: Host, client: httpx.AsyncClient) -> httpx.Response:
        return await client.get(f"/v2/{NAME}/blobs/{LAYER}", headers={"Range": "bytes=10-19"})

    response = visit("ok", part)
    size = len(IMAGE.blobs[LAYER])

    assert (206, f"bytes 10-19/{size}") == (response.status_code, response.headers["Content-Range"])
    assert IMAGE.blobs[LAYER][10:20] == response.content


@pytest.mark.parametrize(
    ("behaviour", "status", "kind"),
    [
        ("html_200", 200, "text/html; charset=utf-8"),
        ("html_manifest", 200, "text/html; charset=utf-8"),
        ("html_ping", 200, "application/vnd.oci.image.index.v1+json"),
        ("redirect_landing", 302, None),
        ("login_required", 401, "application/json"),
        ("denied_allowlist", 403, "application/json"),
        ("manifest_404", 404, "application/json"),
        ("rate_limited", 429, "application/json"),
        ("server_error", 503, "text/plain; charset=utf-8"),
        ("ua_cloak", 200, "text/html; charset=utf-8"),
        ("unicode_names", 403, "application/json"),
        ("redirect_loop", 302, None),
        ("html_ping_token", 200, "application/vnd.oci.image.index.v1+json"),
    ],
)
def test_answers(behaviour: str, status: int, kind: str | None) -> None:
    """Who asks for a tag gets the status and the kind of page that the behaviour is named for."""
    response = visit(behaviour, get("manifests/latest"))

    assert (status, kind) == (response.status_code, response.headers.get("Content-Type"))


@pytest.mark.parametrize(
    ("behaviour", "digest", "header"),
    [
        ("ok", IMAGE.digest, IMAGE.digest),
        ("stale_tag", image_of(NAME, OLDER).digest, image_of(NAME, OLDER).digest),
        ("unknown_digest", image_of(NAME, EVIL).digest, image_of(NAME, EVIL).digest),
        ("poisoned", image_of(NAME, EVIL).digest, image_of(NAME, EVIL).digest),
        ("digest_lie", image_of(NAME, EVIL).digest, IMAGE.digest),
    ],
)
def test_generations(behaviour: str, digest: str, header: str) -> None:
    """A tag names the image that is new, old or evil, and a liar's header is not that of what it sends."""
    response = visit(behaviour, get("manifests/latest"))

    assert (digest, header) == (sha256(response.content), response.headers["Docker-Content-Digest"])


def test_poison_by_digest() -> None:
    """Who asks a poisoner for the right digest gets the evil image; who asks a stale mirror gets the right one."""
    evil, right = (visit(b, get(f"manifests/{IMAGE.digest}")).content for b in ("poisoned", "stale_tag"))

    assert (image_of(NAME, EVIL).digest, IMAGE.digest) == (sha256(evil), sha256(right))


def test_blob_mismatch() -> None:
    """A corrupt layer has the right length."""
    content = visit("blob_mismatch", get(f"blobs/{LAYER}")).content

    assert (len(IMAGE.blobs[LAYER]), True) == (len(content), sha256(content) != LAYER)


def test_thousand() -> None:
    """A thousand hosts in one process, over plain HTTP, are started, asked and ended within seconds."""

    async def ask() -> set[int]:
        async with Faults() as faults, httpx.AsyncClient() as client:
            hosts = [await faults.start("ok") for _ in range(1000)]
            answers = await asyncio.gather(*(client.get(f"{host.url}/v2/") for host in hosts[:100]))
            return {answer.status_code for answer in answers}

    assert {401} == asyncio.run(ask())


def test_names() -> None:
    """Several hosts at one address are told apart by the name that a request is for."""

    async def ask() -> list[int]:
        async with Faults() as faults, httpx.AsyncClient() as client:
            names = {"bad.example.com": "server_error", "page.example.com": "html_200"}
            host = await faults.start("ok", names=names)
            answers = [await client.get(f"{host.url}/v2/", headers={"Host": name}) for name in [*names, "other"]]
            return [answer.status_code for answer in answers]

    assert [503, 200, 401] == asyncio.run(ask())


def test_requests_are_kept() -> None:
    """What a client sent can be looked at."""

    async def look(host: Host, client: httpx.AsyncClient) -> list[str]:
        await client.head(f"/v2/{NAME}/manifests/latest", headers={"Accept": MANIFEST})
        return [f"{r.method} {r.path} {r.headers['accept']}" for r in host.requests]

    assert [f"HEAD /v2/{NAME}/manifests/latest {MANIFEST}"] == visit("ok", look)


def test_program() -> None:
    """The program says in JSON where each host is."""

    async def ask() -> dict[str, str]:
        command = ("-m", "tests.faults", "html_200")
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=pipe)
        assert process.stdout
        said: dict[str, str] = json.loads(await process.stdout.readline())
        process.terminate()
        await process.communicate()
        return said

    said = asyncio.run(ask())

    assert ("html_200", IMAGE.digest) == (said["behaviour"], said["digest"])


def test_classes() -> None:
    """There is a behaviour for every class that a host can have by itself."""
    taxonomy = """
    ok dns_nxdomain connect_timeout connect_refused tls_expired tls_self_signed tls_hostname plain_http redirect_landing
    html_200 auth_realm_broken realm_foreign login_required denied_allowlist manifest_404 rate_limited digest_lie
    poisoned stale_tag unknown_digest blob_mismatch blob_truncated blob_html blob_denied slow blob_cdn_foreign ua_cloak
    missing_platform server_error
    """.split()  # noqa: SIM905 - a list of thirty strings says less

    assert [] == [name for name in taxonomy if name not in BEHAVIOURS or BEHAVIOURS[name].failure_class != name]
