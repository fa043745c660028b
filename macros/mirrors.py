"""Tables of mirrors: what was measured, when and from where, and apart from it what others reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from macros.mirror_words import measured_words, reported_words, verdict_words
from macros.view import View
from mirrors.catalogue import KINDS, STATES, Catalogue, Mirror, load_catalogue
from mirrors.health import History, Measured
from mirrors.health_file import load_health
from mirrors.packages import MANAGERS
from mirrors.result import ENGINES, FITNESS
from snippets.errors import Unknown

CONSUMERS = {"registry": ENGINES, "install": MANAGERS}
"""What uses mirrors of each kind."""
_SOME_USE = ("pulled", "read", "answered", "listed"), ("login", "denied")
"""Reported states that give hope, and those that give a little."""


@dataclass(frozen=True)
class Entry:
    """A mirror, or one archive on it, and the last that was measured of it from each place."""

    mirror: Mirror
    archives: tuple[str, ...]
    measured: tuple[Measured, ...]

    @property
    def rank(self) -> tuple[float | str, ...]:
        """Fitness first, then speed; what was not measured comes after, by what was reported of it."""
        newest = max(self.measured, key=lambda m: m.date, default=None)
        if newest:
            worst = max((FITNESS.index(v.fitness) for v in newest.result.engines.values()), default=len(FITNESS))
            return 0, worst, -(newest.result.speed or 0), self.mirror.host
        said = self.mirror.reported[0]
        hope = next((number for number, states in enumerate(_SOME_USE) if said.state in states), len(_SOME_USE))
        return 1, hope, -int(said.date.replace("-", "").ljust(8, "0")), STATES.index(said.state), self.mirror.host


def mirror_table(
    view: View, kind: str, *, catalogue: Catalogue | None = None, health: Sequence[History] | None = None
) -> str:
    """All mirrors of a kind; as long as none is measured, what others reported of them."""
    if kind not in KINDS:
        raise Unknown(f"there are no mirrors of the kind {kind!r}; choose one of: {', '.join(KINDS)}", view.source)
    mirrors = (catalogue or load_catalogue()).of_kind(kind)
    entries = sorted(_entries(mirrors, load_health() if health is None else health), key=lambda entry: entry.rank)
    is_measured = any(entry.measured for entry in entries)
    consumers = CONSUMERS[kind] if is_measured else ()
    rows = "".join(_row(view, entry, consumers) for entry in entries)
    name = escape(view.labels[f"mirrors-{kind}"])
    table = f'<table class="mirrors__table"><thead>{_head(view, kind, consumers)}</thead><tbody>{rows}</tbody></table>'
    none = "" if is_measured else f'<p class="mirrors__none">{escape(view.labels["mirrors-none"])}</p>'
    return f'{none}<div class="mirrors" role="region" tabindex="0" aria-label="{name}">{table}</div>\n'


def _entries(mirrors: Sequence[Mirror], health: Sequence[History]) -> Iterator[Entry]:
    """One for each mirror; for an install mirror that was measured, one for each of its archives."""
    for mirror in mirrors:
        found = {url: tuple(m for history in health if (m := history.last(url))) for url in mirror.urls}
        if any(found.values()) and mirror.archives:
            yield from (Entry(mirror, (name,), found[url]) for name, url in mirror.archives.items())
        else:
            yield Entry(mirror, tuple(mirror.archives), next(iter(found.values()), ()))


def _head(view: View, kind: str, consumers: Sequence[str]) -> str:
    labels = view.labels
    names = [f"host-{kind}", *(["measured", *consumers] if consumers else []), "reported"]
    return "<tr>" + "".join(f'<th scope="col">{escape(labels[f"mirrors-{name}"])}</th>' for name in names) + "</tr>"


def _row(view: View, entry: Entry, consumers: Sequence[str]) -> str:
    cells = [f'<th scope="row">{_who(view, entry)}</th>']
    if consumers:
        words = "".join(measured_words(view, m) for m in entry.measured)
        cells.append(_cell(view, "measured", words or _unmeasured(view)))
        cells += [_cell(view, consumer, verdict_words(view, consumer, entry.measured)) for consumer in consumers]
    items = "".join(f"<li>{reported_words(view, reported)}</li>" for reported in entry.mirror.reported)
    cells.append(_cell(view, "reported", f"<ul>{items}</ul>"))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(view: View, name: str, content: str) -> str:
    """A cell; on a narrow screen it stands alone, and says what it is."""
    return f'<td data-label="{escape(view.labels[f"mirrors-{name}"])}">{content}</td>'


def _who(view: View, entry: Entry) -> str:
    """The host, what it copies, who runs it, and whom it serves."""
    mirror, labels = entry.mirror, view.labels
    about = [labels.list(list(entry.archives))] if entry.archives else []
    if mirror.operator:
        about.append(mirror.operator.is_)
    if mirror.scope:
        about.append(labels[f"mirrors-scope-{mirror.scope.is_}"])
    small = f'<span class="mirrors__about">{escape(" · ".join(about))}</span>' if about else ""
    return f"<code>{escape(mirror.host)}</code>{small}"


def _unmeasured(view: View) -> str:
    return f'<span class="mirrors__about">{escape(view.labels["mirrors-unmeasured"])}</span>'
