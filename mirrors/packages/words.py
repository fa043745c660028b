"""What the classes of install mirrors mean; ``classes.toml`` says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mirrors.language import read_table
from mirrors.result import Verdict

FILE = "packages/classes.toml"


def classes() -> Mapping[str, Any]:
    """Each class by its short name: ``label`` and ``means`` in each language, and ``fitness``."""
    return read_table(FILE)


def verdict(failure_class: str) -> Verdict:
    """What apt or dnf does with a mirror of this class: neither goes on to another, so it works or it does not."""
    return Verdict(classes()[failure_class]["fitness"])
