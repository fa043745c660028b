"""What a terminal showed, as text: escape codes obeyed, not printed."""

from __future__ import annotations

import re

import pyte

_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*")
# Colours, in every notation, and control characters that a terminal ignores but pyte stops at.
_IGNORED = re.compile(r"\x1b\[[0-9:;]*m|[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
# Wider than the terminal, which only tells programs where to break their lines, and as high as the longest transcript:
# so that nothing scrolls away and nothing wraps.
_COLUMNS, _LINES = 1000, 2000


class NotText(ValueError):
    """The output is not UTF-8."""


def render(output: bytes) -> str:
    """The lines on the terminal after ``output``, without trailing white space.

    Raises:
        NotText: the output holds bytes that are not UTF-8.
    """
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as e:
        raise NotText(f"byte {e.start} of its output, {output[e.start : e.start + 4]!r}, is not UTF-8") from e
    # sudo runs its command on a terminal of its own, so its lines end with two returns.
    text = re.sub("\r+\n", "\n", text)
    text = _IGNORED.sub("", text)
    lines = text.expandtabs().split("\n") if _PLAIN.fullmatch(text) else _obey(text.replace("\n", "\r\n"))
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _obey(text: str) -> list[str]:
    screen = pyte.Screen(_COLUMNS, _LINES)
    pyte.Stream(screen).feed(text)
    last = max(screen.buffer, default=0)
    return [
        "".join(screen.buffer[y][x].data for x in range(max(screen.buffer[y], default=-1) + 1)) for y in range(last + 1)
    ]
