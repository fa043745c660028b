"""Transcripts: what the terminal showed in a walk. Not a code block: nobody should copy it."""

from __future__ import annotations

import re
from html import escape

from macros.block import tabs
from macros.sharing import Made, by_family, by_text
from macros.standing import Standing, step_standing
from macros.view import View
from snippets.distro import Distro
from snippets.evidence import CHANGED, NOT_RUN
from snippets.step import RUN, STEP_MACROS

_TABLE = re.compile(r"^[A-Z][A-Z /%]*(?: {3,}[A-Z][A-Z /%]*)+$", re.M)
"""The head of a table, whose lines must not be broken; those of other transcripts are, to show errors whole."""
_PROGRESS = re.compile(r"B/s +\| ")
"""dnf's lines, each as wide as the terminal."""
WIDE = 100
"""Columns of the terminal; only what no program has set to its width is longer."""
LONG = 12
"""Lines; a longer transcript is folded away."""


def transcript(view: View, topic: str, name: str) -> str:
    """What the terminal showed for ``name``; where the block has a tab for each family, so has this."""
    made = view.made(_macro(view, topic, name), topic, name)
    told = [(family, _told(view, those)) for family, those in by_family(made).items()]
    if len(by_text(made)) == 1 or len({html for _, html in told}) == 1:
        return f"{_told(view, made)}\n"
    return tabs([(family, f"{html}\n") for family, html in told])


def _told(view: View, made: list[Made]) -> str:
    """What the terminal of the first distro showed whose record is current, or at least there."""
    standings = [step_standing(step, view.page, distro) for distro, step in made]
    recorded = [s for s in standings if s.kind != NOT_RUN and s.status.outcome]
    if not recorded:
        return _note(view, "transcript-never")
    best = next((s for s in recorded if s.kind != CHANGED), recorded[0])
    text = _text(best)
    if not text.strip():
        return _note(view, "transcript-silent")
    differs = len({_text(s) for s in recorded}) > 1
    return _recorded(view, text, changed=best.kind == CHANGED, distro=best.distro if differs else None)


def _text(standing: Standing) -> str:
    return standing.status.outcome.transcript.strip("\n") if standing.status.outcome else ""


def _macro(view: View, topic: str, name: str) -> str:
    """The macro that makes the step on this page: a mistake has a transcript, too."""
    made = (c.macro for c in view.calls if c.macro in STEP_MACROS and c.arguments == (topic, name))
    return next(made, RUN)


def _recorded(view: View, text: str, *, changed: bool, distro: Distro | None) -> str:
    lines = text.count("\n") + 1
    label = "transcript-before" if changed else "transcript-lines" if lines > LONG else "transcript"
    words = view.labels.say(label, count=lines)
    if distro:
        words = view.labels.say("recorded-on", words=words, distro=distro.name[view.language])
    # An empty line would end the HTML block.
    name = "transcript transcript--table" if _is_table(text) else "transcript"
    body = f'<pre class="{name}" tabindex="0">{escape(text)}</pre>'.replace("\n", "&#10;")
    if lines <= LONG:
        return f'<div class="transcript-box" data-search-exclude><p>{escape(words)}</p>{body}</div>'
    return f'<details class="transcript-box" data-search-exclude><summary>{escape(words)}</summary>{body}</details>'


def _is_table(text: str) -> bool:
    fits = max(map(len, text.splitlines())) <= WIDE
    return bool(_TABLE.search(text) or (fits and _PROGRESS.search(text)))


def _note(view: View, label: str) -> str:
    return f'<p class="transcript-note" data-search-exclude>{escape(view.labels[label])}</p>'
