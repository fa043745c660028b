"""What can go wrong with a world."""

from __future__ import annotations


class WorldError(Exception):
    """A world, or an image that it is made of, cannot be had; says which part, why, and with which last log lines."""

    def __init__(self, what: str, log: str = "", lines: int = 20) -> None:
        last = log.strip().splitlines()[-lines:]
        super().__init__("\n".join([what, *(f"    {line.rstrip()}" for line in last)]))
