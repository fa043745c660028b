"""The words that macros put on a page, in its language: ``labels.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

LABELS = Path(__file__).with_name("labels.toml")


class Labels:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = load_labels()

    def __getitem__(self, name: str) -> str:
        """The words called ``name``, as they stand."""
        return self._words[name][self.language]

    def say(self, name: str, /, **values: object) -> str:
        """The words called ``name``, with what is filled in."""
        return self[name].format(**values)

    def list(self, names: list[str]) -> str:
        """Several names, as the language strings them together."""
        return self["between"].join(names)


@lru_cache(maxsize=1)
def load_labels() -> dict[str, dict[str, str]]:
    """Every label, in each language."""
    return tomllib.loads(LABELS.read_text("utf-8"))
