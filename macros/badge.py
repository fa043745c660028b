"""A badge: what evidence says of one block, in a line; who wants to know more opens it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from macros.labels import Labels
from macros.sharing import Made, names
from macros.standing import WORST_FIRST, Standing, step_standing, worst
from macros.view import View
from snippets.evidence import NOT_RUN, REHEARSED
from snippets.step import MISTAKE

EXPLAINED = ("how-it-is-verified.md", "badges")
"""The page and section that explain badges."""
LIMITS = ("how-it-is-verified.md", "rehearsed")
"""The page and section that say what a rehearsal cannot show."""
STAND_INS = ("how-it-is-verified.md", "stand-ins")
"""The page and section that say what stands in for which distro."""


def badge(view: View, made: Sequence[Made]) -> str:
    """The badge of a block that is shown for several distros, in one line of HTML."""
    _, step = made[0]
    standings = [step_standing(step, view.page, distro) for distro, step in made]
    kind = worst(s.kind for s in standings)
    if kind == NOT_RUN:
        reason = view.labels.say("not-run-because", reason=step.options.not_run[view.language])
        return f'<p class="badge badge--not-run" data-search-exclude>{escape(reason)} {_link(view, *EXPLAINED)}</p>'
    summary = _summary(view.labels, standings)
    if step.macro == MISTAKE:
        summary = f"{view.labels['fails']} · {summary}"
    return (
        f'<details class="badge badge--{kind}" data-search-exclude><summary>{escape(summary)}</summary>'
        f"{details(view, standings)}</details>"
    )


def details(view: View, standings: Sequence[Standing]) -> str:
    """Distro, date, world and versions, as a table, and where the words are explained."""
    labels = view.labels
    columns = ("distro", "state", "date", "world", "engine", "architecture", "origin")
    head = "".join(f'<th scope="col">{escape(labels[name])}</th>' for name in columns)
    rows = "".join(f"<tr>{_row(labels, standing)}</tr>" for standing in standings)
    links = _link(view, *EXPLAINED)
    if any(standing.kind == REHEARSED for standing in standings):
        links += f" · {_link(view, *LIMITS)}"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{links}</p>"


def _row(labels: Labels, standing: Standing) -> str:
    cells = [standing.distro.name[labels.language], labels[standing.kind], standing.date]
    if evidence := standing.status.evidence:
        engine = evidence.engine or labels["none"]
        cells += [labels[evidence.world], engine, evidence.architecture, labels[evidence.origin]]
    else:
        cells += [""] * 4
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)


def _summary(labels: Labels, standings: Sequence[Standing]) -> str:
    parts = []
    for kind in WORST_FIRST:
        distros = [s.distro for s in standings if s.kind == kind]
        if distros:
            parts.append(labels.say("on", kind=labels[kind], distros=names(distros, labels)))
    dates = sorted({s.date for s in standings if s.date})
    return " · ".join(parts + dates[:1])


def _link(view: View, page: str, anchor: str) -> str:
    return f'<a href="{view.link(page, anchor)}">{escape(view.labels[f"explains-{anchor}"])}</a>'
