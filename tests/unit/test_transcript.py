"""Transcripts: escape codes obeyed, volatile text replaced, secrets redacted."""

from __future__ import annotations

import pytest

from tests.harness.screen import NotText, render
from tests.harness.transcript import normalise


@pytest.mark.parametrize(
    ("output", "text"),
    [
        (b"plain\r\nlines  \r\n", "plain\nlines"),
        (b"50%\r100%\r\ndone", "100%\ndone"),
        (b"\x1b[31mred\x1b[0m", "red"),
        (b"a: Waiting\r\nb: Waiting\r\n\x1b[2A\x1b[2Ka: Done\r\x1b[1B\x1b[2Kb: Done\r\n", "a: Done\nb: Done"),
        (b"\x1b[0;1;38:5:185mcolon colours\x1b[0m", "colon colours"),
        (b"\x1enot the end\x1f\x1e red", "not the end red"),
        (b"\x1b]0;title\x07text", "text"),
        ("中文 ok\r\n".encode(), "中文 ok"),
        ("\x1b[1m中文\x1b[0m ok".encode(), "中文 ok"),
        (b"sudo's own terminal\r\r\nok\r\r\n", "sudo's own terminal\nok"),
        (b"tab\there", "tab     here"),
    ],
)
def test_render_shows_what_the_terminal_showed(output: bytes, text: str) -> None:
    """Progress that overwrites itself leaves its last state, colours leave none."""
    assert text == render(output)


def test_render_refuses_what_is_not_text() -> None:
    """Bytes that are not UTF-8 are an error that says where."""
    with pytest.raises(NotText, match="byte 3 of its output"):
        render(b"abc\xff\xfe")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("CONTAINER ID  0a1b2c3d4e5f", "CONTAINER ID  <id>"),
        ("Digest: sha256:" + "ab" * 32, "Digest: sha256:<digest>"),
        ("Up 3 seconds", "Up <time>"),
        ("2 hours ago", "<time> ago"),
        ("Get:1 http://archive.test/debian trixie InRelease [140 kB]\nok", "ok"),
        ("Fetched 96.1 MB in 3s (31.2 MB/s)\nok", "ok"),
        ('time="2026-11-22T15:57:02.632Z" level=info', 'time="<time>" level=info'),
        (" Built:      Thu Mar  6 09:40:00 2025", " Built:      <time>"),
        ("Sun, 22 Nov 2026 16:00:00 GMT", "<time>"),
        ("Nov 22 16:00:00 machine dockerd[123]: x", "<time> machine dockerd<pid>: x"),
        ("aws-cli/2.23.6 Linux/6.18.44-v5 source", "aws-cli/2.23.6 Linux/<kernel> source"),
        ("/dev/fd/63: line 2: Docker: command not found", "bash: Docker: command not found"),
        (" Kernel Version: 6.18.44", " Kernel Version: <of this machine>"),
        ("172.17.0.2 - - [22/Nov/2026:16:00:00 +0000]", "<ip> - - [<time>]"),
        ("version 26.1.5 of 100 MB, port 8080", "version 26.1.5 of 100 MB, port 8080"),
        ('"dns": ["192.168.1.1"]', '"dns": ["<ip>"]'),
        ("https://172.18.0.1/v2/ in 172.18.0.0/16.", "https://<ip>/v2/ in 172.18.0.0/16."),
        ("192.168.0.0/20 and 10.0.0.0/8", "192.168.0.0/20 and 10.0.0.0/8"),
    ],
)
def test_normalise_replaces_what_differs_between_equal_walks(raw: str, kept: str) -> None:
    """Ids, times, addresses and apt's parallel downloads go; versions and sizes stay."""
    assert kept == normalise(raw)


@pytest.mark.parametrize(
    ("raw", "secret"),
    [
        ("password=hunter22", "hunter22"),
        ('"token": "abc.def"', "abc.def"),
        ("Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("http://user:pa55@proxy.example.com:7897", "pa55"),
        ("API_KEY=sk-123", "sk-123"),
    ],
)
def test_normalise_redacts_secrets(raw: str, secret: str) -> None:
    """What looks like a secret does not reach evidence."""
    assert secret not in normalise(raw)
    assert "<redacted>" in normalise(raw)


TABLE = """before
CONTAINER ID   IMAGE     COMMAND   CREATED        STATUS                  PORTS     NAMES
123456789012   nginx     "sh"      {created}   {up}             web
a23456789012   nginx     "sh"      {created}   {up}   80/tcp    other
after"""


def test_a_table_is_the_same_whatever_its_volatile_cells_were() -> None:
    """Its columns are set anew, and an empty cell stays empty."""
    early = TABLE.format(created="1 second ago", up="Up Less than a second")
    late = TABLE.format(created="2 hours ago ", up="Up 2 hours           ")

    expected = """before
CONTAINER ID   IMAGE   COMMAND   CREATED      STATUS      PORTS    NAMES
<id>           nginx   "sh"      <time> ago   Up <time>            web
<id>           nginx   "sh"      <time> ago   Up <time>   80/tcp   other
after"""
    assert (expected, expected) == (normalise(early), normalise(late))


def test_a_note_below_a_row_does_not_end_the_table() -> None:
    """Rows with notes between them stand in the same columns, however wide a speed was."""
    one = "MIRROR  FOUND  SPEED      FIT\na       works  12.5 MB/s  yes\n    10.0.0.1\nlonger  slow   -          no\n"
    other = one.replace("12.5", "9.0").replace("SPEED   ", "SPEED  ").replace("-          no", "-         no")

    assert (
        normalise(one)
        == normalise(other)
        == ("MIRROR   FOUND   SPEED     FIT\na        works   <speed>   yes\n    <ip>\nlonger   slow    -         no")
    )


def test_text_that_is_no_table_keeps_its_columns() -> None:
    """Only a line of capitals with gaps begins a table."""
    text = "Name:   machine\n Two    columns"

    assert text == normalise(text)
