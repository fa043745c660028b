"""What a terminal gets to see: nothing that a host sends reaches it as it came."""

from __future__ import annotations

import sys
import unicodedata
from typing import TextIO

LONGEST = 300
_SHOWN = frozenset({"L", "N", "P", "S"})
"""Letters, numbers, punctuation and symbols; not marks, which pile up, nor separators, nor what is not seen."""
_WIDE = frozenset("WF")
_FROM_RIGHT = frozenset({"R", "AL", "AN"})
"""Scripts that run from right to left: they would move what stands beside them."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing."""


def escape(text: str, longest: int = LONGEST) -> str:
    """One line of plain text: what a terminal would obey, hide or turn around is spelled out, and its end cut off."""
    # Before anything looks at each letter: a host may send megabytes.
    cut = text[: longest + 1]
    shown = "".join(character if _plain(character) else _spelled(character) for character in cut)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _plain(character: str) -> bool:
    if character in _BLANK or character == "\\" or unicodedata.bidirectional(character) in _FROM_RIGHT:
        return False
    return character == " " or unicodedata.category(character)[0] in _SHOWN


def _spelled(character: str) -> str:
    return "\\\\" if character == "\\" else character.encode("unicode_escape", "backslashreplace").decode("ascii")


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text)


def pad(text: str, columns: int) -> str:
    """The text, filled up to so many columns."""
    return text + " " * max(0, columns - width(text))


class ProgressLine:
    """One line that is written again and again, on a terminal; nothing anywhere else."""

    def __init__(self, words: str, stream: TextIO | None = None) -> None:
        self._words = words
        """With `{done}`, `{total}` and `{mirror}`."""
        self._stream = sys.stderr if stream is None else stream
        self._shows = self._stream.isatty()

    def __call__(self, done: int, total: int, mirror: str) -> None:
        """Write it."""
        if self._shows:
            text = self._words.format(done=done, total=total, mirror=escape(mirror, 60))
            self._stream.write(f"\r\x1b[K{text}")
            self._stream.flush()

    def clear(self) -> None:
        """Leave nothing behind."""
        if self._shows:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
