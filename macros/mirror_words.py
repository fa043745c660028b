"""What is said of one mirror in a table: measurements, verdicts and reports, each with its date.

A page is built once and read for years, so it says the day and not the age. A script adds the age where it runs, and
lets fade what is old; without it the day stands there, and is as true as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from macros.view import View
from mirrors.catalogue import Reported, Source, load_catalogue
from mirrors.classes import classes
from mirrors.health import Measured
from mirrors.packages import MANAGERS
from mirrors.packages.words import classes as package_classes
from mirrors.result import FITNESS, Verdict


def measured_words(view: View, measured: Measured) -> str:
    """The class in words, since when, and when it was measured from where, how fast."""
    labels, result = view.labels, measured.result
    label, means = _class_words(
        result.failure_class, view.language, is_install=not set(MANAGERS).isdisjoint(result.engines)
    )
    parts = [labels.say("mirrors-from", vantage=measured.vantage)]
    if result.speed:
        parts.append(labels.say("mirrors-speed", speed=f"{result.speed / 1e6:.1f}"))
    if measured.since != measured.date:
        parts.append(labels.say("mirrors-since", date=measured.since))
    fitness = max((v.fitness for v in result.engines.values()), key=_badness, default="none")
    chip = f'<span class="chip chip--{fitness}" title="{escape(means)}">{escape(label)}</span>'
    about = f"{_day(view, measured.date)} {escape(' · '.join(parts))}"
    return f'<p>{chip} <span class="mirrors__about">{about}</span></p>'


def verdict_words(view: View, consumer: str, measured: Sequence[Measured]) -> str:
    """What a pull engine, or a package manager, does with the mirror as it was measured last."""
    newest = max(measured, key=lambda one: one.date, default=None)
    verdict = newest.result.engines.get(consumer) if newest else None
    if verdict is None:
        return escape(view.labels["mirrors-no-verdict"])
    return escape(_verdict(view, consumer, verdict))


def reported_words(view: View, reported: Reported) -> str:
    """What others saw, when, and who they are."""
    state = escape(view.labels[f"mirrors-state-{reported.state}"])
    if reported.note:
        state = view.labels.say("pair", name=state, value=escape(reported.note[view.language]))
    about = f"{_day(view, reported.date)} · {escape(reported.source.name[view.language])}"
    return f'{state} <span class="mirrors__about">· {about}</span>'


def mirror_sources(view: View) -> str:
    """Everybody whom the tables name, and how they came to know."""
    said = view.labels
    items = "".join(
        f"<li>{said.say('pair', name=_linked(view, source), value=escape(source.how[view.language]))}</li>"
        for source in load_catalogue().sources.values()
    )
    return f'<ul class="mirrors__sources">{items}</ul>\n'


def _linked(view: View, source: Source) -> str:
    name = escape(source.name[view.language])
    return f'<a href="{escape(source.url)}">{name}</a>' if source.url else name


def _day(view: View, date: str) -> str:
    """A day, or a month or year, of which no age is said; the script reads what stands between the quotes."""
    ago = f' data-ago="{escape(view.labels["mirrors-ago"])}"' if len(date) == len("2026-11-22") else ""
    return f'<time datetime="{date}"{ago}>{date}</time>'


def _class_words(name: str, language: str, *, is_install: bool) -> tuple[str, str]:
    if is_install:
        fields = package_classes()[name]
        return fields["label"][language], fields["means"][language]
    return classes()[name].label[language], classes()[name].means[language]


def _verdict(view: View, consumer: str, verdict: Verdict) -> str:
    kind = "install" if consumer in MANAGERS else "registry"
    if verdict.fitness == "falls_back" and verdict.seconds:
        return view.labels.say("mirrors-registry-falls_back-after", seconds=f"{verdict.seconds:g}")
    return view.labels[f"mirrors-{kind}-{verdict.fitness}"]


def _badness(fitness: str) -> int:
    return FITNESS.index(fitness)


def mirror_classes(view: View) -> str:
    """Every class of registry mirrors and of install mirrors: its words, and what it means to a reader."""
    language = view.language
    registry = [(found.label[language], found.means[language]) for found in classes().values()]
    install = [(row["label"][language], row["means"][language]) for row in package_classes().values()]
    return "".join(
        f"<details><summary>{escape(view.labels[f'mirrors-classes-{kind}'])}</summary>{_list(rows)}</details>\n"
        for kind, rows in (("registry", registry), ("install", install))
    )


def _list(rows: Sequence[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(label)}</dt><dd>{escape(means)}</dd>' for label, means in rows)}</dl>"
