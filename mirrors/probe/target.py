"""What is probed: a mirror's address, and an image's name."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from mirrors.errors import MirrorsError
from mirrors.language import say
from mirrors.terminal import escape

WORDS = "probe/words.toml"
CONTROL_IMAGES = ("library/hello-world", "library/busybox")
"""Images that every list of allowed images has."""
_NAME = re.compile(r"(?P<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?P<tag>\w[\w.-]{0,127}))?(?:@(?P<digest>.+))?", re.A)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_HOST = re.compile(r"[\w.-]+|\[[0-9a-fA-F:.]+\]", re.A)
_MACHINES = {
    "x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64", "armv7l": "arm", "armv6l": "arm",
    "i386": "386", "i686": "386", "ppc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64",
}  # fmt: skip


class BadRequest(MirrorsError):
    """What was asked cannot be probed; the message says why, in the user's language."""


@dataclass(frozen=True)
class Mirror:
    """Where a mirror is."""

    scheme: str
    authority: str
    """Host, and port if it is not the usual one."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in daemon.json."""
        return f"{self.scheme}://{self.authority}"

    @classmethod
    def parse(cls, text: str) -> Mirror:
        """From what somebody typed; a host alone is meant with https."""
        url = urlsplit(text if "://" in text else f"https://{text}")
        shown = escape(text)
        if url.scheme not in ("http", "https"):
            raise BadRequest(say("bad-scheme", file=WORDS, mirror=shown))
        host, _, port = url.netloc.rpartition(":") if re.search(r":\d*$", url.netloc) else (url.netloc, "", "")
        if not _HOST.fullmatch(host) or (port and not 0 < int(port) < 65536):
            raise BadRequest(say("bad-host", file=WORDS, mirror=shown))
        if url.path.strip("/") or url.query or url.fragment:
            raise BadRequest(say("bad-path", file=WORDS, mirror=shown))
        usual = {"http": "80", "https": "443"}[url.scheme]
        return cls(url.scheme, host.lower() + (f":{port}" if port not in ("", usual) else ""))


@dataclass(frozen=True)
class Image:
    """What is pulled."""

    name: str
    """With its `library/`."""
    reference: str
    """Tag or digest."""

    @property
    def pinned(self) -> bool:
        """Whether the reference is a digest, and so can name one thing only."""
        return self.reference.startswith("sha256:")

    def __str__(self) -> str:
        return f"{self.name}{'@' if self.pinned else ':'}{self.reference}"

    @property
    def control(self) -> Image:
        """Another image, which a mirror that has a list of images has too."""
        return Image(next(name for name in CONTROL_IMAGES if name != self.name), "latest")

    @classmethod
    def parse(cls, text: str) -> Image:
        """From what somebody typed."""
        for host in ("docker.io/", "index.docker.io/"):
            text = text[len(host) :] if text.startswith(host) else text
        found = _NAME.fullmatch(text)
        if not found or (found["digest"] and not _DIGEST.fullmatch(found["digest"])):
            raise BadRequest(say("bad-image", file=WORDS, image=escape(text)))
        name = found["name"] if "/" in found["name"] else f"library/{found['name']}"
        return cls(name, found["digest"] or found["tag"] or "latest")


def digest(text: str) -> str:
    """What somebody typed, if it is a digest."""
    if not _DIGEST.fullmatch(text):
        raise BadRequest(say("bad-digest", file=WORDS, digest=escape(text)))
    return text


def is_digest(text: object) -> bool:
    """Whether it is one that can be checked."""
    return isinstance(text, str) and bool(_DIGEST.fullmatch(text))


def of_this_machine() -> str:
    """The platform of images that run here."""
    return f"linux/{_MACHINES.get(platform.machine().lower(), 'amd64')}"
