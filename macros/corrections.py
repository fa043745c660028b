"""The corrections: what the notes said and is not so, what is true, and where the guide proves it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from macros.matrix import rows_of
from macros.standing import worst
from macros.view import View
from snippets.errors import BadFrontMatter
from snippets.front_matter import front_matter
from snippets.statement import CORRECT, VERDICTS, Statement, load_statements
from snippets.text import read


@dataclass(frozen=True)
class Proof:
    """A page that corrections lead to."""

    title: str
    chip: str
    """What evidence says of it; nothing, if it has nothing to run."""


def corrections(view: View, *, docs: Path) -> str:
    """A list that a reader can narrow to one verdict, without JavaScript."""
    found = [s for s in load_statements().values() if s.verdict != CORRECT]
    proofs = _proofs(view, docs, {s.page for s in found if s.at})
    ranked = sorted(found, key=lambda s: VERDICTS.index(s.verdict))
    entries = "".join(_entry(view, statement, proofs) for statement in ranked)
    return f'<div class="corrections">{_choices(view, found)}<ol class="corrections__list">{entries}</ol></div>\n'


def _choices(view: View, found: list[Statement]) -> str:
    counts = {"all": len(found)} | {v: sum(s.verdict == v for s in found) for v in VERDICTS if v != CORRECT}
    choices = "".join(
        f'<label class="chip chip--{name}"><input type="radio" name="verdict" value="{name}"'
        f"{' checked' if name == 'all' else ''}> {escape(view.labels[f'verdict-{name}'])} ({count})</label>"
        for name, count in counts.items()
    )
    legend = escape(view.labels["verdict"])
    return f'<fieldset class="corrections__choices"><legend>{legend}</legend>{choices}</fieldset>'


def _proofs(view: View, docs: Path, pages: set[str]) -> dict[str, Proof]:
    kinds = {row.page: worst(s.kind for s in row.standings.values()) for row in rows_of(docs, view.language, [])}
    return {page: Proof(_title(docs, page, view.language), _chip(view, kinds.get(page))) for page in pages}


def _title(docs: Path, page: str, language: str) -> str:
    """The page's title, in the language that it is read in."""
    path = docs / language / page
    path = path if path.exists() else docs / page
    return str(front_matter(read(path, BadFrontMatter), path).get("title", page))


def _chip(view: View, kind: str | None) -> str:
    return f' <span class="chip chip--{kind}">{escape(view.labels[kind])}</span>' if kind else ""


def _entry(view: View, statement: Statement, proofs: dict[str, Proof]) -> str:
    language, verdict = view.language, statement.verdict
    chip = f'<span class="chip chip--{verdict}">{escape(view.labels[f"verdict-{verdict}"])}</span>'
    return (
        f'<li class="correction correction--{verdict}" id="{statement.id.lower()}">'
        f'<p class="correction__said">{chip} {_inline(statement.said[language])}</p>'
        f'<p class="correction__right">{_inline(statement.right[language])}</p>'
        f'<p class="correction__shown">{_shown(view, statement, proofs)}</p></li>'
    )


def _shown(view: View, statement: Statement, proofs: dict[str, Proof]) -> str:
    if statement.left_out:
        return _inline(view.labels.say("left-out", why=statement.left_out[view.language]))
    proof = proofs[statement.page]
    address = view.link(statement.page, statement.anchor)
    return f'<a href="{address}">{escape(view.labels.say("shown-in", page=proof.title))}</a>{proof.chip}'


def _inline(text: str) -> str:
    """Text with `code` in it."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
