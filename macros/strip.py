"""The strip under a page's title: what evidence says of the whole page, and what the page does to a computer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from macros.badge import details
from macros.sharing import names
from macros.standing import WORST_FIRST, Standing, page_standings, worst
from macros.view import View
from snippets.distro import Distro
from snippets.errors import BadFrontMatter

EFFECTS = ("reads", "edits-configuration", "restarts-containers", "deletes-data")


def strip(view: View) -> str:
    """Last run, distros, Engine and effect, in one line of HTML."""
    labels = view.labels
    standings = page_standings(view.calls, view.walk, view.page, view.source)
    chips = list(_chips(view, standings))
    effect = _effect(view)
    chips.append(_chip(effect, labels.say("pair", name=labels["effect"], value=labels[effect])))
    dates = sorted({s.date for s in standings if s.date})
    summary = labels.say("last-run", date=dates[0]) if dates else labels[worst(s.kind for s in standings)]
    return (
        f'<div class="strip" role="group" aria-label="{escape(labels["strip"])}" data-search-exclude>{"".join(chips)}'
        f'<details class="badge badge--{worst(s.kind for s in standings)}"><summary>{escape(summary)}</summary>'
        f"{details(view, standings)}</details></div>\n"
    )


def _chips(view: View, standings: list[Standing]) -> Iterator[str]:
    """One for each state, the weakest first, with the distros of which it holds."""
    states: dict[tuple[str, str], list[Distro]] = {}
    for standing in sorted(standings, key=lambda s: WORST_FIRST.index(s.kind)):
        states.setdefault((standing.kind, _state(view, standing)), []).append(standing.distro)
    for (kind, state), distros in states.items():
        yield _chip(kind, view.labels.say("pair", name=names(distros, view.labels), value=state))


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
