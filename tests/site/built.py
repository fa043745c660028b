"""The built site, and the pages it was built from, for tests to look at."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from snippets.call import Call, find_calls
from snippets.distro import Distro
from snippets.front_matter import front_matter
from snippets.step import STEP_MACROS, Step
from snippets.text import ROOT
from snippets.topic import load_topic
from snippets.walk import read_walk

DOCS = ROOT / "docs"
ADDRESS = "https://guide.test/"
FOLDERS = {"en": "", "zh": "zh/"}
PAGES = sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md") if not p.is_relative_to(DOCS / "zh"))
WALKED = [page for page in PAGES if read_walk(front_matter((DOCS / page).read_text("utf-8"), DOCS / page), page)]


@dataclass(frozen=True)
class Site:
    """A built site."""

    folder: Path
    log: str

    def html(self, page: str, language: str) -> Path:
        """The file that a page became."""
        return self.folder / FOLDERS[language] / f"{page.removesuffix('.md')}.html"

    def all_html(self) -> list[Path]:
        """Every page of both languages, those for missing addresses included."""
        return sorted(self.folder.rglob("*.html"))


def build(folder: Path, root: Path = ROOT, address: str = ADDRESS) -> subprocess.CompletedProcess[str]:
    """Build both languages strictly, as the README says."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@cache
def soup(path: Path) -> BeautifulSoup:
    """The parsed page."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


@dataclass(frozen=True)
class Shown:
    """A block that a page must show: a step, and the distros that it stands for."""

    step: Step
    distros: tuple[Distro, ...]


def expected_blocks(page: str) -> list[Shown]:
    """The blocks that the calls of ``page`` must become, in order."""
    text = (DOCS / page).read_text("utf-8")
    walk = read_walk(front_matter(text, DOCS / page), page)
    distros = walk.distros if walk else ()
    calls = [call for call in find_calls(text, page) if call.macro in STEP_MACROS]
    return [block for call in calls for block in _blocks(call, distros)]


def _blocks(call: Call, distros: tuple[Distro, ...]) -> list[Shown]:
    """One block, if it is the same for all; else one for each text of a family, family by family."""
    topic = load_topic(call.arguments[0])
    made = [(d, topic.step(call.macro, call.arguments[1], d)) for d in distros if topic.is_for(d)]
    families = [distro.family for distro, _ in made]
    alike = len({step.shown.source for _, step in made}) == 1
    groups: dict[tuple[str, str], list[tuple[Distro, Step]]] = {}
    for distro, step in sorted(made, key=lambda pair: families.index(pair[0].family)):
        groups.setdefault(("" if alike else distro.family, step.shown.source), []).append((distro, step))
    return [Shown(group[0][1], tuple(distro for distro, _ in group)) for group in groups.values()]
