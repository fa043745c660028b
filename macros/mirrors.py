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
    """The mirrors of a kind that were measured, and apart from it what others reported of all of them."""
    if kind not in KINDS:
        raise Unknown(f"there are no mirrors of the kind {kind!r}; choose one of: {', '.join(KINDS)}", view.source)
    mirrors = (catalogue or load_catalogue()).of_kind(kind)
    measured = sorted(_measured(mirrors, load_health() if health is None else health), key=lambda entry: entry.rank)
    reported = sorted((Entry(mirror, tuple(mirror.archives), ()) for mirror in mirrors), key=lambda entry: entry.rank)
    rows = [_row(view, entry, CONSUMERS[kind]) for entry in measured]
    first = _table(view, kind, ["measured", *CONSUMERS[kind]], rows) if measured else ""
    said = escape(view.labels["mirrors-others" if measured else "mirrors-none"])
    last = _table(view, kind, ["reported"], [_reported_row(view, entry) for entry in reported])
    return f"{first}<p>{said}</p>{last}\n"


def _measured(mirrors: Sequence[Mirror], health: Sequence[History]) -> Iterator[Entry]:
    """One for each mirror that was; of an install mirror, one for each archive that was."""
    for mirror in mirrors:
        for archive, url in mirror.archives.items() or [("", url) for url in mirror.urls]:
            if found := tuple(m for history in health if (m := history.last(url))):
                yield Entry(mirror, (archive,) if archive else (), found)


def _table(view: View, kind: str, columns: Sequence[str], rows: Sequence[str]) -> str:
    names = [escape(view.labels[f"mirrors-{column}"]) for column in (f"host-{kind}", *columns)]
    about = view.labels.say("pair", name=escape(view.labels[f"mirrors-{kind}"]), value=names[1])
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    table = f'<table class="mirrors__table"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return f'<div class="mirrors" role="region" tabindex="0" aria-label="{about}">{table}</div>'


def _row(view: View, entry: Entry, consumers: Sequence[str]) -> str:
    cells = [_cell(view, "measured", "".join(measured_words(view, m) for m in entry.measured))]
    cells += [_cell(view, consumer, verdict_words(view, consumer, entry.measured)) for consumer in consumers]
    return f'<tr><th scope="row">{_who(view, entry)}</th>{"".join(cells)}</tr>'


def _reported_row(view: View, entry: Entry) -> str:
    items = "".join(f"<li>{reported_words(view, reported)}</li>" for reported in entry.mirror.reported)
    return f'<tr><th scope="row">{_who(view, entry)}</th>{_cell(view, "reported", f"<ul>{items}</ul>")}</tr>'


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
