"""What distros share: blocks by text, tabs by family, and names that stay short."""

from __future__ import annotations

import pytest

from macros.block import block
from macros.labels import Labels
from macros.sharing import Made, by_family, by_text, names
from macros.view import View
from snippets.distro import load_distros
from snippets.errors import Unknown
from snippets.step import MISTAKE, RUN
from snippets.topic import load_topic

DISTROS = load_distros()


def made(topic: str, name: str, *ids: str) -> list[Made]:
    """What a call makes on these distros."""
    return [(DISTROS[i], load_topic(topic).step(RUN, name, DISTROS[i])) for i in ids]


def view(*distros: str) -> View:
    """A page for these distros."""
    meta = {"walk": {"machine": "booted", "distros": list(distros)}, "effect": "reads"}
    return View("install/page.md", "docs/install/page.md", "en", meta, "", pretty=False)


@pytest.mark.parametrize(
    ("ids", "language", "expected"),
    [
        (["debian-13"], "en", "Debian 13"),
        (["debian-13", "debian-12", "fedora-44"], "en", "Debian 13/12, Fedora 44"),
        (["centos-10", "centos-9", "amzn-2023"], "zh", "CentOS Stream 10/9、Amazon Linux 2023"),
    ],
)
def test_names_say_a_family_once(ids: list[str], language: str, expected: str) -> None:
    """Every version is named, and its family once before all of them."""
    assert names([DISTROS[i] for i in ids], Labels(language)) == expected


def test_distros_are_grouped_by_what_they_are_shown() -> None:
    """The files of two families may say the same; then it is one group, in the order of the page."""
    steps = made("install-engine", "hello", "debian-13", "fedora-44") + made("install-engine", "install", "amzn-2023")

    assert [[d.id for d, _ in group] for group in by_text(steps)] == [["debian-13", "fedora-44"], ["amzn-2023"]]


def test_families_keep_their_distros_together() -> None:
    """Wherever a distro stands on the page's list, it is in its family's tab."""
    steps = made("install-engine", "hello", "debian-13", "fedora-44", "debian-12")

    assert {name: [d.id for d, _ in group] for name, group in by_family(steps).items()} == {
        "debian": ["debian-13", "debian-12"],
        "fedora": ["fedora-44"],
    }


def test_equal_blocks_need_no_tabs() -> None:
    """One block for all distros, whichever files its text comes from; its id names none of them."""
    text = block(view("debian-13", "fedora-44"), "install-engine", "hello", macro=RUN)

    assert "tab |" not in text
    assert '"id": "step-install-engine-hello"' in text
    assert '"data-distro": "debian-13 fedora-44"' in text


def test_a_tab_is_a_familys() -> None:
    """Where texts differ there is a tab for each family, and its block's id names the family."""
    text = block(view("debian-13", "debian-12", "fedora-44"), "install-engine", "install", macro=RUN)

    assert [line for line in text.splitlines() if line.startswith("//// tab")] == [
        "//// tab | Debian",
        "//// tab | Fedora",
    ]
    assert '"id": "step-install-engine-install-debian"' in text
    assert '"data-distro": "debian-13 debian-12"' in text


def test_a_topic_for_some_families_is_left_out_elsewhere() -> None:
    """A page for all shows such a step to those families only, in their tabs."""
    text = block(view("debian-13", "fedora-44", "centos-10"), "config-manager", "other", macro=MISTAKE)

    assert "tab | Debian" not in text
    assert "tab | Fedora" in text
    assert "tab | CentOS Stream" in text


def test_a_topic_for_nobody_on_the_page_is_an_error() -> None:
    """A call that would show nothing names the topic's families."""
    with pytest.raises(Unknown, match=r"config-manager/topic\.toml: is for fedora, centos only, and the page for none"):
        block(view("debian-13"), "config-manager", "other", macro=MISTAKE)
