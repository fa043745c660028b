"""The page of commands promises that each was run on the page behind it."""

from __future__ import annotations

import re

import pytest

from snippets.call import find_calls
from snippets.front_matter import front_matter
from snippets.step import STEP_MACROS
from snippets.topic import load_topic
from snippets.walk import read_walk
from tests.site.built import DOCS

ROW = re.compile(r"^\|[^|]+\| `(?P<command>[^|]+)` \| \[[^]]+\]\(\.\./(?P<page>[^#)]+)#", re.MULTILINE)
ROWS = ROW.findall((DOCS / "reference" / "commands.md").read_text("utf-8"))


def lines_run(page: str) -> list[str]:
    """What the page's steps type on its distros, apart from steps that say why they are not run."""
    path = DOCS / page
    text = path.read_text("utf-8")
    walk = read_walk(front_matter(text, path), page)
    assert walk is not None, f"{page} is not walked"
    calls = [call for call in find_calls(text, page) if call.macro in STEP_MACROS]
    topics = [(call, load_topic(call.arguments[0]), distro) for call in calls for distro in walk.distros]
    steps = [
        topic.step(call.macro, call.arguments[1], distro) for call, topic, distro in topics if topic.is_for(distro)
    ]
    shown = "\n".join(step.shown.shown("en") for step in steps if not step.options.not_run)
    return shown.replace("\\\n", " ").splitlines()


def fixed(command: str) -> list[str]:
    """The words and options of a command that are not the reader's own."""
    words = [word.split("=")[0] if word.startswith("-") else word for word in command.split()]
    return [word for word in words if word.startswith("-") or re.fullmatch(r"[a-z]+", word)]


@pytest.mark.parametrize(("command", "page"), ROWS)
def test_each_command_is_run_on_the_page_behind_it(command: str, page: str) -> None:
    """Its words and its options stand together in a line of that page."""
    wanted = fixed(command)

    assert any(set(wanted) <= set(re.split(r"[\s=|&;()\"']+", line)) for line in lines_run(page)), wanted


def test_every_row_is_looked_at() -> None:
    """No row escapes because it is written in another way."""
    page = (DOCS / "reference" / "commands.md").read_text("utf-8")

    assert len(ROWS) == len(re.findall(r"^\| .*`", page, re.MULTILINE))
