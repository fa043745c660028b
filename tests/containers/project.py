"""A small guide of its own, for testing whole runs: our code, other pages and snippets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from snippets.text import ROOT

_CODE = (
    "conftest.py", "pyproject.toml", "mirrors", "tests/__init__.py", "tests/faults", "tests/harness", "tests/world",
)  # fmt: skip
_PAGE = "---\ntitle: {title}\nwalk:\n  machine: {machine}\n  distros: [debian-13]\n---\n\n{calls}\n"


@dataclass(frozen=True)
class Project:
    """A guide in a folder of its own; it shares the images and certificates that are built already."""

    root: Path
    engine: str

    @classmethod
    def make(cls, root: Path, engine: str) -> Project:
        """Lay out the folder."""
        for name in _CODE:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(ROOT / name)
        (root / "snippets").mkdir()
        for path in (ROOT / "snippets").iterdir():
            if path.suffix in {".py", ".toml"}:
                shutil.copy(path, root / "snippets")
        (ROOT / ".cache").mkdir(exist_ok=True)
        (root / ".cache").symlink_to(ROOT / ".cache")
        return cls(root, engine)

    def write_page(self, name: str, machine: str = "bare", **sections: str) -> None:
        """A page called ``name`` with a topic of the same name, and a step for each section."""
        calls = "\n\n".join(
            f'{{= steps("{name}", "{s.replace("_", "-")}") =}}' for s in sections if not s.endswith("_check")
        )
        page = self.root / "docs" / f"{name}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(_PAGE.format(title=name, machine=machine, calls=calls), "utf-8")
        topic = self.root / "snippets" / name
        topic.mkdir(exist_ok=True)
        marked = [f"# --8<-- [start:{s}]\n{text}\n# --8<-- [end:{s}]\n" for s, text in self._named(sections).items()]
        (topic / "all.sh").write_text("".join(marked), "utf-8")

    def start(self, *arguments: str, engine: str = "") -> subprocess.Popen[str]:
        """Start ``pytest docs`` in it."""
        environment = {**os.environ, "DOCKER_HOST": engine or self.engine, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "docs", "-q", "-p", "no:cacheprovider", *arguments]
        return subprocess.Popen(
            command, cwd=self.root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run ``pytest docs`` in it; returns the exit status and the output."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    @staticmethod
    def _named(sections: dict[str, str]) -> dict[str, str]:
        return {name.replace("_", "-"): text for name, text in sections.items()}
