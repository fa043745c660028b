"""What the notes say, judged: the format of statements.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets.errors import BadStatement
from snippets.statement import load_statements

ENTRY = """# the notes
["S0-16"]
verdict = "wrong"
at = "start/both.md#both"
said.en = "Take `a`."
said.zh = "用 `a`。"
right.en = "Take `b`."
right.zh = "用 `b`。"
"""
LEFT_OUT = 'left_out.en = "A link."\nleft_out.zh = "只是链接。"'


def toml_file(folder: Path, text: str) -> Path:
    """A file of statements with ``text``."""
    path = folder / "statements.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_statement_knows_its_page_and_heading(tmp_path: Path) -> None:
    """The place is one word in the file, and two on the page."""
    statement = load_statements(toml_file(tmp_path, ENTRY))["S0-16"]

    assert ("start/both.md", "both") == (statement.page, statement.anchor)
    assert statement.right == {"en": "Take `b`.", "zh": "用 `b`。"}


def test_statements_come_in_the_order_of_the_notes(tmp_path: Path) -> None:
    """By number, not by letter, wherever they stand in the file."""
    names = ["S4-02", "S0-100", "S0-16"]
    text = "".join(f'["{name}"]\nverdict = "correct"\nat = "a.md#a"\n' for name in names)

    assert list(load_statements(toml_file(tmp_path, text))) == ["S0-16", "S0-100", "S4-02"]


def test_what_has_no_page_says_why(tmp_path: Path) -> None:
    """A reason takes the place of a place."""
    statement = load_statements(toml_file(tmp_path, ENTRY.replace('at = "start/both.md#both"', LEFT_OUT)))["S0-16"]

    assert (statement.at, statement.page) == ("", "")
    assert statement.left_out == {"en": "A link.", "zh": "只是链接。"}


def test_the_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    """A site that is served while somebody writes shows what the file says now."""
    path = toml_file(tmp_path, ENTRY)
    before = load_statements(path)["S0-16"].verdict
    path.write_text(ENTRY.replace('"wrong"', '"outdated"'), "utf-8")

    assert (before, load_statements(path)["S0-16"].verdict) == ("wrong", "outdated")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"S0-16"', '"S0-x"', "is not a table called like 'S0-16'"),
        ('"wrong"', '"bad"', "has the verdict 'bad'; choose one of: dangerous, wrong, outdated, unverifiable, correct"),
        ('verdict = "wrong"\n', "", "has the verdict None; choose one of"),
        ('verdict = "wrong"', 'verdict = "correct"', "has nothing to correct; leave out said and right"),
        ('at = "start/both.md#both"\n', "", r"needs either a place \(at\) or a reason \(left_out\)"),
        ('at = "start/both.md#both"', f'at = "start/both.md#both"\n{LEFT_OUT}', "needs either a place"),
        ("both.md#both", "both.md", r"such as 'use/ports.md#publish', but 'start/both.md'"),
        ("both.md#both", "both#both", "such as 'use/ports.md#publish', but 'start/both#both'"),
        ('said.zh = "用 `a`。"\n', "", "needs said in each of: en, zh"),
        ('said.en = "Take `a`."\nsaid.zh = "用 `a`。"\n', "", r"needs what the notes say \(said\)"),
        ('"用 `b`。"', '" "', "needs words in right, in each of: en, zh"),
        ('"Take `b`."', '"Take `b."', "has a backtick in right that no other one closes"),
        ("right.zh", "wrong.zh", "has unknown fields: wrong"),
    ],
)
def test_a_broken_entry_is_a_clear_error(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Each mistake in an entry is named, with its file and line."""
    with pytest.raises(BadStatement, match=rf"statements\.toml:2: '.*{message}"):
        load_statements(toml_file(tmp_path, ENTRY.replace(old, new)))


@pytest.mark.parametrize(
    ("text", "message"), [("[", "is not TOML"), ("S0-16 = 1", "'S0-16' is not a table called like 'S0-16'")]
)
def test_a_broken_file_is_a_clear_error(tmp_path: Path, text: str, message: str) -> None:
    """What is no table of statements is an error that names the file."""
    with pytest.raises(BadStatement, match=rf"statements\.toml: {message}"):
        load_statements(toml_file(tmp_path, text))


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    """A file that is not there is no list without statements."""
    with pytest.raises(BadStatement, match=r"statements\.toml: cannot be read"):
        load_statements(tmp_path / "statements.toml")
