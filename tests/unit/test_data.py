"""The guide's other data: distros, parameters, front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets.distro import find_distro, load_distros
from snippets.errors import BadDistro, BadFrontMatter, BadParameter, Unknown
from snippets.front_matter import front_matter
from snippets.parameter import load_parameters, parameters_in, substitute
from snippets.walk import read_walk

DISTRO = (
    '["debian-13"]\nname = {{ en = "D", zh = "D" }}\nfamily = "{family}"\ncodename = "trixie"\nimage = "debian:13"\n'
)


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
    ("text", "message"),
    [
        (DISTRO.format(family="slackware"), "data.toml:1: 'debian-13' has the unknown family 'slackware'"),
        (DISTRO.format(family="debian") + "color = 1\n", "missing or unknown fields: color"),
        (DISTRO.format(family="debian").replace('"debian-13"', '"Debian 13"'), "not os-release's ID-VERSION_ID"),
        (DISTRO.format(family="debian").replace(', zh = "D"', ""), "needs a name in each of: en, zh"),
    ],
)
def test_a_broken_distro_is_a_clear_error(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake in an entry is named, with its line."""
    with pytest.raises(BadDistro, match=message):
        load_distros(toml_file(tmp_path, text))


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
