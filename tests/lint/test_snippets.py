"""Every snippet passes the validator of its kind; the validators come with requirements.txt."""

from __future__ import annotations

import configparser
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from snippets.comment import in_language
from snippets.snippet import load_snippet
from snippets.text import LANGUAGES, ROOT
from snippets.topic import load_topic, topics

SNIPPETS = [
    path
    for name in topics()
    for path in sorted((ROOT / "snippets" / name).iterdir())
    if path.name != "topic.toml" and path.is_file()
]


COMMENTED = [path for path in SNIPPETS if "#en " in path.read_text("utf-8")]


def tool(name: str, *arguments: str | Path) -> str:
    """Run a validator of the environment; what it prints is the failure, or its answer."""
    command = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert command, f"{name} is missing; install requirements.txt"
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shell(path: Path) -> None:
    """ShellCheck finds nothing, and shfmt would change nothing."""
    tool("shellcheck", "--norc", path)
    tool("shfmt", "-d", "-i", "2", "-ci", path)


def json_file(path: Path) -> None:
    """It is JSON, and no name stands twice."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), f"a name stands twice in {path}"
        return dict(pairs)

    json.loads(path.read_text("utf-8"), object_pairs_hook=once)


def unit_file(path: Path) -> None:
    """It is an INI file with sections, as systemd's drop-ins are."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.read_string(path.read_text("utf-8"), str(path))
    assert parser.sections()


def toml_file(path: Path) -> None:
    """It is TOML."""
    tomllib.loads(path.read_text("utf-8"))


def yaml_file(path: Path) -> None:
    """It is YAML, and Compose files are Compose's."""
    yaml.safe_load(path.read_text("utf-8"))
    if path.name.startswith("compose"):
        tool("docker-compose", "--file", path, "config", "--quiet")


VALIDATORS: dict[str, Callable[[Path], object]] = {
    ".sh": shell,
    ".json": json_file,
    ".conf": unit_file,
    ".service": unit_file,
    ".toml": toml_file,
    ".yaml": yaml_file,
    ".yml": yaml_file,
    "Dockerfile": lambda path: tool("hadolint", "--no-color", path),
}


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_snippet_passes_its_validator(path: Path) -> None:
    """A snippet whose kind has no validator fails too: add one."""
    validator = VALIDATORS.get(path.suffix or path.name) or VALIDATORS.get(path.name)
    assert validator is not None, f"no validator for {path.name}; add one to VALIDATORS"

    validator(path)


@pytest.mark.parametrize("name", topics())
def test_topic_reads(name: str) -> None:
    """A topic's data keep their format."""
    assert load_topic(name).folder.is_dir()


def test_the_harness_scripts_pass_shellcheck() -> None:
    """What the harness runs on machines is held to the snippets' standard."""
    for path in sorted((ROOT / "tests").rglob("*.sh")):
        tool("shellcheck", "--norc", "--shell=bash" if path.parent.name == "harness" else "--severity=style", path)


def commands(text: str) -> list[str]:
    """The lines of a section, without comments and without the way in which they are broken."""
    lines = (line.strip() for line in text.replace("\\\n", "").replace("|\n", "| ").splitlines())
    return [" ".join(line.split()) for line in lines if line and not line.startswith("#")]


SHORT = [path for path in SNIPPETS if path.suffix == ".sh" and "short" in load_snippet(path).sections]


@pytest.mark.parametrize("path", SHORT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_short_version_says_what_the_steps_say(path: Path) -> None:
    """A section called short holds the commands of the other sections, in their order, and none of its own."""
    snippet = load_snippet(path)
    steps = [line for name in snippet.visible if name != "short" for line in commands(snippet.section(name).source)]
    remaining = iter(steps)

    missing = [line for line in commands(snippet.section("short").source) if line not in remaining]

    assert missing == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unquoted.sh", "#!/usr/bin/env bash\nrm $1\n"),
        ("indented.sh", "#!/usr/bin/env bash\nif true; then\n      ls\nfi\n"),
        ("comment.json", '{\n  // no\n  "a": 1\n}\n'),
        ("twice.json", '{"a": 1, "a": 2}\n'),
        ("drop-in.conf", 'Environment="A=b"\n'),
        ("bad.toml", "a = \n"),
        ("bad.yaml", "a: [\n"),
        ("compose.yaml", "services:\n  web:\n    imag: nginx\n"),
        ("Dockerfile", "FROM debian\nRUN cd /tmp && sudo ls\n"),
    ],
)
def test_a_validator_refuses_what_is_wrong(tmp_path: Path, name: str, text: str) -> None:
    """Each validator can fail."""
    path = tmp_path / name
    path.write_text(text, "utf-8")

    with pytest.raises((AssertionError, ValueError, configparser.Error, yaml.YAMLError)):
        VALIDATORS[path.suffix or path.name](path)


def programs(path: Path, folder: Path) -> list[str]:
    """What a shell runs of the text of each language: shfmt writes it as short as can be, without comments."""
    shown = folder / "shown.sh"
    minified = []
    for language in LANGUAGES:
        shown.write_text(in_language(path.read_text("utf-8"), language), "utf-8")
        minified.append(tool("shfmt", "-mn", shown))
    return minified


@pytest.mark.parametrize("path", COMMENTED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_languages_differ_in_comments_only(path: Path, tmp_path: Path) -> None:
    """Without them both texts are the same program, so what is walked in one language holds for the other."""
    english, chinese = programs(path, tmp_path)

    assert path.suffix == ".sh"
    assert english == chinese


def test_a_comment_that_is_none_is_found(tmp_path: Path) -> None:
    """In a here-document such a line is what the program reads."""
    path = tmp_path / "here.sh"
    path.write_text("cat <<EOF\n#en a\n#zh b\nEOF\n", "utf-8")

    english, chinese = programs(path, tmp_path)

    assert english != chinese
