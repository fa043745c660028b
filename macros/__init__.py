"""The words that a page may say, for mkdocs-macros."""

from __future__ import annotations

from typing import Any


def define_env(env: Any) -> None:
    """Give pages the macros of this guide."""
    from macros.vocabulary import vocabulary  # an ImportError up there would be reported as "no macros module"

    for name, macro in vocabulary(env).items():
        env.macro(macro, name)
