"""Snippet files: what is read from them, and each way in which one can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets.errors import BadSnippet, Unknown
from snippets.snippet import load_snippet

GOOD = """#!/usr/bin/env bash
# --8<-- [start:install]
#en Install it.
#zh 安装。
sudo apt-get install -y docker-ce
# --8<-- [end:install]

# --8<-- [start:install-check]
command -v docker
# --8<-- [end:install-check]
"""


def snippet_file(folder: Path, text: str | bytes) -> Path:
    """A file in ``folder`` that holds ``text``."""
    path = folder / "debian.sh"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_sections_are_named_parts(tmp_path: Path) -> None:
    """A section knows its text, and the line it starts at."""
    snippet = load_snippet(snippet_file(tmp_path, GOOD))

    section = snippet.section("install")

    assert section.line == 3
    assert section.source == "#en Install it.\n#zh 安装。\nsudo apt-get install -y docker-ce\n"


def test_checks_are_not_visible(tmp_path: Path) -> None:
    """A page cannot show a check."""
    assert load_snippet(snippet_file(tmp_path, GOOD)).visible == ["install"]


@pytest.mark.parametrize(("language", "comment"), [("en", "# Install it."), ("zh", "# 安装。")])
def test_shown_in_one_language(tmp_path: Path, language: str, comment: str) -> None:
    """A reader sees the comment of their language, and the same commands."""
    section = load_snippet(snippet_file(tmp_path, GOOD)).section("install")

    assert section.shown(language) == f"{comment}\nsudo apt-get install -y docker-ce\n"


def test_unknown_section_says_what_there_is(tmp_path: Path) -> None:
    """A name that the file lacks is an error that lists what it has."""
    snippet = load_snippet(snippet_file(tmp_path, GOOD))

    with pytest.raises(Unknown, match=r"has no section 'instal'; it has: install"):
        snippet.section("instal")


START, END = "# --8<-- [start:{}]\n", "# --8<-- [end:{}]\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (START.format("a") + "ls\n", 1, "does not end"),
        (START.format("a") + END.format("a"), 2, "is empty"),
        (START.format("a") + "\n \n" + END.format("a"), 4, "is empty"),
        (START.format("a") + "ls\n" + END.format("b"), 3, "ends here, but 'a' is open"),
        ("ls\n" + END.format("b"), 2, "ends here, but 'none' is open"),
        (START.format("a") + "ls\n" + START.format("b"), 3, "starts inside 'a'"),
        ((START + "ls\n" + END).format("a", "a") * 2, 4, "stands twice, first at line 2"),
        (START.format("A b") + "ls\n" + END.format("A b"), 1, "may hold only"),
        ("#en Alone.\nls\n", 1, "#en stands alone"),
        ("ls\n#en At the end.\n", 2, "#en stands alone"),
        ("#zh Alone.\n", 1, "#zh stands alone"),
        ("#en One.\n#en Two.\n#zh Two.\n", 1, "#en stands alone"),
        ("  #en Indented.\n#zh Not.\n", 1, "#en stands alone"),
        (START.format("x-check") + "ls\n" + END.format("x-check"), 1, "checks no section"),
        (b"ls\n\xff\n", 2, "is not UTF-8"),
    ],
)
def test_broken_format_is_an_error_with_a_line(tmp_path: Path, text: str | bytes, line: int, message: str) -> None:
    """Each way to break the format is an error that names the line."""
    path = snippet_file(tmp_path, text)

    with pytest.raises(BadSnippet, match=message) as caught:
        load_snippet(path)

    assert (path, line) == (caught.value.path, caught.value.line)


def test_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    """A file that is not there is our error, with its name."""
    with pytest.raises(BadSnippet, match=r"gone\.sh: cannot be read \(No such file or directory\)"):
        load_snippet(tmp_path / "gone.sh")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """What mkdocs serve shows is what the file holds now."""
    path = snippet_file(tmp_path, GOOD)
    load_snippet(path)
    path.write_text(GOOD.replace("docker-ce", "docker.io"), "utf-8")

    assert "docker.io" in load_snippet(path).section("install").source
