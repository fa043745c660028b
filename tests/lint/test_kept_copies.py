"""What a reader had before a page comes back: each page keeps a copy of its own, and never a second one over it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.lint.test_snippets import SNIPPETS

_COPY = re.compile(r"cp -a (\S+) (\1\.before\S*)")
_KEEP = re.compile(r"if \[ ! -e (\S+) \]; then\n(?:.*touch \S+\n)? +(?:sudo )?cp -a (\S+) \1\n *fi\n")
_PUT_BACK = re.compile(r"(?:if \[ -e (\S+) \]; then\n *)?(?:sudo )?mv (\S+\.before-\S+) (\S+)\n")
TEXTS = {path.parent.name: path.read_text("utf-8") for path in SNIPPETS if ".before" in path.read_text("utf-8")}
TOPICS = sorted(topic for topic, text in TEXTS.items() if _COPY.search(text))


def copies(topic: str) -> list[str]:
    """The copies that a topic's blocks make."""
    return [copy for _, copy in _COPY.findall(TEXTS[topic])]


def test_no_two_topics_share_a_copy() -> None:
    """Or the second page would overwrite what the first one kept, and undoing both would lose it."""
    made = [copy for topic in TOPICS for copy in copies(topic)]

    assert len(TOPICS) > 10
    assert sorted(set(made)) == sorted(made)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_copy_is_put_back(topic: str) -> None:
    """Each is made only if there is none yet, and taken back to where it came from."""
    kept = [copy for copy, _ in _KEEP.findall(TEXTS[topic])]
    back = [copy for _, copy, place in _PUT_BACK.findall(TEXTS[topic]) if copy.startswith(f"{place}.before-")]

    assert copies(topic) == kept
    assert sorted(copies(topic)) == sorted(back)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if "/etc/docker/daemon.json.before" in TEXTS[topic]])
@pytest.mark.parametrize("before", ["the reader's", None], ids=["a file", "no file"])
def test_a_page_that_is_followed_twice_loses_nothing(topic: str, before: str | None, tmp_path: Path) -> None:
    """Its blocks, run as they stand, also those of undoing: the reader's file is there in the end, or none."""
    file, (keep, back) = tmp_path / "daemon.json", _blocks(topic)
    if before:
        file.write_text(before)
    written = f"echo 'the page has written this' >{file}\n"

    _run(keep + written + keep + written + back + back, tmp_path)

    assert [path.read_text() for path in tmp_path.iterdir()] == [before] * bool(before)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if "/etc/docker/daemon.json.before" in TEXTS[topic]])
def test_who_kept_no_copy_keeps_the_file(topic: str, tmp_path: Path) -> None:
    """Undoing deletes nothing of which there is no copy."""
    file = tmp_path / "daemon.json"
    file.write_text("the reader's, and what the page added")

    _run(_blocks(topic)[1], tmp_path)

    assert file.read_text() == "the reader's, and what the page added"


def _blocks(topic: str) -> tuple[str, str]:
    """What keeps the copy of daemon.json, and what takes it back."""
    keep = next(match[0] for match in _KEEP.finditer(TEXTS[topic]) if "/etc/docker/daemon.json" in match[1])
    back = re.search(
        r"(?:sudo rm .*daemon\.json\n)?if \[ -e /etc/docker/daemon\.json\..*\n(?: .*\n)+fi\n", TEXTS[topic]
    )
    assert back
    return keep, back[0]


def _run(blocks: str, folder: Path) -> None:
    script = 'sudo() { "$@"; }\nsystemctl() { :; }\n' + blocks
    subprocess.run(["bash", "-euc", script.replace("/etc/docker", str(folder))], check=True)
