"""The list of mirrors goes into any daemon.json and out again, and every other character stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrors.daemon_json import KEY, put, read, take_out
from mirrors.errors import BadFile

QUICK = settings(max_examples=150, deadline=None)
MIRRORS = st.lists(st.from_regex(r"https://[a-z]{1,9}\.(example|test)", fullmatch=True), min_size=1, max_size=3)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
LITERALS = st.sampled_from(["1e5", "1.0", "-0", "1E+2", "0.10", "18446744073709551616", "true", "false", "null"])
BLANKS = st.sampled_from(["", " ", "\n", "\r\n", "\t", "\n    "])


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Lists and objects in which ``inner`` stands, with blanks anywhere."""
    rows = st.lists(st.tuples(BLANKS, inner, BLANKS).map("".join), max_size=3)
    return rows.map(lambda items: f"[{','.join(items)}]") | objects(inner)


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """An object as text, no key twice, written in every way that JSON allows."""
    names = draw(st.lists(st.sampled_from([KEY, "log-opts", "dns"]) | TEXTS, max_size=4, unique=True))
    dumped = [json.dumps(name, ensure_ascii=draw(st.booleans())) for name in names]
    rows = [draw(BLANKS) + name + draw(BLANKS) + ":" + draw(BLANKS) + draw(inner) + draw(BLANKS) for name in dumped]
    return "{" + ",".join(rows) + draw(BLANKS) + "}"


VALUES = st.recursive(LITERALS | TEXTS.map(json.dumps), nested, max_leaves=6)
FILES = st.tuples(st.sampled_from(["", "\ufeff"]), BLANKS, objects(VALUES), BLANKS).map("".join)


def rows(data: bytes) -> list[tuple[Any, str]]:
    """Every key but ours, with the text of its value as it stands there."""
    file = read(data)
    pairs = zip(file.top.keys, file.top.items, strict=True) if file.top else ()
    read_rows = [(key.read(file.text), file.text[item.start : item.end]) for key, item in pairs]
    return [row for row in read_rows if row[0] != KEY]


@QUICK
@given(FILES, MIRRORS)
def test_every_other_key_comes_out_as_it_went_in(text: str, mirrors: list[str]) -> None:
    """In the same order, each value letter for letter: numbers, escapes and blanks too."""
    after = put(text.encode(), mirrors)

    assert rows(text.encode()) == rows(after)
    assert json.loads(after.decode("utf-8-sig"))[KEY] == mirrors
    assert after.startswith(b"\xef\xbb\xbf") == text.startswith("\ufeff")


@QUICK
@given(st.dictionaries(TEXTS, st.recursive(st.none() | st.integers() | TEXTS, st.lists, max_leaves=3)), MIRRORS)
def test_any_object_at_any_indent(settings: dict[str, Any], mirrors: list[str]) -> None:
    """What Python writes, Python reads again, with the one key added."""
    for indent in (None, 1, 4):
        after = put(json.dumps(settings, indent=indent).encode(), mirrors)

        assert {**settings, KEY: mirrors} == json.loads(after)


@QUICK
@given(FILES, MIRRORS)
def test_twice_is_once(text: str, mirrors: list[str]) -> None:
    """The same list again changes no character."""
    after = put(text.encode(), mirrors)

    assert after == put(after, mirrors)


@QUICK
@given(FILES, MIRRORS)
def test_what_was_put_in_is_taken_out(text: str, mirrors: list[str]) -> None:
    """The list that was there comes back, or none; in an object that was empty, only its blanks are lost."""
    before = text.encode()

    back = take_out(put(before, mirrors), before)

    assert back == before or rows(before) == rows(back) == []


@QUICK
@given(FILES, MIRRORS, LITERALS)
def test_what_was_edited_since_stays(text: str, mirrors: list[str], value: str) -> None:
    """Taking the list out keeps a key that was added after it was put in."""
    before, after = text.encode(), put(text.encode(), mirrors).decode()
    edited = after.rpartition("}")[0] + f', "added since": {value}}}'
    if "added since" in text:
        return

    assert [*rows(before), ("added since", value)] == rows(take_out(edited.encode(), before))


@given(st.binary(max_size=40))
@QUICK
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but JSON is taken for it, and whatever is refused has a place."""
    try:
        file = read(data)
    except BadFile as bad:
        place = (bad.line, bad.column)
    else:
        place = (1, 1)
        assert file.top is None or isinstance(json.loads(data.decode("utf-8-sig")), dict)
    assert min(place) >= 1


LIST = ["https://a.test", "https://b.test"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '{\n  "registry-mirrors": [\n    "https://a.test",\n    "https://b.test"\n  ]\n}\n'),
        ("{}", '{\n  "registry-mirrors": [\n    "https://a.test",\n    "https://b.test"\n  ]\n}'),
        ('{"a": 1}', '{"a": 1, "registry-mirrors": ["https://a.test", "https://b.test"]}'),
        (
            '{\r\n\t"a": 1e5\r\n}\r\n',
            '{\r\n\t"a": 1e5,\r\n\t"registry-mirrors": [\r\n\t\t"https://a.test",\r\n\t\t"https://b.test"\r\n\t]\r\n}\r\n',
        ),
        (
            '{\n    "registry-mirrors": [\n        "x"\n    ],\n    "b": 1\n}',
            '{\n    "registry-mirrors": [\n        "https://a.test",\n        "https://b.test"\n    ],\n    "b": 1\n}',
        ),
        ('{"registry-mirrors": null}', '{"registry-mirrors": ["https://a.test", "https://b.test"]}'),
    ],
)
def test_the_list_is_written_as_the_file_is(before: str, after: str) -> None:
    """Indentation, the ends of lines and of the file are those that were there."""
    assert after == put(before.encode(), LIST).decode()


def test_deep_nesting_is_refused_not_crashed_on() -> None:
    """Go reads ten thousand levels, and no more."""
    read(b'{"a":' + b"[" * 9000 + b"]" * 9000 + b"}")
    with pytest.raises(BadFile):
        read(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
