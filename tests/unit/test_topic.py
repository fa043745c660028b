"""Topics: which file serves a distro, and what topic.toml may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets.dependency import digest_of
from snippets.distro import load_distros
from snippets.errors import BadTopic, Unknown
from snippets.step import RUN, WRITE, Target
from snippets.topic import Topic, load_topic

DEBIAN = load_distros()["debian-13"]
SHELL = "# --8<-- [start:{0}]\necho {1}\n# --8<-- [end:{0}]\n"


def topic_with(root: Path, **files: str) -> Topic:
    """A topic whose files are named by keyword, with ``__`` for the dot."""
    folder = root / "topic"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("__", ".").replace("_", "-")).write_text(text, "utf-8")
    return load_topic("topic", root)


def test_the_distros_own_file_comes_first(tmp_path: Path) -> None:
    """Of debian-13.sh, debian.sh and all.sh, the nearest serves."""
    topic = topic_with(tmp_path, debian__sh=SHELL.format("a", "family"), debian_13__sh=SHELL.format("a", "own"))

    assert topic.step(RUN, "a", DEBIAN).shown.source == "echo own\n"


def test_a_distro_without_a_file_is_an_error(tmp_path: Path) -> None:
    """A topic that has nothing for a distro says which file to add."""
    topic = topic_with(tmp_path, fedora__sh=SHELL.format("a", "x"))

    with pytest.raises(Unknown, match=r"no shell snippet for debian-13; add debian\.sh or all\.sh"):
        topic.step(RUN, "a", DEBIAN)


def test_a_topic_may_be_for_some_families_only(tmp_path: Path) -> None:
    """What only some distros need is left out on the others; without the word, a topic is for all."""
    distros = load_distros()
    some = topic_with(tmp_path / "some", topic__toml='families = ["fedora"]\n', fedora__sh=SHELL.format("a", "x"))
    everyone = topic_with(tmp_path / "everyone", all__sh=SHELL.format("a", "x"))

    assert [name for name, distro in distros.items() if some.is_for(distro)] == ["fedora-44", "fedora-43"]
    assert [name for name, distro in distros.items() if everyone.is_for(distro)] == list(distros)


def test_a_file_goes_to_its_target(tmp_path: Path) -> None:
    """A file snippet has a target, mode and owner, and its check stands in the shell snippet."""
    toml = '[file."x.json"]\ntarget = "/etc/x.json"\nmode = "0600"\nowner = "reader"\n'
    topic = topic_with(tmp_path, x__json="{}\n", topic__toml=toml, all__sh=SHELL.format("x.json-check", "ok"))

    step = topic.step(WRITE, "x.json", DEBIAN)

    assert Target("/etc/x.json", "0600", "reader") == step.options.target
    assert step.check is not None
    assert step.check.source == "echo ok\n"


def test_an_unknown_topic_is_an_error(tmp_path: Path) -> None:
    """A folder that is not there is our error."""
    with pytest.raises(Unknown, match="there is no topic 'nothing'"):
        load_topic("nothing", tmp_path)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[sections.a]\n", r"unknown table \[sections\]"),
        ("[section.b]\n", "no snippet of this topic has the section 'b'"),
        ("[section.a]\ntime_limt = 3\n", "time_limt = 3; known: not_run"),
        ('[section.a]\ntime_limit = "3"\n', "time_limit = '3'"),
        ('[section.a]\nnot_run = { en = "no GPU" }\n', "a reason in each of: en, zh"),
        ('[section.a]\nunchecked = "lazy"\n', "unchecked is one of: exit-status, later"),
        ("[section.a]\nsays = 3\n", "says = 3; known: not_run"),
        ('[file."y.json"]\ntarget = "/etc/y"\n', "no file 'y.json'"),
        ('[file."x.json"]\ntarget = "etc/x"\n', "needs a target such as /etc/x"),
        ('[file."x.json"]\ntarget = "/etc/x"\nmode = "rw"\n', "a mode such as 0644"),
        ('families = ["slackware"]\n', r"families = \['slackware'\]; a list of: debian, ubuntu"),
        ('families = "fedora"\n', "families = 'fedora'; a list of"),
        ("[section.a\n", "is not TOML"),
    ],
)
def test_a_broken_topic_toml_is_a_clear_error(tmp_path: Path, toml: str, message: str) -> None:
    """Each mistake in a topic.toml is named."""
    with pytest.raises(BadTopic, match=message):
        topic_with(tmp_path, x__json="{}\n", topic__toml=toml, all__sh=SHELL.format("a", "ok"))


def test_a_step_changes_with_everything_it_is_made_of(tmp_path: Path) -> None:
    """The check counts as run; a comment counts as shown in its language only."""
    pair = "#en one\n#zh 一\n"
    text = SHELL.format("a", "x").replace("echo", pair + "echo") + SHELL.format("a-check", "ok")
    topic = topic_with(tmp_path, all__sh=text)
    before = topic.step(RUN, "a", DEBIAN).digests()

    changed = {}
    for old, new in (("echo ok", "echo OK"), ("#zh 一", "#zh 壹"), ("echo x", "echo y")):
        (topic.folder / "all.sh").write_text(text.replace(old, new), "utf-8")
        after = topic.step(RUN, "a", DEBIAN).digests()
        changed[new] = {name for name in before if before[name] != after[name]}

    assert changed == {"echo OK": {"run"}, "#zh 壹": {"shown.zh"}, "echo y": {"run", "shown.en", "shown.zh"}}


def test_a_topic_may_depend_on_files(tmp_path: Path) -> None:
    """What its steps run besides is part of their digests, so that a change makes the evidence out of date."""
    topic = topic_with(tmp_path, topic__toml='depends = ["mirrors/result.py"]\n', all__sh=SHELL.format("a", "x"))
    alone = topic_with(tmp_path / "alone", all__sh=SHELL.format("a", "x"))
    file, other = tmp_path / "mirrors/result.py", tmp_path / "mirrors/__pycache__/result.py"
    for path in (file, other):
        path.parent.mkdir(exist_ok=True)
        path.write_text("before", "utf-8")

    before = digest_of(["mirrors/**/*.py"], tmp_path)
    other.write_text("Python's own, and longer", "utf-8")
    same = digest_of(["mirrors/**/*.py"], tmp_path)
    file.write_text("after", "utf-8")

    besides = {"depends": digest_of(["mirrors/result.py"])}
    assert topic.step(RUN, "a", DEBIAN).digests() == alone.step(RUN, "a", DEBIAN).digests() | besides
    assert before == same
    assert before != digest_of(["mirrors/**/*.py"], tmp_path)


def test_a_dependency_that_is_no_file_is_an_error(tmp_path: Path) -> None:
    """A pattern that names nothing would never make anything due."""
    with pytest.raises(BadTopic, match=r"topic.toml:1: depends = \['mirrors/none'\]; a list of patterns"):
        topic_with(tmp_path, topic__toml='depends = ["mirrors/none"]\n', all__sh=SHELL.format("a", "x"))
