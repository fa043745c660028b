"""Reads tables of data, with errors that say where."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, Union

from mirrors.errors import MirrorsError

Value = TypeVar("Value")
Kind = Union[type, "tuple[type, ...]"]
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Place:
    """Where in a file something stands."""

    file: str
    text: str
    kind: type[MirrorsError]
    line: int = 1

    def at(self, mark: str) -> Place:
        """The first line that holds ``mark``; here, if none does."""
        before, found, _ = self.text.partition(mark)
        return replace(self, line=before.count("\n") + 1) if found else self

    def error(self, message: str) -> MirrorsError:
        """An error that says where."""
        return self.kind(f"{self.file}:{self.line}: {message}")

    def fields(
        self, table: Any, *, required: Mapping[str, Kind], known: Mapping[str, Kind] | None = None, of: str = ""
    ) -> None:
        """See that ``table`` has what it needs, nothing that is not known, and each of its kind."""
        kinds = {**required, **(known or {})}
        where = f"{of}: " if of else ""
        if not isinstance(table, dict):
            raise self.error(f"{where}is {table!r}; a table is needed")
        if missing := sorted(set(required) - set(table)):
            raise self.error(f"{where}{', '.join(missing)} is missing")
        if odd := sorted(set(table) - set(kinds)):
            raise self.error(f"{where}unknown {', '.join(odd)}; known: {', '.join(sorted(kinds))}")
        for name, value in table.items():
            if not isinstance(value, kinds[name]):
                raise self.error(f"{where}{name} is {value!r}; it has to be of type {_named(kinds[name])}")

    def choice(self, table: Mapping[str, Any], name: str, known: Collection[str]) -> str:
        """The field ``name``, which is one of ``known``."""
        if table[name] not in known:
            raise self.error(f"{name} is {table[name]!r}; choose one of: {', '.join(known)}")
        return str(table[name])

    def of(self, known: Mapping[str, Value], name: str, what: str) -> Value:
        """What ``name`` stands for."""
        if name not in known:
            raise self.error(f"there is no {what} {name!r}; known: {', '.join(known)}")
        return known[name]

    def words(self, table: Mapping[str, Any], name: str, languages: Collection[str]) -> Mapping[str, str]:
        """The field ``name``: a text in each language."""
        texts = table[name]
        if set(texts) != set(languages) or not all(isinstance(t, str) and t for t in texts.values()):
            raise self.error(f"{name} needs a text in each of: {', '.join(languages)}")
        return {language: str(texts[language]) for language in languages}

    def date(self, value: Any) -> str:
        """A day, or text with no more than the year and month, as ISO 8601 text."""
        text = value.isoformat() if type(value) is date else value
        if not isinstance(text, str) or not _DATE.fullmatch(text):
            raise self.error(f'date is {value!r}; write a day, 2026-06-13, or text such as "2026-06" or "2026"')
        return text


def _named(kind: Kind) -> str:
    return kind.__name__ if isinstance(kind, type) else " or ".join(one.__name__ for one in kind)
