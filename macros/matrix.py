"""The matrix: every page on every distro, with what its weakest block is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from macros.badge import EXPLAINED, LIMITS, STAND_INS
from macros.standing import WORST_FIRST, Standing, page_standings
from macros.view import View
from snippets.call import find_calls
from snippets.distro import FAMILIES, Distro, load_distros
from snippets.errors import BadFrontMatter
from snippets.evidence import REHEARSED
from snippets.front_matter import front_matter
from snippets.text import read, relative
from snippets.walk import read_walk

_LEFT_OUT = ("zh/", "contributing/", "assets/")


@dataclass(frozen=True)
class Row:
    """One page that is walked."""

    page: str
    title: str
    standings: dict[str, Standing]


def matrix(view: View, *, docs: Path, order: list[str]) -> str:
    """The table and its legend, in HTML."""
    distros, rows = list(load_distros().values()), list(rows_of(docs, view.language, order))
    year = max((s.date for row in rows for s in row.standings.values()), default="")[:4]
    lines = "".join(_line(view, row, distros, year) for row in rows)
    return (
        f"{_legend(view)}\n\n"
        f'<div class="matrix" role="region" tabindex="0" aria-label="{escape(view.labels["matrix"])}">'
        f'<table class="matrix__table"><thead>{_head(view, distros)}</thead><tbody>{lines}</tbody></table></div>\n'
        + (f'\n<p class="matrix__year">{escape(view.labels.say("year", year=year))}</p>\n' if year else "")
    )


def _legend(view: View) -> str:
    labels = view.labels
    chips = [(_chip(kind, labels[kind]), LIMITS if kind == REHEARSED else EXPLAINED) for kind in WORST_FIRST[:4]]
    chips.insert(2, (_chip(REHEARSED, labels["on-stand-in"], stand_in=True), STAND_INS))
    items = "".join(f'<li><a href="{view.link(*where)}">{chip}</a></li>' for chip, where in reversed(chips))
    return f'<ul class="legend" aria-label="{escape(labels["legend"])}">{items}</ul>'


def _head(view: View, distros: list[Distro]) -> str:
    """Families above, their versions below."""
    families = "".join(
        f'<th class="first" scope="colgroup" colspan="{count}">{escape(FAMILIES[family])}</th>'
        for family, count in Counter(distro.family for distro in distros).items()
    )
    versions = "".join(
        f'<th{_edge(distro, distros)} scope="col" title="{escape(distro.name[view.language])}">{distro.version}</th>'
        for distro in distros
    )
    page = f'<th scope="col" rowspan="2">{escape(view.labels["page"])}</th>'
    return f"<tr>{page}{families}</tr><tr>{versions}</tr>"


def _edge(distro: Distro, distros: list[Distro]) -> str:
    """Where a family begins there is a line."""
    return ' class="first"' if distro == next(d for d in distros if d.family == distro.family) else ""


def rows_of(docs: Path, language: str, order: list[str]) -> Iterator[Row]:
    """The pages that are walked, in the order of the navigation."""
    names = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    place = {name: number for number, name in enumerate(order)}
    for name in sorted(names, key=lambda n: (place.get(n, len(place)), n)):
        if not name.startswith(_LEFT_OUT) and (row := _row(docs, name, language)):
            yield row


def _row(docs: Path, name: str, language: str) -> Row | None:
    text, source = read(docs / name, BadFrontMatter), str(relative(docs / name))
    meta = front_matter(text, docs / name)
    walk = read_walk(meta, source)
    if walk is None:
        return None
    standings = page_standings(find_calls(text, source), walk, name, source)
    translation = docs / language / name
    if translation.exists():
        meta = front_matter(read(translation, BadFrontMatter), translation)
    return Row(name, str(meta.get("title", name)), {s.distro.id: s for s in standings})


def _line(view: View, row: Row, distros: list[Distro], year: str) -> str:
    cells = "".join(f"<td{_edge(d, distros)}>{_cell(view, row.standings.get(d.id), year)}</td>" for d in distros)
    return f'<tr><th scope="row"><a href="{view.link(row.page)}">{escape(row.title)}</a></th>{cells}</tr>'


def _cell(view: View, standing: Standing | None, year: str) -> str:
    """The sign and the date, short if it is of ``year``; who points at it, or listens, gets the rest in words."""
    labels = view.labels
    if standing is None:
        return f'<span class="absent" title="{escape(labels["not-for"])}">·</span>'
    evidence = standing.status.evidence
    words = [labels[standing.kind]]
    if evidence:
        words += [standing.date, labels[evidence.world], labels[evidence.origin]]
    stand_in = evidence is not None and evidence.origin == "stand-in"
    date = standing.date.removeprefix(f"{year}-")
    return _chip(standing.kind, date, title=labels.list(words), stand_in=stand_in)


def _chip(kind: str, words: str, title: str = "", *, stand_in: bool = False) -> str:
    name = f"chip chip--{kind}" + " chip--stand-in" * stand_in
    spoken = f' title="{escape(title)}" role="img" aria-label="{escape(title)}"' if title else ""
    return f'<span class="{name}"{spoken}>{escape(words)}</span>'
