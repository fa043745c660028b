"""The catalogue of mirrors: what others said, each claim with its source and date."""

from __future__ import annotations

import pytest

from mirrors.catalogue import ARCHIVES, FILE, BadCatalogue, load_catalogue, parse_catalogue
from snippets.text import ROOT

GOOD = """[source.list]
name = { en = "A list", zh = "清单" }
how = { en = "by hand", zh = "人工" }

[[mirror]]
host = "mirror.example.com"
kind = "registry"
operator = { is = "Example", source = "list", date = 2026-06-13 }
scope = { is = "open", source = "list", date = "2026-06" }
reported = [
  { state = "listed", source = "list", date = 2026-06-13 },
  { state = "failed", source = "list", date = "2025", note = { en = "once", zh = "一次" } },
]
"""
INSTALL = """
[[mirror]]
host = "packages.example.com"
kind = "install"
reported = [{ state = "listed", source = "list", date = 2026-06-13 }]
archives = { docker-ce = "https://packages.example.com/docker-ce" }
"""


def test_every_mirror_of_the_notes_is_in_the_catalogue() -> None:
    """All 28 of them, each once, with what was last said of it."""
    mirrors = [mirror for mirror in load_catalogue().mirrors if mirror.in_notes]

    assert [m.kind for m in mirrors] == ["registry"] * 28
    assert len({mirror.host for mirror in mirrors}) == 28
    assert all(mirror.reported for mirror in mirrors)


def test_every_archive_has_mirrors_to_choose_from() -> None:
    """Docker's packages and each distribution's archive have several, in folders of their own."""
    archives = [name for mirror in load_catalogue().of_kind("install") for name in mirror.archives]

    assert {name: archives.count(name) > 5 for name in ARCHIVES} == dict.fromkeys(ARCHIVES, True)


def test_a_probe_is_given_only_what_it_can_ask() -> None:
    """A name that is each user's own is in the catalogue, and in no probe."""
    catalogue = load_catalogue()

    assert [m.host for m in catalogue.mirrors if not m.urls] == ["<id>.mirror.aliyuncs.com"]
    assert not [url for url in catalogue.urls("registry") if not url.startswith("https://")]


def test_a_catalogue_reads() -> None:
    """Claims keep their source and date; a date may be no more than a month or a year."""
    mirror, install = parse_catalogue(GOOD + INSTALL).mirrors

    assert mirror.urls == ("https://mirror.example.com",)
    assert install.urls == ("https://packages.example.com/docker-ce",)
    assert mirror.scope is not None
    assert (mirror.scope.is_, mirror.scope.date, mirror.scope.source.name["zh"]) == ("open", "2026-06", "清单")
    assert [(r.state, r.date, dict(r.note)) for r in mirror.reported] == [
        ("listed", "2026-06-13", {}),
        ("failed", "2025", {"en": "once", "zh": "一次"}),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"registry"', '"hub"', "catalogue.toml:6: kind is 'hub'; choose one of: registry, install"),
        ('"open"', '"free"', "catalogue.toml:6: scope is 'free'; choose one of: open, allow-list"),
        ('"listed"', '"alive"', "catalogue.toml:6: state is 'alive'; choose one of: pulled, read"),
        ('"Example", source = "list"', '"Example", source = "me"', ":6: there is no source 'me'; known: list"),
        ('"2025"', '"lately"', ":6: date is 'lately'; write a day, 2026-06-13, or text"),
        ('"2025"', "2026-07-01", ":6: reported has to be the newest first"),
        (', zh = "一次"', "", ":6: note needs a text in each of: en, zh"),
        (', zh = "清单"', "", ":1: name needs a text in each of: en, zh"),
        ('kind = "registry"', "", ":6: kind is missing"),
        ("operator", "owner", ":6: unknown owner; known: archives, host"),
        ('"mirror.example.com"', "1", "catalogue.toml:1: host is 1; it has to be of type str"),
        ('is = "Example"', "is = 3", ":6: operator: is is 3; it has to be of type str"),
        ('kind = "registry"', 'kind = "install"', ":6: an install mirror needs archives"),
        ("https://packages", "ftp://packages", ":16: archives: docker-ce = 'ftp://packages"),
        ("packages.example.com", "mirror.example.com", ":6: mirror.example.com stands twice"),
        ("[[mirror]]", "[mirror]", "catalogue.toml: is not TOML"),
    ],
)  # fmt: skip
def test_a_broken_catalogue_is_a_clear_error(old: str, new: str, message: str) -> None:
    """Each mistake in an entry is named, with its line."""
    with pytest.raises(BadCatalogue) as error:
        parse_catalogue((GOOD + INSTALL).replace(old, new))

    assert message in error.value.message


def test_nothing_in_the_catalogue_is_called_alive() -> None:
    """What is not measured is only reported: by whom, and when."""
    words = (ROOT / "mirrors" / FILE).read_text("utf-8").replace("Nothing here is called alive", "").lower()

    assert [word for word in (" alive", "可用的加速器") if word in words] == []
