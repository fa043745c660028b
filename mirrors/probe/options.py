"""What a probe is asked to do, and the bounds that no mirror makes it exceed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

KIB, MIB = 1024, 1024 * 1024
CONTROL = ("https://registry-1.docker.io", "https://mirrors.aliyun.com")
"""Docker Hub, which says what a tag names, and a host that is reached from nearly everywhere."""
TIME_LIMIT = 30.0

Progress = Callable[[int, int, str], None]
"""Told how many mirrors are done, of how many, and which one it was."""


@dataclass(frozen=True)
class Limits:
    """The bounds, for each mirror; seconds and bytes."""

    total: float = TIME_LIMIT
    resolve: float = 5.0
    connect: float = 5.0
    answer: float = 6.0
    """From a request to the head of its answer."""
    window: float = 5.0
    """How long a layer may come more slowly than ``slowest``."""
    slowest: int = 32 * KIB
    """Bytes per second."""
    redirects: int = 5
    token: int = 1 * MIB
    manifest: int = 4 * MIB
    layer: int = 32 * MIB
    sample: int = 1 * MIB
    """How much of a layer is read once more, for its speed."""
    bytes: int = 64 * MIB
    """All that a mirror may send, headers included."""

    @classmethod
    def within(cls, seconds: float) -> Limits:
        """Bounds that fit into ``seconds`` for each mirror."""
        part = seconds / 5
        usual = cls()
        return cls(
            total=seconds,
            resolve=min(usual.resolve, part),
            connect=min(usual.connect, part),
            answer=min(usual.answer, part),
            window=min(usual.window, part),
        )


@dataclass(frozen=True)
class Options:
    """What to ask of the mirrors."""

    image: str = "library/busybox:latest"
    expect: str | None = None
    """The digest that the image has, from somebody who can be trusted."""
    known: Sequence[str] = ()
    """Digests that the tag had before."""
    platform: str = ""
    """`linux/arm64` …; empty: that of this machine."""
    release: str = ""
    """Which Engine the verdicts are for, such as `28`; empty: the newest."""
    allow_http: bool = False
    vantage: str = "unnamed"
    time_limit: float = TIME_LIMIT
    """Seconds for each mirror."""
    limits: Limits | None = None
    """Bounds of other proportions than those that follow from ``time_limit``."""
    control: Sequence[str] = CONTROL
    """Hosts that answer if the network does; the first is a registry that can be trusted."""
    at_once: int = 128
    """How many mirrors are probed at the same time."""
    layers_at_once: int = 8
    """How many of them send a layer at the same time: they share one line, and their speed is compared."""
    progress: Progress | None = field(default=None, compare=False)

    @property
    def bounds(self) -> Limits:
        """The limits that hold."""
        return self.limits or Limits.within(self.time_limit)
