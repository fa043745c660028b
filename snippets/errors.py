"""What can be wrong with the guide's data.

SnippetsError
├── BadSnippet       a snippet file breaks its format
├── BadTopic         a topic.toml breaks its format
├── BadDistro        distros.toml breaks its format
├── EndOfLife        a distro gets no security updates any more
├── BadParameter     parameters.toml breaks its format, or a value does not fit its pattern
├── BadStatement     statements.toml breaks its format
├── BadFrontMatter   a page does not say how it is walked
├── BadCall          a macro call on a page breaks its format
├── BadEvidence      an evidence file cannot be read
└── Unknown          a name that nothing in the data has
"""

from __future__ import annotations

from pathlib import Path


class SnippetsError(Exception):
    """Something is wrong with the data; says where, as ``path:line``, and what to do."""

    def __init__(self, what: str, path: Path | str, line: int | None = None) -> None:
        self.what, self.path, self.line = what, Path(path), line
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {what}")


class BadSnippet(SnippetsError):
    """A snippet file breaks its format."""


class BadTopic(SnippetsError):
    """A ``topic.toml`` breaks its format."""


class BadDistro(SnippetsError):
    """``distros.toml`` breaks its format."""


class EndOfLife(SnippetsError):
    """A distro gets no security updates any more."""


class BadParameter(SnippetsError):
    """``parameters.toml`` breaks its format, or a value does not fit its pattern."""


class BadStatement(SnippetsError):
    """``statements.toml`` breaks its format."""


class BadFrontMatter(SnippetsError):
    """A page's front matter does not say how it is walked."""


class BadCall(SnippetsError):
    """A macro call on a page breaks its format."""


class BadEvidence(SnippetsError):
    """An evidence file cannot be read."""


class Unknown(SnippetsError):
    """A name that nothing in the data has."""
