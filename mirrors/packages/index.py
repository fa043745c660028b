"""An index of packages: fetched, hashed and searched for the newest version of one package."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from mirrors.packages.unpack import Records, scratch, unpack_outside, unpacker
from mirrors.packages.visit import Visit
from mirrors.probe.fault import Fault

SAMPLE, SAMPLE_TIME = 1 << 20, 5.0
"""Bytes of the package that are read to see how fast the mirror is, and seconds."""
SLOW = 32 << 10
"""Bytes per second below which nobody waits."""
_PART = re.compile(r"\d+|~|[^\d~]+")


@dataclass(frozen=True)
class Index:
    """A file that another, which is trusted, names with its hash."""

    url: str
    algorithm: str
    digest: str
    name: str = ""
    """What it is called, if its address does not say: by its end one knows how it is packed."""


@dataclass(frozen=True)
class Package:
    """One version of a package."""

    version: str
    url: str
    size: int


async def search(visit: Visit, index: Index, phase: str, records: Records) -> list[bytes]:
    """The records wanted, of an index that is what it has to be."""
    digest, unpack = hashlib.new(index.algorithm), unpacker(index.name or index.url)
    with scratch() as kept:

        def take(data: bytes) -> None:
            digest.update(data)
            if unpack is None:
                kept.write(data)
                return
            for piece in unpack(data):
                records.add(piece)

        trouble: Fault | None = None
        try:
            await visit.get(index.url, phase, take)
        except Fault as failure:
            if failure.failure_class != "index_mismatch":
                raise
            trouble = failure
        if trouble or digest.hexdigest() != index.digest.lower():
            raise Fault("index_mismatch", f"{index.url} is not the file that the list of files names") from trouble
        if unpack is None:
            await asyncio.get_running_loop().run_in_executor(None, _search_outside, index.url, kept, records)
    return records.finish()


def _search_outside(url: str, kept: object, records: Records) -> None:
    for piece in unpack_outside(url, kept):
        records.add(piece)


async def see_package(visit: Visit, package: Package) -> None:
    """See that the package is there with its size, and how fast it comes."""
    try:
        headers = await visit.head(package.url, "package")
        if headers.get("Content-Length", str(package.size)) != str(package.size):
            what = f"{package.url} has {headers['Content-Length']} bytes, and its index says {package.size}"
            raise Fault("package_size", what)
        await _sample(visit, package)
    except Fault as failure:
        if failure.failure_class == "index_404":
            raise Fault("package_404", failure.detail) from failure
        raise


async def _sample(visit: Visit, package: Package) -> None:
    begun, read = time.monotonic(), 0

    def take(data: bytes) -> bool:
        nonlocal read
        read += len(data)
        return read >= SAMPLE or time.monotonic() - begun > SAMPLE_TIME

    await visit.get(package.url, "read", take, {"Range": f"bytes=0-{min(SAMPLE, package.size) - 1}"})
    spent = time.monotonic() - begun
    visit.speed = max(visit.speed or 0.0, round(read / max(spent, 1e-6)))
    if read < min(SAMPLE, package.size) and visit.speed < SLOW:
        raise Fault("slow", f"{read} bytes in {spent:.0f} s")


def newest(packages: list[Package], name: str, where: str) -> Package:
    """The newest version among ``packages``."""
    if not packages:
        raise Fault("package_404", f"{where} has no {name}")
    return max(packages, key=lambda package: version_order(package.version))


def version_order(version: str) -> list[tuple[int, int, str]]:
    """Sorts versions, near enough as dpkg and rpm do: numbers by value, and what begins with ~ before nothing."""
    epoch, _, rest = version.rpartition(":")
    return [_part(epoch if epoch.isdigit() else "0"), *map(_part, _PART.findall(rest)), (0, 0, "")]


def _part(text: str) -> tuple[int, int, str]:
    if text == "~":
        return -1, 0, ""
    return (2, int(text), "") if text.isdigit() else (1, 0, text)


def wanted_line(line: bytes) -> Callable[[bytes], bool]:
    """Whether a record has ``line`` among its lines."""
    return lambda record: (b"\n" + record.replace(b"\r", b"") + b"\n").find(b"\n" + line + b"\n") >= 0
