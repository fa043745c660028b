"""The tables of mirrors: what was measured comes first, with its date and place, and nothing else is called working."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from macros.doctor import mirror_doctor
from macros.labels import Labels
from macros.mirror_words import mirror_classes, mirror_sources
from macros.mirrors import mirror_table
from macros.view import View
from mirrors.catalogue import SCOPES, STATES, Catalogue, load_catalogue, parse_catalogue
from mirrors.classes import classes
from mirrors.health import History
from mirrors.packages import MANAGERS
from mirrors.packages.words import classes as package_classes
from mirrors.pyz import NAME, build, digest_line
from mirrors.result import ENGINES, FITNESS, Report, Result, Verdict
from snippets.errors import Unknown
from snippets.text import LANGUAGES

CATALOGUE = """[source.list]
name = { en = "A list", zh = "清单" }
url = "https://example.com/list"
how = { en = "by hand", zh = "人工" }
"""
MIRROR = """
[[mirror]]
host = "HOST.example.com"
kind = "registry"
reported = [{ state = "STATE", source = "list", date = DATE }]
"""
INSTALL = """
[[mirror]]
host = "packages.example.com"
kind = "install"
scope = { is = "own-cloud", source = "list", date = 2026-06-13 }
reported = [{ state = "listed", source = "list", date = "2026-06", note = { en = "<b>", zh = "<b>" } }]
archives = { docker-ce = "https://packages.example.com/docker-ce", debian = "https://packages.example.com/debian" }
"""


def view(language: str = "en", page: str = "configure/mirror-health.md") -> View:
    """A page that shows a table."""
    return View(page, f"docs/{page}", language, {}, "", pretty=False)


def catalogue(*mirrors: tuple[str, str, str], install: str = "") -> Catalogue:
    """Mirrors by name, with the state and day that was reported of each."""
    texts = [MIRROR.replace("HOST", h).replace("STATE", s).replace("DATE", d) for h, s, d in mirrors]
    return parse_catalogue(CATALOGUE + "".join(texts) + install)


def measured(day: str, *results: tuple[str, str, str, float | None], vantage: str = "shanghai") -> History:
    """A day's measurements: host, class, fitness and speed."""
    found = [
        Result(f"https://{host}.example.com", name, "", dict.fromkeys(ENGINES, Verdict(fitness, 15.0)), speed=speed)
        for host, name, fitness, speed in results
    ]
    return History(vantage).merged(Report(f"{day}T10:00:00Z", vantage, tuple(found)))


def rows(html: str, table: int = 0) -> list[list[str]]:
    """The text of each cell of a table, without the space between words."""
    found = BeautifulSoup(html, "html.parser").select("table")[table].select("tbody tr")
    return [[" ".join(cell.stripped_strings) for cell in row.find_all(["th", "td"])] for row in found]


THREE = catalogue(
    ("gone", "struck", "2026-06-01"), ("old", "pulled", "2025-01-01"), ("new", "listed", "2026-06-13")
)  # fmt: skip


def test_what_is_not_measured_is_only_reported() -> None:
    """With no measurement the page says so, and lists reports, those that give hope and are new first."""
    html = mirror_table(view(), "registry", catalogue=THREE, health=[])

    assert "Not measured yet." in html
    assert rows(html) == [
        ["new.example.com", "listed among those that work · 2026-06-13 · A list"],
        ["old.example.com", "an image was pulled · 2025-01-01 · A list"],
        ["gone.example.com", "struck from the list · 2026-06-01 · A list"],
    ]


def test_what_was_measured_comes_first_by_fitness() -> None:
    """Usable before what breaks pulls, fast before slow; apart from it, what others said of all of them."""
    health = measured("2026-11-20", ("old", "ok", "usable", 1e6), ("new", "html_200", "breaks_pulls", None))
    more = measured("2026-11-21", ("gone", "ok", "usable", 3e6), vantage="chengdu")
    four = catalogue(
        ("idle", "pulled", "2026-06-13"),
        ("gone", "struck", "2026-06-01"),
        ("old", "pulled", "2025-01-01"),
        ("new", "listed", "2026-06-13"),
    )

    html = mirror_table(view(), "registry", catalogue=four, health=[health, more])

    assert "Not measured yet." not in html
    assert rows(html) == [
        ["gone.example.com", "works 2026-11-21 from chengdu · 3.0 MB/s", "pulls", "pulls"],
        ["old.example.com", "works 2026-11-20 from shanghai · 1.0 MB/s", "pulls", "pulls"],
        ["new.example.com", "a web page 2026-11-20 from shanghai", "pulls fail", "pulls fail"],
    ]
    assert [row[0].partition(".")[0] for row in rows(html, 1)] == ["idle", "new", "old", "gone"]


