"""A badge: what evidence says of one block, in a line; who wants to know more opens it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from macros.labels import Labels
from macros.standing import WORST_FIRST, Standing, step_standing, worst
from macros.view import View
from snippets.distro import Distro
from snippets.evidence import NOT_RUN
from snippets.step import MISTAKE, Step

EXPLAINED = ("how-it-is-verified.md", "badges")
"""The page and section that explain badges."""


def badge(view: View, step: Step, distros: Sequence[Distro]) -> str:
    """The badge of a block that is shown for ``distros``, in one line of HTML."""
    standings = [step_standing(step, view.page, distro) for distro in distros]
    kind = worst(s.kind for s in standings)
    if kind == NOT_RUN:
        reason = view.labels.say("not-run-because", reason=step.options.not_run[view.language])
        return f'<p class="badge badge--not-run" data-search-exclude>{escape(reason)} {_explanation(view)}</p>'
    summary = _summary(view.labels, standings)
    if step.macro == MISTAKE:
        summary = f"{view.labels['fails']} · {summary}"
    return (
        f'<details class="badge badge--{kind}" data-search-exclude><summary>{escape(summary)}</summary>'
        f"{details(view.labels, standings)}<p>{_explanation(view)}</p></details>"
    )


def details(labels: Labels, standings: Sequence[Standing]) -> str:
    """Distro, date, world and versions, as a table."""
    names = ("distro", "state", "date", "world", "engine", "origin")
    head = "".join(f'<th scope="col">{escape(labels[name])}</th>' for name in names)
    rows = "".join(f"<tr>{_row(labels, standing)}</tr>" for standing in standings)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(labels: Labels, standing: Standing) -> str:
    cells = [standing.distro.name[labels.language], labels[standing.kind], standing.date]
    if evidence := standing.status.evidence:
        cells += [labels[evidence.world], evidence.engine or labels["none"], labels[evidence.origin]]
    else:
        cells += ["", "", ""]
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)


def _summary(labels: Labels, standings: Sequence[Standing]) -> str:
    parts = []
    for kind in WORST_FIRST:
        names = [s.distro.name[labels.language] for s in standings if s.kind == kind]
        if names:
            parts.append(labels.say("on", kind=labels[kind], distros=labels.list(names)))
    dates = sorted({s.date for s in standings if s.date})
    return " · ".join(parts + dates[:1])


def _explanation(view: View) -> str:
    return f'<a href="{view.link(*EXPLAINED)}">{view.labels["what-this-means"]}</a>'
