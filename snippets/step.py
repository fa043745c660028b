"""One step: what a macro call on a page shows, and what it runs on one distro."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from snippets.dependency import digest_of
from snippets.parameter import substitute
from snippets.snippet import Section
from snippets.text import LANGUAGES

RUN, WRITE, MISTAKE = "steps", "file", "mistake"
"""The macros that make a step: run a section, write a file, run a section that must fail."""
STEP_MACROS = (RUN, WRITE, MISTAKE)

UNCHECKED = ("exit-status", "later")
"""Why a step may have no check: its exit status says it all, or the check of a later step covers it."""

TIME_LIMIT = 120.0
"""Seconds that a step may take unless its topic.toml says otherwise."""


@dataclass(frozen=True)
class Target:
    """Where a file snippet goes on the machine."""

    path: str
    mode: str = "0644"
    owner: str = "root"


@dataclass(frozen=True)
class Options:
    """What a ``topic.toml`` says of a section or file."""

    not_run: dict[str, str] = field(default_factory=dict)
    """Why it is not run, in each language; empty if it is run."""
    ends_terminal: bool = False
    """The reader's terminal ends with this step; the next one opens a new terminal."""
    reboots: bool = False
    """The machine goes down with this step, and is switched on again; the next one opens a new terminal."""
    says: str = ""
    """What its output must hold, among it every mistake's message. Not hashed: evidence holds the whole transcript."""
    says_with_containerd: str = ""
    """The same where Docker Engine keeps images in containerd's image store, if that has other words for it."""
    unchecked: str = ""
    """One of UNCHECKED, if nothing but its exit status is looked at."""
    time_limit: float = TIME_LIMIT
    target: Target | None = None


@dataclass(frozen=True)
class Step:
    """A section to run or a file to write, and the check of it."""

    macro: str
    topic: str
    shown: Section
    check: Section | None
    options: Options
    depends: tuple[str, ...] = ()
    """Patterns of files that it runs besides what it shows."""

    @property
    def key(self) -> str:
        """Names the step in evidence: ``topic/name``."""
        return f"{self.topic}/{self.shown.name}"

    @property
    def is_checked(self) -> bool:
        """Whether a walk looks at more than its exit status."""
        return self.check is not None or bool(self.options.says)

    def has_said(self, transcript: str, values: Mapping[str, str]) -> bool:
        """Whether the transcript holds what the step must say, however its lines are broken."""
        wanted = [self.options.says, *filter(None, [self.options.says_with_containerd])]
        text = " ".join(transcript.split())
        return any(" ".join(substitute(says, values).split()) in text for says in wanted)

    def digests(self) -> dict[str, str]:
        """sha256 of what is shown in each language and of what is run: all of it that a change could touch."""
        run = [self.macro, self.shown.shown("en"), self.check.source if self.check else "", repr(self.options.target)]
        digests = {f"shown.{language}": _sha256(self.shown.shown(language)) for language in LANGUAGES}
        besides = {"depends": digest_of(self.depends)} if self.depends else {}
        return digests | {"run": _sha256("\0".join(run))} | besides


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
