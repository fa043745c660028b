"""One Sybil per distro: what finds the steps of the pages and gives them readable ids."""

from __future__ import annotations

from pathlib import Path

import pytest
from sybil import Document, Example, Sybil

from snippets.distro import Distro
from snippets.errors import SnippetsError
from tests.harness.evaluator import StepEvaluator
from tests.harness.parser import StepParser
from tests.harness.plan import DOCS


class DistroSybil(Sybil):
    """Finds every page's steps on one distro; both languages share them, so the Chinese pages are not walked again."""

    def __init__(self, distro: Distro, variant: str, evaluator: StepEvaluator) -> None:
        parser = StepParser(distro, variant, evaluator)
        super().__init__([parser], pattern="*.md", path=str(DOCS), name=distro.id, teardown=evaluator.close)

    def should_parse(self, path: Path) -> bool:
        """Whether ``path`` is an English page."""
        return super().should_parse(path) and path.relative_to(DOCS).parts[0] != "zh"

    def parse(self, path: Path) -> Document:
        """Find the steps; what is wrong with the data is said with file and line, before anything starts."""
        try:
            return super().parse(path)
        except SnippetsError as e:
            raise pytest.Collector.CollectError(str(e)) from e

    def identify(self, example: Example) -> str:
        """Such as ``debian-13::repository (line 42)``."""
        return f"{example.parsed.plan.name}::{example.parsed.title}"
