"""What distros share: a block, if it shows them the same text; a tab, if they are of one family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from macros.labels import Labels
from snippets.distro import FAMILIES, Distro
from snippets.step import Step

Made = tuple[Distro, Step]
"""What a call makes on one distro of the page."""


def by_text(made: Iterable[Made]) -> list[list[Made]]:
    """The distros that are shown the same text, together."""
    groups: dict[str, list[Made]] = {}
    for distro, step in made:
        groups.setdefault(step.shown.source, []).append((distro, step))
    return list(groups.values())


def by_family(made: Iterable[Made]) -> dict[str, list[Made]]:
    """The distros of each family, by its id."""
    groups: dict[str, list[Made]] = {}
    for distro, step in made:
        groups.setdefault(distro.family, []).append((distro, step))
    return groups


def names(distros: Sequence[Distro], labels: Labels) -> str:
    """Every distro by name, with the versions of one family behind its name once: ``Debian 13/12, Fedora 44``."""
    versions: dict[str, list[str]] = {}
    for distro in distros:
        family, name = FAMILIES[distro.family], distro.name[labels.language]
        versions.setdefault(family, []).append(name.removeprefix(f"{family} "))
    return labels.list([f"{family} {'/'.join(those)}" for family, those in versions.items()])
