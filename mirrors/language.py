"""The user's language, and what the program says in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import tomli

LANGUAGES = ("en", "zh")
"""The languages of the guide, the source first."""

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_chosen: list[str] = []


def choose(language: str | None) -> None:
    """Speak ``language`` from now on, or that of the environment if it is None."""
    _chosen[:] = [language] if language else []


def language() -> str:
    """The language that is spoken: the one chosen, else the environment's, else English."""
    return _chosen[0] if _chosen else of_environment(os.environ)


def of_environment(environment: Mapping[str, str]) -> str:
    """The language that the locale asks for; as in POSIX, the first variable that says anything decides."""
    locale = next(filter(None, (environment.get(name) for name in _VARIABLES)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


@cache
def read_table(file: str) -> Mapping[str, Any]:
    """A TOML file that lies beside the code, also where the code lies in a zip file."""
    return tomli.loads(resources.files("mirrors").joinpath(file).read_text("utf-8"))


def say(key: str, *, file: str = "words.toml", part: str = "", **values: object) -> str:
    """The text called ``key`` in the user's language, with ``{values}`` filled in; of a table with parts, one part."""
    texts = read_table(file)[key]
    text: str = (texts[part] if part else texts)[language()]
    return text.format(**values)
