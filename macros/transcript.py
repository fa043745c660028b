"""Transcripts: what the terminal showed in a walk. Not a code block: nobody should copy it."""

from __future__ import annotations

import re
from html import escape

from macros.block import tabs
from macros.standing import step_standing
from macros.view import View
from snippets.distro import Distro
from snippets.evidence import CHANGED, NOT_RUN
from snippets.step import RUN, STEP_MACROS
from snippets.topic import load_topic

_TABLE = re.compile(r"^[A-Z][A-Z /%]*(?: {3,}[A-Z][A-Z /%]*)+$", re.M)
"""The head of a table, whose lines must not be broken; those of other transcripts are, to show errors whole."""
LONG = 12
"""Lines; a longer transcript is folded away."""


def transcript(view: View, topic: str, name: str) -> str:
    """What the terminal showed for ``name``; a tab for each distro if that differs."""
    shown = [(distro, _shown(view, topic, name, distro)) for distro in view.walk.distros]
    if load_topic(topic).is_shared or len({html for _, html in shown}) == 1:
        return f"{_best(shown, view)}\n"
    return tabs([(distro, f"{html}\n") for distro, html in shown], view)


def _best(shown: list[tuple[Distro, str]], view: View) -> str:
    silent = _note(view, "transcript-never")
    return next((html for _, html in shown if html != silent), shown[0][1])


def _shown(view: View, topic: str, name: str, distro: Distro) -> str:
    step = view.step(_macro(view, topic, name), topic, name, distro)
    standing = step_standing(step, view.page, distro)
    if standing.kind == NOT_RUN or standing.status.outcome is None:
        return _note(view, "transcript-never")
    text = standing.status.outcome.transcript.strip("\n")
    if not text.strip():
        return _note(view, "transcript-silent")
    return _recorded(view, text, changed=standing.kind == CHANGED)


def _macro(view: View, topic: str, name: str) -> str:
    """The macro that makes the step on this page: a mistake has a transcript, too."""
    made = (c.macro for c in view.calls if c.macro in STEP_MACROS and c.arguments == (topic, name))
    return next(made, RUN)


def _recorded(view: View, text: str, *, changed: bool) -> str:
    lines = text.count("\n") + 1
    label = "transcript-before" if changed else "transcript-lines" if lines > LONG else "transcript"
    words = escape(view.labels.say(label, count=lines))
    # An empty line would end the HTML block.
    name = "transcript transcript--table" if _TABLE.search(text) else "transcript"
    body = f'<pre class="{name}" tabindex="0">{escape(text)}</pre>'.replace("\n", "&#10;")
    if lines <= LONG:
        return f'<div class="transcript-box" data-search-exclude><p>{words}</p>{body}</div>'
    return f'<details class="transcript-box" data-search-exclude><summary>{words}</summary>{body}</details>'


def _note(view: View, label: str) -> str:
    return f'<p class="transcript-note" data-search-exclude>{escape(view.labels[label])}</p>'
