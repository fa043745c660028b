"""Official images: pulled by their pinned digest, and looked at before anything is made of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import docker
from docker.errors import APIError, DockerException, ImageNotFound
from docker.models.images import Image

from snippets.distro import Distro
from tests.world.errors import WorldError

_PIN = "run: nox -s pin"


def pull(client: docker.DockerClient, distro: Distro, say: Callable[[str], None]) -> str:
    """The id of the distro's official image for the engine's architecture, pulled if the engine lacks it.

    What a digest names cannot change, so an image that is there is not asked for again.

    Raises:
        WorldError: it cannot be had, or what came is not what was pinned; then it is removed again.
    """
    engine = str(client.version()["Arch"])
    if engine not in distro.architectures:
        walked = ", ".join(distro.architectures)
        raise WorldError(
            f"{distro.id!r} is walked on {walked}, and this engine is for {engine}; use another engine, or add"
            f" the architecture in snippets/distros.toml if the vendor has it"
        )
    if image := _find(client, distro):
        return _see(image, distro, engine)
    say(f"pulling {distro.pinned_image}")
    _fetch(client, distro, engine)
    try:
        return _see(_find(client, distro), distro, engine)
    except WorldError:
        with contextlib.suppress(APIError):
            client.images.remove(distro.pinned_image)
        raise


def _find(client: docker.DockerClient, distro: Distro) -> Image | None:
    try:
        return client.images.get(distro.pinned_image)
    except ImageNotFound:
        return None


def _fetch(client: docker.DockerClient, distro: Distro, engine: str) -> None:
    advice = f"if the registry has no such digest any more, {_PIN}; to do without registries, leave out --world"
    try:
        progress = client.api.pull(distro.image, distro.digest, stream=True, decode=True, platform=f"linux/{engine}")
        # What goes wrong after the engine has begun to answer stands in its answer.
        error = next((event["error"] for event in progress if "error" in event), "")
    except DockerException as e:
        error = str(getattr(e, "explanation", None) or e)
    if error:
        raise WorldError(f"cannot pull {distro.pinned_image}: {error}; {advice}")


def _see(image: Image | None, distro: Distro, engine: str) -> str:
    """The id of an image that is the pinned one, for this engine."""
    digests = image.attrs.get("RepoDigests") or [] if image else []
    if image is None or distro.digest not in (name.partition("@")[2] for name in digests):
        came = ", ".join(digests) or "an image without a digest"
        raise WorldError(f"{distro.image} is pinned as {distro.digest}, and the engine has {came}; {_PIN}")
    if (built := image.attrs["Architecture"]) != engine:
        raise WorldError(
            f"{distro.pinned_image} is an image for {built}, and this engine is for {engine}; is the digest"
            f" that of one image instead of the index? {_PIN}"
        )
    return str(image.id)
