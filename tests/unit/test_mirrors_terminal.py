"""Nothing that a host sends reaches a terminal as it came."""

from __future__ import annotations

import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mirrors.terminal import LONGEST, ProgressLine, escape, pad, width
from tests.faults.behaviours.hostile import UGLY


class Terminal(io.StringIO):
    """Says that somebody looks at it."""

    def isatty(self) -> bool:
        """They do."""
        return True


@given(st.text(max_size=2 * LONGEST) | st.binary(max_size=LONGEST).map(lambda data: data.decode("latin-1")))
def test_no_text_does_anything(text: str) -> None:
    """No control, no mark, nothing unseen or turned around; one line, and no longer than a line may be."""
    shown = escape(text)

    assert len(shown) <= LONGEST
    for character in shown:
        assert unicodedata.category(character)[0] not in "CMZ" or character == " "
        assert unicodedata.bidirectional(character) not in {"R", "AL", "RLO", "RLE", "RLI"}


@given(st.text("abc xyz-./:019_ 镜像站加速器，。（）é", max_size=LONGEST))
def test_plain_text_stays_as_it_is(text: str) -> None:
    """In both languages."""
    assert text == escape(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_different_texts_stay_different(one: str, other: str) -> None:
    """A backslash is written twice, so that nobody can write what looks escaped."""
    assert (one == other) == (escape(one) == escape(other))


def test_what_a_hostile_host_sends() -> None:
    """It can be read, letter by letter."""
    assert escape(UGLY).startswith(r"\x1b]0;owned\x07\x1b[2J\x1b[31mred\u202egpj.exe\u200b\u2066\x9b1m")


def test_a_long_text_costs_little() -> None:
    """Only as much as is shown is looked at."""
    assert f"{'a' * (LONGEST - 1)}…" == escape("a" * 100_000_000)


def test_columns() -> None:
    """A Chinese character takes two."""
    assert 6 == width("镜像站")
    assert "镜像  |" == f"{pad('镜像', 6)}|"


def test_progress_is_for_terminals() -> None:
    """One line again and again, then nothing; and never a word into a file."""
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        line = ProgressLine("{done}/{total} {mirror}", stream)
        line(1, 2, "https://\x1b[2Jmirror")
        line.clear()

    assert "\r\x1b[K1/2 https://\\x1b[2Jmirror\r\x1b[K" == terminal.getvalue()
    assert "" == file.getvalue()
