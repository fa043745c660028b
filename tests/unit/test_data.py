"""The guide's other data: distros, parameters, front matter."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from snippets.distro import NOTICE, Distro, EndOfLifeNear, find_distro, load_distros
from snippets.errors import BadDistro, BadFrontMatter, BadParameter, EndOfLife, Unknown
from snippets.front_matter import front_matter
from snippets.parameter import load_parameters, parameters_in, substitute
from snippets.walk import read_walk

DISTRO = f"""["debian-13"]
name = {{ en = "D", zh = "D" }}
family = "debian"
package_manager = "apt"
codename = "trixie"
image = "debian:13"
digest = "sha256:{"0" * 64}"
architectures = ["amd64"]
end_of_life = 2030-06-30
rehearsal = "trixie"
"""


def toml_file(folder: Path, text: str) -> Path:
    """A TOML file with ``text``."""
    path = folder / "data.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_guides_own_data_reads() -> None:
    """distros.toml and parameters.toml keep their formats."""
    assert list(load_distros())[:2] == ["debian-13", "debian-12"]
    assert load_parameters()["proxy"].default == "proxy.example.com:7897"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"debian"',
            '"slackware"',
            "data.toml:1: 'debian-13' has the unknown family 'slackware'; known: debian, ubuntu",
        ),
        ('"apt"', '"pacman"', "has the unknown package manager 'pacman'; known: apt, dnf5, dnf4"),
        ('family = "debian"', "color = 1", "missing or unknown fields: color, family"),
        ('"debian-13"', '"Debian 13"', "not os-release's ID-VERSION_ID"),
        (', zh = "D"', "", "needs a name in each of: en, zh"),
        ("sha256:00", "sha256:0", "has no digest such as sha256: and 64 hexadecimal digits"),
        ('["amd64"]', '["i386"]', r"has the architectures \['i386'\]; choose from: amd64, arm64"),
        ("2030-06-30", '"soon"', "end_of_life is not a date: 'soon'"),
    ],
)
def test_a_broken_distro_is_a_clear_error(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Each mistake in an entry is named, with its line."""
    with pytest.raises(BadDistro, match=message):
        load_distros(toml_file(tmp_path, DISTRO.replace(old, new)))


def test_a_distro_past_its_end_of_life_is_an_error() -> None:
    """Until its last day a distro is alive; after it, the error says where the date stands."""
    fedora = find_distro("fedora-43", "here")
    fedora.check_alive(fedora.end_of_life)

    with pytest.raises(EndOfLife, match=r"snippets/distros.toml:\d+: 'fedora-43' reached its end of life on 2026"):
        fedora.check_alive(fedora.end_of_life + timedelta(days=1))


@pytest.mark.parametrize("distro", load_distros().values(), ids=lambda distro: distro.id)
def test_a_distro_that_ends_soon_warns(distro: Distro) -> None:
    """The guide's own distros are alive; ninety days before the end a warning begins."""
    today = datetime.now(UTC).date()
    distro.check_alive(today)
    if today > distro.end_of_life - NOTICE:
        warnings.warn(f"{distro.id} reaches its end of life on {distro.end_of_life}", EndOfLifeNear, stacklevel=1)


def test_an_unknown_distro_says_what_there_is() -> None:
    """A page that asks for a distro nobody has is told which there are."""
    with pytest.raises(Unknown, match=r"page.md:1: unknown distro 'debian-99'; distros.toml has: debian-13"):
        find_distro("debian-99", "page.md", 1)


PARAMETER = "[port]\ndefault = '{}'\npattern = '[0-9]+'\nsecond = '{}'\nlabel = {{ en = 'Port', zh = '端口' }}\n"


@pytest.mark.parametrize(("default", "second"), [("x", "81"), ("80", "y")])
def test_both_values_fit_the_pattern(tmp_path: Path, default: str, second: str) -> None:
    """A default or a second value that its own pattern refuses is an error."""
    with pytest.raises(BadParameter, match="does not match its pattern"):
        load_parameters(toml_file(tmp_path, PARAMETER.format(default, second)))


def test_substitute_replaces_all_values_in_one_pass() -> None:
    """A value that looks like another parameter's default is not replaced again."""
    text = "curl -x http://proxy.example.com:7897 https://mirror.example.com/"

    replaced = substitute(text, {"registry_mirror": "proxy.example.com", "proxy": "10.0.0.1:1"})

    assert replaced == "curl -x http://10.0.0.1:1 https://proxy.example.com/"


def test_substitute_refuses_a_value_that_does_not_fit() -> None:
    """A value with a command in it never reaches a terminal."""
    with pytest.raises(BadParameter, match="does not match"):
        substitute("x", {"proxy": "a:1; rm -rf /"})


def test_parameters_in_finds_defaults() -> None:
    """A block's parameters are those whose default stands in it."""
    assert [p.name for p in parameters_in("deb https://mirrors.aliyun.com/docker-ce")] == ["install_mirror"]


@pytest.mark.parametrize(
    ("walk", "message"),
    [
        ({"machine": "laptop", "distros": ["debian-13"]}, "machine is 'laptop'; choose one of: bare, booted, docker"),
        ({"machine": "bare", "distros": []}, "distros needs a list"),
        ({"machine": "bare", "distros": ["debian-13", "debian-13"]}, "each once"),
        ({"machine": "bare", "distros": ["debian-13"], "network": "wifi"}, "network is 'wifi'"),
        ({"machine": "bare", "distros": ["debian-13"], "second": "none"}, "second is 'none'; choose one of: once"),
        ({"machine": "bare", "distros": ["debian-13"], "world": "mars"}, "world is 'mars'; choose one of: any, "),
        ({"machine": "bare", "distros": ["debian-13"], "speed": 1}, "unknown speed"),
        ("bare", "unknown bare"),
    ],
)
def test_a_bad_walk_is_a_clear_error(walk: object, message: str) -> None:
    """Each mistake in a page's walk is named, with the page."""
    with pytest.raises(BadFrontMatter, match=rf"page\.md:1: walk: .*{message}"):
        read_walk({"walk": walk}, "page.md")


@pytest.mark.parametrize(
    ("text", "message"),
    [("---\na: 1\n", "does not end"), ("---\na: [\n---\n", "not YAML"), ("---\n- a\n---\n", "not a mapping")],
)
def test_bad_front_matter_is_a_clear_error(tmp_path: Path, text: str, message: str) -> None:
    """Front matter that is not a YAML mapping is an error with a line."""
    with pytest.raises(BadFrontMatter, match=message):
        front_matter(text, tmp_path / "page.md")
