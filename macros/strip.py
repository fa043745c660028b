"""The strip under a page's title: what evidence says of the whole page, and what the page does to a computer."""

from __future__ import annotations

from html import escape

from macros.badge import EXPLAINED, details
from macros.standing import Standing, page_standings, worst
from macros.view import View
from snippets.errors import BadFrontMatter

EFFECTS = ("reads", "edits-configuration", "restarts-containers", "deletes-data")


def strip(view: View) -> str:
    """Last run, distros, Engine and effect, in one line of HTML."""
    labels = view.labels
    standings = page_standings(view.calls, view.walk, view.page, view.source)
    chips = [
        _chip(s.kind, labels.say("pair", name=s.distro.name[view.language], value=_state(view, s))) for s in standings
    ]
    effect = _effect(view)
    chips.append(_chip(effect, labels.say("pair", name=labels["effect"], value=labels[effect])))
    dates = sorted({s.date for s in standings if s.date})
    summary = labels.say("last-run", date=dates[0]) if dates else labels[worst(s.kind for s in standings)]
    more = f'<p><a href="{view.link(*EXPLAINED)}">{escape(labels["what-this-means"])}</a></p>'
    return (
        f'<div class="strip" role="group" aria-label="{escape(labels["strip"])}" data-search-exclude>{"".join(chips)}'
        f'<details class="badge badge--{worst(s.kind for s in standings)}"><summary>{escape(summary)}</summary>'
        f"{details(labels, standings)}{more}</details></div>\n"
    )


def _state(view: View, standing: Standing) -> str:
    evidence, state = standing.status.evidence, view.labels[standing.kind]
    return f"{state} · Engine {evidence.engine}" if evidence and evidence.engine else state


def _effect(view: View) -> str:
    effect = view.meta.get("effect")
    if effect not in EFFECTS:
        raise BadFrontMatter(f"effect is {effect!r}; choose one of: {', '.join(EFFECTS)}", view.source, 1)
    return str(effect)


def _chip(kind: str, words: str) -> str:
    return f'<span class="chip chip--{kind}">{escape(words)}</span>'
