"""The front matter of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from snippets.errors import BadFrontMatter
from snippets.text import relative


def front_matter(text: str, path: Path) -> dict[str, Any]:
    """The page's YAML front matter; empty if it has none.

    Raises:
        BadFrontMatter: it is not a YAML mapping, or does not end.
    """
    if not text.startswith("---\n"):
        return {}
    block, fence, _ = text[4:].partition("\n---\n")
    if not fence:
        raise BadFrontMatter("the front matter does not end; close it with '---'", relative(path), 1)
    try:
        meta = yaml.safe_load(block) or {}
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise BadFrontMatter(f"the front matter is not YAML: {getattr(e, 'problem', e)}", relative(path), line) from e
    if not isinstance(meta, dict):
        raise BadFrontMatter("the front matter is not a mapping of names to values", relative(path), 1)
    return meta