def test_each_place_is_heard_and_the_newest_counts() -> None:
    """A mirror may work here and not there; how long it has been like this is said."""
    one = measured("2026-11-01", ("new", "connect_timeout", "falls_back", None))
    one = one.merged(Report("2026-11-03T10:00:00Z", "shanghai", tuple(one.days[0].results.values())))
    other = measured("2026-11-20", ("new", "ok", "usable", 2e6), vantage="chengdu")

    (row,) = rows(
        mirror_table(view(), "registry", catalogue=catalogue(("new", "listed", "2026-06-13")), health=[one, other])
    )

    assert row[1] == (
        "no answer 2026-11-03 from shanghai · like this since 2026-11-01 works 2026-11-20 from chengdu · 2.0 MB/s"
    )
    assert row[2] == "pulls"


def test_an_install_mirror_has_a_row_for_each_archive() -> None:
    """One may be in order and the other not; both stand under the host that they are on."""
    address, works = "https://packages.example.com", Verdict("usable")
    results = (
        Result(f"{address}/docker-ce", "index_mismatch", "", {"apt": Verdict("breaks_pulls"), "dnf": works}),
        Result(f"{address}/debian", "ok", "", {"dnf": works}),
    )
    health = History("shanghai").merged(Report("2026-11-20T10:00:00Z", "shanghai", results))
    scope = "for the operator's own cloud only"

    html = mirror_table(view(), "install", catalogue=catalogue(install=INSTALL), health=[health])

    assert rows(html) == [
        [f"packages.example.com debian · {scope}", "in order 2026-11-20 from shanghai", "–", "installs"],
        [
            f"packages.example.com docker-ce · {scope}",
            "half synchronised 2026-11-20 from shanghai",
            "does not install",
            "installs",
        ],
    ]


def test_a_day_is_a_day_forever() -> None:
    """The page says when, and leaves how long ago to a script; a month has no age; what others wrote is text."""
    html = mirror_table(view(), "install", catalogue=catalogue(install=INSTALL), health=[])
    days = mirror_table(view("zh"), "registry", catalogue=THREE, health=[])

    assert '<time datetime="2026-06">2026-06</time>' in html
    assert '<time datetime="2026-06-13" data-ago="{days} 天前">2026-06-13</time>' in days
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_kind_that_is_none_is_an_error() -> None:
    """The error says which there are."""
    with pytest.raises(Unknown, match="choose one of: registry, install"):
        mirror_table(view(), "docker")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_everything(language: str) -> None:
    """Every state, scope, verdict and column has its words, and every class stands on the page."""
    labels, classes_shown = Labels(language), mirror_classes(view(language))
    names = [f"mirrors-state-{s}" for s in STATES] + [f"mirrors-scope-{s}" for s in SCOPES]
    names += [f"mirrors-registry-{f}" for f in FITNESS] + [f"mirrors-{c}" for c in (*ENGINES, *MANAGERS)]
    names += [f"mirrors-install-{fields['fitness']}" for fields in package_classes().values() if fields["fitness"]]

    assert all(labels[name] for name in names)
    assert classes_shown.count("<dt>") == len(classes()) + len(package_classes())


def test_everybody_who_reported_is_named() -> None:
    """With how they came to know, and where it stands."""
    html = mirror_sources(view())

    assert html.count("<li>") == len(load_catalogue().sources)
    assert '<a href="https://github.com/dongyubin/DockerHub">dongyubin/DockerHub</a>: a list kept by hand' in html


@pytest.mark.parametrize(
    ("language", "page", "up"), [("en", "a/b.md", "../"), ("zh", "a/b.md", "../../"), ("en", "b.md", "")]
)
def test_the_file_is_offered_once(language: str, page: str, up: str) -> None:
    """Both languages lead to the same file at the top of the site, and show its sha256 and its source."""
    html = mirror_doctor(view(language, page), source="https://example.com/source/")

    assert f'<a href="{up}{NAME}" download>' in html
    assert f'<a href="{up}{NAME}.sha256" download>' in html
    assert digest_line(build()).split()[0] in html
    assert '<a href="https://example.com/source/tree/main/mirrors">' in html
