"""How fast the site builds, beside bare Material on the same Markdown."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measurement import Measurement, seconds
from tests.site.many import write_bare, write_many

PAGES = 1000
_BOTH = ("mkdocs.yml",)
_EACH = ("mkdocs.yml", "mkdocs.zh.yml")


def measure() -> Measurement:
    """Both languages, cold."""
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder, "ours"), Path(folder, "bare")
        write_many(ours, PAGES)
        write_bare(bare, PAGES)
        ratio = seconds(lambda: _build(ours, _BOTH)) / seconds(lambda: _build(bare, _EACH))
    label = {
        "en": f"{PAGES} pages in each language, against bare Material and macros on the same Markdown",
        "zh": f"每种语言 {PAGES} 个页面的构建时间，相对于用原版 Material 和 macros 构建同样的 Markdown",
    }
    return Measurement(label, ratio, 1.2, "×")


def _build(root: Path, configurations: tuple[str, ...]) -> None:
    for name in configurations:
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", name], cwd=root, check=True)
