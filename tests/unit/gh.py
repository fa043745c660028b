"""GitHub's command in place of the real one: remembers what it was asked, answers what a test has prepared."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """#!{python}
import json, pathlib, sys
folder, arguments = pathlib.Path(__file__).parent, sys.argv[1:]
said = sys.stdin.read() if "-" in arguments else ""
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps([" ".join(arguments), said]) + "\\n")
status, answer = json.loads((folder / "answers").read_text()).get(" ".join(arguments[:2]), [0, ""])
print(answer, file=sys.stderr if status else sys.stdout)
sys.exit(status)
"""


@dataclass(frozen=True)
class Call:
    """How it was called once."""

    command: str
    said: str


class Gh:
    """The command ``gh``, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._answers = folder, dict[str, tuple[int, str]]()
        (folder / "gh").write_text(SCRIPT.format(python=sys.executable), "utf-8")
        (folder / "gh").chmod(0o755)
        self._write()

    def answers(self, command: str, text: str) -> None:
        """From now on ``command``, such as ``issue list``, prints ``text``."""
        self._answers[command] = (0, text)
        self._write()

    def fails(self, command: str, text: str) -> None:
        """From now on ``command`` fails, saying ``text``."""
        self._answers[command] = (1, text)
        self._write()

    def calls(self) -> list[Call]:
        """Each time it was called, in order."""
        path = self.folder / "calls"
        return [Call(*json.loads(line)) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def _write(self) -> None:
        (self.folder / "answers").write_text(json.dumps(self._answers), "utf-8")
