"""``undo``: take back what apply did."""

from __future__ import annotations

import argparse

from mirrors.commands.root import require_root
from mirrors.undo import undo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none: what apply did is on record."""


def run(arguments: argparse.Namespace) -> int:
    """Take it back; 0 also if there was nothing."""
    require_root(arguments.command)
    undo(print)
    return 0
