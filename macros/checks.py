"""What the walks look at: how many steps have a check, and which have nothing but their exit status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from macros.matrix import Row, rows_of
from macros.standing import made_steps
from macros.view import View
from snippets.call import find_calls
from snippets.errors import BadFrontMatter
from snippets.front_matter import front_matter
from snippets.step import RUN, Step
from snippets.text import read, relative
from snippets.walk import read_walk


@dataclass(frozen=True)
class Taken:
    """One step of a page, whatever the distro."""

    row: Row
    step: Step


def checks(view: View, *, docs: Path, order: list[str]) -> str:
    """The counts in a sentence, and the list, in HTML."""
    taken = [taken for row in rows_of(docs, view.language, order) for taken in _taken(docs, row)]
    checked = [t for t in taken if t.step.check is not None]
    said = [t for t in taken if t.step.check is None and t.step.options.says]
    rest = [t for t in taken if not t.step.is_checked]
    counts = view.labels.say("checks-counts", all=len(taken), checked=len(checked), said=len(said), rest=len(rest))
    head = "".join(f'<th scope="col">{escape(view.labels[name])}</th>' for name in ("page", "step", "why-unchecked"))
    return (
        f"<p>{escape(counts)}</p>\n"
        f"<details><summary>{escape(view.labels['checks-list'])}</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(_line(view, t) for t in rest)}</tbody></table></details>"
    )


def _taken(docs: Path, row: Row) -> Iterator[Taken]:
    """Each run step once; of one that differs by distro, the least checked."""
    source = str(relative(docs / row.page))
    text = read(docs / row.page, BadFrontMatter)
    walk = read_walk(front_matter(text, docs / row.page), source)
    assert walk is not None, "rows are of pages that are walked"
    made = [s for distro in walk.distros for s in made_steps(find_calls(text, source), distro, source)]
    ran = sorted((s for s in made if not s.options.not_run and s.shown.name != "short"), key=lambda s: s.is_checked)
    least = {(s.macro, s.key): s for s in reversed(ran)}
    yield from (Taken(row, step) for key, step in sorted(least.items()))


def _line(view: View, taken: Taken) -> str:
    shown = taken.step.shown.shown(view.language).splitlines() if taken.step.macro == RUN else [taken.step.shown.name]
    command = next((line for line in shown if line.strip() and not line.startswith("#")), taken.step.shown.name)
    why = taken.step.options.unchecked or "written"
    return (
        f'<tr><td><a href="{view.link(taken.row.page)}">{escape(taken.row.title)}</a></td>'
        f"<td><code>{escape(command)}</code></td><td>{escape(view.labels[f'unchecked-{why}'])}</td></tr>"
    )
