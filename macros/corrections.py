"""The corrections: what the notes said and is not so, what is true, and where the guide proves it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from macros.matrix import rows_of
from macros.standing import worst
from macros.view import View
from snippets.statement import CORRECT, VERDICTS, Statement, load_statements


def corrections(view: View, *, docs: Path) -> str:
    """A list that a reader can narrow to one verdict, without JavaScript."""
    found = [s for s in load_statements().values() if s.verdict != CORRECT]
    proofs = _proofs(view, docs)
    ranked = sorted(found, key=lambda s: (VERDICTS.index(s.verdict), s.id))
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


def _proofs(view: View, docs: Path) -> dict[str, str]:
    """What evidence says of each page that is walked, as a chip."""
    kinds = {row.page: worst(s.kind for s in row.standings.values()) for row in rows_of(docs, view.language, [])}
    return {page: f'<span class="chip chip--{k}">{escape(view.labels[k])}</span>' for page, k in kinds.items()}


def _entry(view: View, statement: Statement, proofs: dict[str, str]) -> str:
    language = view.language
    verdict = escape(view.labels[f"verdict-{statement.verdict}"])
    return (
        f'<li class="correction correction--{statement.verdict}" id="{statement.id.lower()}">'
        f'<p><span class="chip chip--{statement.verdict}">{verdict}</span> {_inline(statement.said[language])}</p>'
        f"<p>{_inline(statement.right[language])}</p>{_proof(view, statement, proofs)}</li>"
    )


def _proof(view: View, statement: Statement, proofs: dict[str, str]) -> str:
    if statement.left_out:
        return f"<p>{_inline(statement.left_out[view.language])}</p>"
    address = view.link(statement.page, statement.anchor)
    return f'<p><a href="{address}">{escape(view.labels["shown-there"])}</a> {proofs.get(statement.page, "")}</p>'


def _inline(text: str) -> str:
    """Text with `code` in it."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
