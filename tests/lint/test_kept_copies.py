"""What a reader had before a page comes back: each page keeps a copy of its own, and never a second one over it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.lint.test_snippets import SNIPPETS

_COPY = re.compile(r"cp -a (\S+) (\1\.before\S*)")
_KEEP = re.compile(r"if (?:\[ -e \S+ \] && )?\[ ! -e (\S+) \]; then\n +(?:sudo )?cp -a (\S+) \1\n *fi\n")
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
def test_a_page_that_is_followed_twice_loses_nothing(topic: str, tmp_path: Path) -> None:
    """Its blocks, run as they stand: whatever the page writes in between, the reader's file is there in the end."""
    file = tmp_path / "daemon.json"
    keep = next(match[0] for match in _KEEP.finditer(TEXTS[topic]) if "/etc/docker/daemon.json" in match[1])
    back = re.search(r"sudo rm /etc/docker/daemon\.json\nif \[ -e .*\n +sudo mv .*\nfi\n", TEXTS[topic])
    assert back
    file.write_text("the reader's")
    written = f"echo 'the page has written this' >{file}\n"
    script = 'sudo() { "$@"; }\n' + keep + written + keep + written + back[0]

    subprocess.run(["bash", "-euc", script.replace("/etc/docker", str(tmp_path))], check=True)

    assert file.read_text() == "the reader's"
    assert list(tmp_path.iterdir()) == [file]
