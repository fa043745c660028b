"""What can go wrong with a mirror, or with the files that name one.

MirrorsError
├── Refused        nothing was changed, because changing it would break something
├── BadFile        a configuration file cannot be read as what it is; says where
├── EngineSilent   there is no Docker Engine that answers, or not one that can be configured from here
└── PutBack        a change was made, did not hold, and was undone again
"""

from __future__ import annotations


class MirrorsError(Exception):
    """Something went wrong; says what, where, and what to do, in the user's language."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Refused(MirrorsError):
    """Nothing was changed, because changing it would break something."""


class BadFile(MirrorsError):
    """A configuration file cannot be read as what it is."""

    def __init__(self, message: str, line: int = 1, column: int = 1, kind: str = "") -> None:
        self.line, self.column, self.kind = line, column, kind
        """The kind is a table of ``rules.toml``."""
        super().__init__(message)


class EngineSilent(MirrorsError):
    """There is no Docker Engine that answers, or not one that can be configured from here."""


class PutBack(MirrorsError):
    """A change was made, did not hold, and was undone again."""
