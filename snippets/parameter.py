"""Values that a reader sets once, and every block follows: ``parameters.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from snippets.errors import BadParameter, Unknown
from snippets.text import LANGUAGES, ROOT, read_toml, relative, table_line

PARAMETERS = ROOT / "snippets" / "parameters.toml"
_FIELDS = {"default", "pattern", "second", "label"}


@dataclass(frozen=True)
class Parameter:
    """A value that a reader sets."""

    name: str
    default: str
    """A real value, which stands in the snippets, so that they stay runnable."""
    pattern: str
    """A regular expression that the whole of a value must match; it works in Python and in JavaScript."""
    second: str
    """Another valid value; walking with it proves that nothing is hard-wired."""
    label: dict[str, str]
    """In each language."""

    def check(self, value: str, where: Path | str) -> None:
        """Raises BadParameter if ``value`` does not fit the pattern."""
        if not re.fullmatch(self.pattern, value):
            raise BadParameter(f"{self.name} = {value!r} does not match {self.pattern!r}", where)


def load_parameters(path: Path = PARAMETERS) -> dict[str, Parameter]:
    """The parameters by name.

    Raises:
        BadParameter: an entry breaks the format.
    """
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


def find_parameter(name: str, where: Path | str) -> Parameter:
    """The parameter called ``name``, which ``where`` asks for.

    Raises:
        Unknown: there is no such parameter.
    """
    parameters = load_parameters()
    if name not in parameters:
        raise Unknown(f"unknown parameter {name!r}; parameters.toml has: {', '.join(parameters)}", where)
    return parameters[name]


def parameters_in(text: str) -> list[Parameter]:
    """The parameters whose default value stands in ``text``."""
    return [p for p in load_parameters().values() if p.default in text]


def substitute(text: str, values: Mapping[str, str]) -> str:
    """The text with the parameters' default values replaced by ``values``, in one pass.

    Raises:
        BadParameter: a value does not fit its parameter's pattern.
        Unknown: a value names no parameter.
    """
    chosen = {}
    for name, value in values.items():
        parameter = find_parameter(name, PARAMETERS)
        parameter.check(value, relative(PARAMETERS))
        chosen[parameter.default] = value
    if not chosen:
        return text
    tokens = "|".join(re.escape(token) for token in sorted(chosen, key=len, reverse=True))
    return re.sub(tokens, lambda match: chosen[match[0]], text)


def second_values(parameters: Iterable[Parameter]) -> dict[str, str]:
    """The second value of each parameter, by its name."""
    return {p.name: p.second for p in parameters}


@cache
def _load(path: Path, _changed: int) -> dict[str, Parameter]:
    return {name: _parameter(name, fields, path) for name, fields in read_toml(path, BadParameter).items()}


def _parameter(name: str, fields: dict[str, Any], path: Path) -> Parameter:
    place, line = relative(path), table_line(path, name)
    if set(fields) != _FIELDS:
        odd = ", ".join(sorted(set(fields) ^ _FIELDS))
        raise BadParameter(f"{name!r} has missing or unknown fields: {odd}", place, line)
    if set(fields["label"]) != set(LANGUAGES):
        raise BadParameter(f"{name!r} needs a label in each of: {', '.join(LANGUAGES)}", place, line)
    parameter = Parameter(name=name, **fields)
    for value in (parameter.default, parameter.second):
        if not re.fullmatch(parameter.pattern, value):
            raise BadParameter(f"{name} = {value!r} does not match its pattern {parameter.pattern!r}", place, line)
    return parameter
