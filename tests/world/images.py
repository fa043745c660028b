"""Makes images, each named after a key that changes with everything that goes into it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docker
from docker.errors import APIError, ImageNotFound

from tests.world.errors import WorldError

REPOSITORY = "docker-verified"
LABELS = {"docker-verified": "1"}
KEEP = timedelta(days=7)
HERE = Path(__file__).parent

Context = Mapping[str, bytes | Path]
"""What a Dockerfile copies: names with a slash at most inside, and their bytes or the file or folder to take."""


def fingerprint(*parts: str | bytes | Path) -> str:
    """A sha256 over texts, bytes, and files and folders with their names and whether they are executable."""
    digest = hashlib.sha256()
    for part in parts:
        for piece in _pieces(part):
            digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def _pieces(part: str | bytes | Path) -> Iterator[bytes]:
    if isinstance(part, Path):
        for name, file in _files(part.name, part):
            yield name.encode()
            yield b"x" if file.stat().st_mode & 0o100 else b"-"
            yield file.read_bytes()
    else:
        yield part.encode() if isinstance(part, str) else part


def _files(name: str, path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_dir():
        for child in sorted(path.iterdir()):
            yield from _files(f"{name}/{child.name}", child)
    else:
        yield name, path


def tag(what: str, key: str) -> str:
    """The name of an image."""
    return f"{REPOSITORY}/{what}:{key[:16]}"


class Images:
    """The images of one engine."""

    def __init__(self, client: docker.DockerClient, say: Callable[[str], None], labels: Mapping[str, str]) -> None:
        self.client, self.say, self.labels = client, say, dict(labels)
        self._making: dict[str, threading.Lock] = {}

    def making(self, name: str) -> threading.Lock:
        """Hold it while making the image ``name``, so that nobody beside makes it too."""
        return self._making.setdefault(name, threading.Lock())

    def has(self, name: str) -> bool:
        """Whether the engine has the image ``name``."""
        try:
            self.client.images.get(name)
        except ImageNotFound:
            return False
        return True

    def import_root(self, name: str, tar: Path) -> None:
        """Make an image of one layer from a root file system's tar file."""
        repository, _, version = name.partition(":")
        changes = [f"LABEL {key}={value}" for key, value in LABELS.items()]
        self.client.api.import_image_from_file(str(tar), repository, version, changes)
        if not self.has(name):
            raise WorldError(f"the engine did not import {name} from {tar.stat().st_size} bytes of tar")

    def build(
        self, name: str, dockerfile: Path, context: Context, network: str = "none", platform: str | None = None,
        **arguments: str,
    ) -> None:  # fmt: skip
        """Build an image by a Dockerfile; by default for the engine's platform, and nothing is reachable meanwhile.

        Raises:
            WorldError: a step of the Dockerfile failed; says which, with its output.
        """
        log: list[str] = []
        try:
            for event in self.client.api.build(
                fileobj=_archive({**context, "Dockerfile": dockerfile}), custom_context=True, tag=name, rm=True,
                forcerm=True, buildargs=arguments, network_mode=network, platform=platform, decode=True,
            ):  # fmt: skip
                log.append(event.get("stream") or event.get("error") or "")
                if "error" in event:
                    raise WorldError(f"{dockerfile.name} failed:", "".join(log))
        except APIError as e:
            raise WorldError(f"{dockerfile.name} failed: {e.explanation or e}", "".join(log)) from e

    def forget_old(self) -> None:
        """Remove ours of :data:`KEEP` ago and more, but for the newest of each name: it may still be wanted."""
        by_name: dict[str, list[tuple[str, str]]] = {}
        for image in self.client.images.list(filters={"label": REPOSITORY}):
            for name in image.tags:
                by_name.setdefault(name.partition(":")[0], []).append((image.attrs["Created"], name))
        for made in by_name.values():
            for created, name in sorted(made)[:-1]:
                if datetime.fromisoformat(created) < datetime.now(UTC) - KEEP:
                    with contextlib.suppress(APIError):  # A container of another run uses it.
                        self.client.images.remove(name)

    def remove_stage(self, stage: str) -> None:
        """Remove the earlier stages of a build, which labelled them with its ``STAGE`` argument."""
        self.client.images.prune(filters={"dangling": True, "label": f"{REPOSITORY}.stage={stage}"})


def _archive(context: Context) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, content in sorted(context.items()):
            if isinstance(content, Path):
                tar.add(content, name, filter=_anonymous)
            else:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    stream.seek(0)
    return stream


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Not even a file's owner or age on this host may change the image: the engine caches by them."""
    info.uid = info.gid = info.mtime = 0
    info.uname = info.gname = ""
    info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
    return info
