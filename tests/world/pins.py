"""Refreshes what is pinned of the distros: the digests of their images, and their end-of-life dates.

``python -m tests.world.pins TARGET`` writes a refreshed copy of ``snippets/distros.toml``, or nothing.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import tomlkit

from snippets.distro import DISTROS, Distro, load_distros
from snippets.errors import SnippetsError
from tests.world.errors import WorldError
from tests.world.image_index import ask_index
from tests.world.lifecycle import PRODUCTS, ask_ends, find_end
from tests.world.vendor import Unreachable, vendors_client

SECONDS = 90
"""For all questions together."""
_OFFLINE = "Nothing was changed. Pin where the internet can be reached, or set HTTPS_PROXY to a proxy that reaches it."


@dataclass(frozen=True)
class Pin:
    """What is pinned of a distro."""

    digest: str
    end_of_life: date


async def fetch_pins(
    distros: Iterable[Distro], client: httpx.AsyncClient, seconds: float = SECONDS
) -> Mapping[str, Pin]:
    """Today's pins, by the distro's id.

    Raises:
        WorldError: one cannot be had, or does not fit its distro.
    """
    distros = list(distros)
    families = sorted({distro.family for distro in distros})
    try:
        async with asyncio.timeout(seconds):
            digests = await asyncio.gather(*(_fetch_digest(distro, client) for distro in distros))
            ends = await asyncio.gather(*(ask_ends(client, PRODUCTS[family]) for family in families))
    except TimeoutError as e:
        raise Unreachable(f"the registries and endoflife.date did not answer within {seconds} s in all") from e
    known = dict(zip(families, ends, strict=True))
    lasts = [find_end(known[distro.family], PRODUCTS[distro.family], distro.version) for distro in distros]
    return {d.id: Pin(digest, last) for d, digest, last in zip(distros, digests, lasts, strict=True)}


async def _fetch_digest(distro: Distro, client: httpx.AsyncClient) -> str:
    index = await ask_index(client, distro.image)
    if missing := sorted(set(distro.architectures) - index.architectures):
        has = ", ".join(sorted(index.architectures))
        what = f"{distro.image} has no image for {', '.join(missing)} (it has: {has})"
        raise WorldError(f"{what}; mend the architectures of {distro.id!r} in snippets/distros.toml")
    return index.digest


def repin(text: str, pins: Mapping[str, Pin]) -> str:
    """``distros.toml`` with new pins, and all else as it was: comments, order, and whoever has no pin."""
    document = tomlkit.parse(text)
    for name, pin in pins.items():
        document[name].update({"digest": pin.digest, "end_of_life": pin.end_of_life})
    return tomlkit.dumps(document)


def changes(distros: Mapping[str, Distro], pins: Mapping[str, Pin]) -> Iterator[str]:
    """What a reviewer should look at, line by line."""
    for name, pin in pins.items():
        if pin.end_of_life != distros[name].end_of_life:
            yield f"{name}: end of life {distros[name].end_of_life} → {pin.end_of_life}"
        if pin.digest != distros[name].digest:
            yield f"{name}: {distros[name].image} is another image: {pin.digest}"


async def refresh(target: Path, client: httpx.AsyncClient, source: Path = DISTROS) -> None:
    """Write a refreshed copy of ``source``, which is as good as the original, to ``target``.

    Raises:
        WorldError: a vendor does not answer, or with what cannot be pinned.
        SnippetsError: the original or its copy breaks the format.
    """
    distros = load_distros(source)
    async with client:
        pins = await fetch_pins(distros.values(), client)
    scratch = target.with_suffix(".part")
    try:
        scratch.write_text(repin(source.read_text("utf-8"), pins), "utf-8")
        load_distros(scratch)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    print("\n".join(changes(distros, pins)) or "the distros' pins are as they were")


def main(arguments: list[str]) -> str | None:
    """Refresh, or say what is in the way."""
    try:
        asyncio.run(refresh(Path(arguments[0]), vendors_client()))
    except Unreachable as e:
        return f"pin: {e}\n{_OFFLINE}"
    except (WorldError, SnippetsError) as e:
        return f"pin: {e}\nNothing was changed."
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
