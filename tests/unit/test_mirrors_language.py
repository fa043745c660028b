"""The user's language, and the command line that speaks it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from string import Formatter
from types import ModuleType, SimpleNamespace

import pytest

from mirrors import language
from mirrors.__main__ import COMMANDS, main
from mirrors.errors import MirrorsError
from mirrors.language import LANGUAGES, of_environment, read_table, say


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    """What one test chooses does not reach the next."""
    yield
    language.choose(None)


@pytest.fixture
def lint(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A command in place of lint, which does what a test tells it."""
    command = SimpleNamespace(add_arguments=lambda parser: parser.add_argument("file"), run=lambda _: 0)
    monkeypatch.setitem(sys.modules, "mirrors.commands.lint", command)
    return command


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_locale_says_the_language(environment: dict[str, str], expected: str) -> None:
    """The first variable that is set decides, as for every other program."""
    assert expected == of_environment(environment)


@pytest.mark.parametrize("file", ["words.toml"])
def test_both_languages_say_the_same(file: str) -> None:
    """Each text is there in both, and fills in the same values."""
    for key, texts in read_table(file).items():
        values = [{name for _, name, _, _ in Formatter().parse(texts[one]) if name} for one in LANGUAGES]
        assert values[0] == values[1], key


@pytest.mark.usefixtures("lint")
def test_help_is_in_the_language_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Before or after the command."""
    for given in (["--language", "zh", "lint", "--help"], ["lint", "--language=zh", "--help"]):
        with pytest.raises(SystemExit):
            main(given)
        assert "指出 daemon.json 中的问题" in capsys.readouterr().out


def test_wrong_usage_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """No command, or one that there is not."""
    for given in ([], ["cure"]):
        with pytest.raises(SystemExit, match="2"):
            main(given)
    assert "|".join(COMMANDS) in capsys.readouterr().err


def test_an_error_is_one_line_and_ends_with_1(lint: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    """Not a traceback."""

    def fail(_: object) -> int:
        raise MirrorsError("daemon.json:3: no")

    lint.run = fail

    assert main(["lint", "x"]) == 1
    assert capsys.readouterr().err == "mirrors: daemon.json:3: no\n"


def test_only_the_command_that_is_asked_for_is_loaded(lint: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose libraries are missing does not take the others down."""
    for name in set(COMMANDS) - {"lint"}:
        monkeypatch.setitem(sys.modules, f"mirrors.commands.{name}", ModuleType("broken"))
    lint.run = lambda arguments: int(arguments.file)

    assert main(["lint", "7"]) == 7


def test_a_text_in_the_chosen_language() -> None:
    """With its values."""
    language.choose("zh")

    assert say("error", message="x") == "mirrors：x"
