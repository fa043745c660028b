"""What goes into evidence of what a terminal showed: the same for two equal walks, and no secret in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.harness.table import align

_SECRETS = [
    (re.compile(r"(?i)\b(password|passwd|token|secret|api[_-]?key)(\"?\s*[=:]\s*\"?)[^\s\",]+"), r"\1\2<redacted>"),
    (re.compile(r"(?i)\b(authorization:\s*\w+)\s+\S+"), r"\1 <redacted>"),
    (re.compile(r"://[^/\s:@]+:[^/\s@]+@"), "://<redacted>@"),
]
_DAY, _MONTH = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE, _CLOCK = rf"({_DAY},? )?({_MONTH} +\d+|\d+ {_MONTH})( \d{{4}})?", r"\d\d:\d\d(:\d\d)?( [AP]M)?"
_SPAN = r"(?:About |Less than )?(?:an?|\d+) (?:second|minute|hour|day|week|month)s?"
_VOLATILE = [
    # What a reader's terminal says; the walk's shell reads each step from a file.
    (re.compile(r"(?m)^/dev/fd/\d+: line \d+: "), "bash: "),
    (re.compile(r"sha256:[0-9a-f]{64}"), "sha256:<digest>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<id>"),
    (re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{12}\b"), "<id>"),
    (re.compile(r"(?m)^[0-9a-f]{12}(?=: |$)"), "<id>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| ?[+-]\d\d:?\d\d)?( [A-Z]{3,4})?"), "<time>"),
    (re.compile(r"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\b"), "<time>"),
    (re.compile(rf"\b{_DATE} {_CLOCK}( [A-Z]{{3,4}})?( \d{{4}})?"), "<time>"),
    (re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"), "<time>"),
    (re.compile(rf"\b{_SPAN}( ago)?\b"), r"<time>\1"),
    (re.compile(r"\b\d+(\.\d+)?m?s\b"), "<time>"),
    (re.compile(r"\b\d+(\.\d+)? [kMG]B/s"), "<speed>"),
    # An address, but not the range of a network, which is the same in every walk.
    (re.compile(r"\b(?:(?:10|172)(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2})\b(?!\.?\d|/\d)"), "<ip>"),
    (re.compile(r"\bpid[ =:]+\d+|\[\d+\](?=:)", re.I), "<pid>"),
    (re.compile(r"\bLinux/\d[\w.+-]*"), "Linux/<kernel>"),
    (re.compile(r"(?m)^( *(?:Kernel Version|CPUs|Total Memory|ID): ).*$"), r"\1<of this machine>"),
]
# apt fetches in parallel and counts files, so these lines differ from walk to walk and tell a reader nothing.
_NOISE = re.compile(
    r"^(Get|Hit|Ign):\d+ |^Fetched [\d,.]+ |^\(Reading database|^Reading (package lists|state information)"
    r"|^Building dependency tree|^Waiting for cache lock"
)


def normalise(text: str) -> str:
    """The transcript with secrets redacted and volatile text replaced."""
    lines = [line for line in text.splitlines() if not _NOISE.match(line)]
    return _replace("\n".join(align(lines, _replace)).removesuffix("\n"))


def redact(text: str) -> str:
    """The text without secrets, and otherwise as it was."""
    return _substitute(text, _SECRETS)


def _replace(text: str) -> str:
    return _substitute(text, _SECRETS + _VOLATILE)


def _substitute(text: str, patterns: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, instead in patterns:
        text = pattern.sub(instead, text)
    return text
