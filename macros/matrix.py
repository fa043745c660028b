"""The matrix: every page on every distro, with what its weakest block is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from macros.standing import WORST_FIRST, Standing, page_standings
from macros.view import View
from snippets.call import find_calls
from snippets.distro import Distro, load_distros
from snippets.errors import BadFrontMatter
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
    labels, distros = view.labels, list(load_distros().values())
    heads = "".join(f'<th scope="col">{escape(d.name[view.language])}</th>' for d in distros)
    rows = "".join(_line(view, row, distros) for row in rows_of(docs, view.language, order))
    legend = "".join(f'<li class="chip chip--{kind}">{escape(labels[kind])}</li>' for kind in reversed(WORST_FIRST[:4]))
    return (
        f'<div class="matrix md-typeset__scrollwrap"><table><thead><tr><th scope="col">{escape(labels["page"])}</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>\n\n"
        f'<ul class="legend" aria-label="{escape(labels["legend"])}">{legend}</ul>\n'
    )


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


def _line(view: View, row: Row, distros: list[Distro]) -> str:
    cells = "".join(f"<td>{_cell(view, row.standings.get(distro.id))}</td>" for distro in distros)
    return f'<tr><th scope="row"><a href="{view.link(row.page)}">{escape(row.title)}</a></th>{cells}</tr>'


def _cell(view: View, standing: Standing | None) -> str:
    if standing is None:
        return f'<span class="absent" title="{escape(view.labels["not-for"])}"></span>'
    words = [view.labels[standing.kind], standing.date]
    evidence = standing.status.evidence
    world = f" <small>{escape(evidence.world)}</small>" if evidence else ""
    return f'<span class="chip chip--{standing.kind}">{escape(" · ".join(filter(None, words)))}</span>{world}'
