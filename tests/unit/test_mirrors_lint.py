"""Rules L1 to L14: each mistake is found at its place, and what is right is let pass."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

import pytest

from mirrors import language
from mirrors.__main__ import main
from mirrors.language import LANGUAGES, read_table
from mirrors.lint import Finding, lint
from snippets.text import ROOT

FILES = ROOT / "tests" / "daemon_json"
RULES = {name: rule for name, rule in read_table("rules.toml").items() if name != "hosts"}
GOOD = "https://mirror.example.com"


def of(*mirrors: object, version: tuple[int, ...] | None = None) -> list[tuple[str, int]]:
    """The mistakes in a file with these mirrors, each on a line of its own from 2 on."""
    rows = ",\n".join(json.dumps(mirror, ensure_ascii=False) for mirror in mirrors)
    found = lint(f'{{"registry-mirrors": [\n{rows}]}}'.encode(), version)
    return [(one.kind, one.line) for one in found]


@pytest.mark.parametrize(
    ("mirror", "expected"),
    [
        (GOOD, []),
        (f"{GOOD}/", []),
        (f"{GOOD}:8443", []),
        ("https://[2001:db8::1]:8443", []),
        ("HTTPS://MIRROR.example.com", []),
        ("http://127.0.0.1:5000", []),
        ("http://[::1]:5000", []),
        ("docker.1ms.run", ["no-scheme"]),
        ("docker.1ms.run:443", ["no-scheme"]),
        ("//docker.1ms.run", ["no-scheme"]),
        ("ftp://mirror.example.com", ["other-scheme"]),
        ("https://", ["bad-host"]),
        (" https://mirror.example.com", ["no-scheme"]),
        ("https://mirror.example.com ", ["bad-host"]),
        ("https://mirror。example.com", ["bad-host"]),
        (f"{GOOD}/prefix", ["path"]),
        (f"{GOOD}?ns=docker.io", ["query"]),
        (f"{GOOD}#top", ["query"]),
        ("https://me:secret@mirror.example.com", ["user"]),
        ("", ["empty"]),
        (None, ["empty"]),
        (5, ["not-a-text"]),
        ([GOOD], ["not-a-text"]),
        ("https://ghcr.io", ["not-a-mirror"]),
        ("https://registry.cn-hangzhou.aliyuncs.com", ["not-a-mirror"]),
        ("https://abc123.mirror.aliyuncs.com", []),
        ("https://hub.docker.com", ["not-a-mirror"]),
        ("https://registry-1.docker.io", ["hub-itself"]),
        ("http://mirror.example.com", ["plain-http"]),
        ("https://docker.hlmirror.com", ["needs-login"]),
    ],
)
def test_one_address(mirror: object, expected: list[str]) -> None:
    """Rules L1 to L4 and L9 to L11."""
    assert [(kind, 2) for kind in expected] == of(mirror)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (None, "path"),
        ((20, 10, 24), "path-refused"),
        ((24, 0, 7), "path-refused"),
        ((24, 0, 8), "path"),
        ((29, 7, 2), "path"),
    ],
)
def test_a_path_is_judged_by_the_engine(version: tuple[int, ...] | None, expected: str) -> None:
    """Rule L2: up to 24.0.7 dockerd does not start with it."""
    assert [(expected, 2)] == of(f"{GOOD}/prefix", version=version)


def test_a_password_is_not_shown_again() -> None:
    """What lint prints may be pasted into an issue."""
    (found,) = lint(b'{"registry-mirrors": ["https://me:secret@mirror.example.com"]}')

    assert "secret" not in found.what + found.do


def test_the_same_mirror_twice() -> None:
    """Rule L4: with a slash or without, dockerd drops the second."""
    assert [("repeated", 3)] == of(GOOD, f"{GOOD}/")


def test_more_than_three() -> None:
    """Rule L13, once for the list."""
    assert [("too-many", 1)] == of(*(f"https://m{n}.example.com" for n in range(4)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{\n "registry-mirrors": "https://a.test"}', ("not-a-list", 2, 22)),
        ('{\n "registry-mirror": []}', ("silent-key", 2, 2)),
        ('{\n "registry_mirrors": []}', ("wrong-key", 2, 2)),
        ('{"a": "\\ud800\\t中",\n "中": [1, {"b": 1, "\\u0062": 2}]}', ("repeated-key", 2, 20)),
        ("[]", ("not-an-object", 1, 1)),
        ("{\u00a0}", ("character", 1, 2)),
        ('{"a": NaN}', ("character", 1, 7)),
        ('{"a": 01}', ("missing-comma", 1, 8)),
        ('{"a": "x\ty"}', ("string", 1, 7)),
        ('{"a"：1}', ("punctuation", 1, 5)),
        ("{}\n}", ("more", 2, 1)),
        ("# mirrors\n{}", ("comment", 1, 1)),
        ('{"a": [1,\n]}', ("trailing-comma", 1, 9)),
    ],
)
def test_one_file(text: str, expected: tuple[str, int, int]) -> None:
    """Rules L5 and L8, each with line and column."""
    (found,) = lint(text.encode())

    assert expected == (found.kind, found.line, found.column)


BROKEN = {
    "chinese-quotation-marks": ("L5", 2, 3),
    "comment": ("L5", 3, 35),
    "cut-short": ("L5", 4, 1),
    "key-twice": ("L5", 4, 3),
    "missing-comma": ("L5", 2, 28),
    "trailing-comma": ("L5", 3, 53),
    "upper-case": ("L8", 2, 3),
}


@pytest.mark.parametrize("path", sorted(FILES.glob("broken/*.json")), ids=lambda path: path.stem)
def test_a_broken_file(path: Path) -> None:
    """The same files that apply refuses on a real machine."""
    (found,) = lint(path.read_bytes())

    assert BROKEN[path.stem] == (found.rule, found.line, found.column)


@pytest.mark.parametrize(
    ("data", "version", "expected"),
    [
        (b"", None, []),
        (b"\n", (26, 1, 5), []),
        (b"", (20, 10, 24), ["empty-file-refused"]),
        (b"\xef\xbb\xbf{}", None, ["byte-order-mark"]),
        (b"\xef\xbb\xbf{}", (20, 10, 24), ["byte-order-mark-refused"]),
        (b'{"a": "\xff"}', None, ["not-utf-8"]),
        ("{}".encode("utf-16"), None, ["not-utf-8"]),
    ],
)
def test_what_old_engines_do_not_read(data: bytes, version: tuple[int, ...] | None, expected: list[str]) -> None:
    """Rule L5: an empty file, a byte order mark; and what no engine should be given."""
    assert expected == [one.kind for one in lint(data, version)]


def test_rules_are_told_in_both_languages() -> None:
    """With the same values; each names one of L1 to L14, and all but what no file or engine shows are there."""
    for kind, rule in RULES.items():
        for part in ("what", "do"):
            values = [{name for _, name, _, _ in Formatter().parse(rule[part][one]) if name} for one in LANGUAGES]
            assert values[0] == values[1], kind
        assert rule["level"] in ("error", "warning", "note"), kind
    assert {f"L{n}" for n in range(1, 15)} == {rule["rule"] for rule in RULES.values()}


def test_nothing_of_the_file_reaches_the_terminal_as_it_came() -> None:
    """Neither an escape sequence nor what turns the text around."""
    (found,) = lint('{"registry-mirrors": ["https://\u202e\\u001b[2J.example.com"]}'.encode())

    assert isinstance(found, Finding)
    assert not {"\x1b", "\u202e"} & set(found.what + found.do)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """File, line, column, rule and what to do, in the user's language; 1 if there is an error, else 0."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    file = tmp_path / "daemon.json"
    file.write_text('{\n  "registry-mirrors": ["a.test"]\n}\n', "utf-8")

    assert main(["--language", "zh", "lint", str(file)]) == 1
    assert capsys.readouterr().out == (
        f'{file}:2:24: 错误 L1: "a.test" 没有写协议：dockerd 会因此无法启动\n    → 写成 "https://a.test"\n'
    )
    file.write_text('{"registry-mirrors": ["https://a.test/x"]}', "utf-8")
    assert main(["--language", "en", "lint", str(file)]) == 0
    assert ": warning L2: " in capsys.readouterr().out
    file.write_text("{}", "utf-8")
    assert main(["--language", "en", "lint", str(file)]) == 0
    assert f"{file}: nothing wrong.\n" == capsys.readouterr().out
    language.choose(None)
