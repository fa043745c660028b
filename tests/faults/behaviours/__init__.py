"""Every way to behave, by name."""

from __future__ import annotations

from tests.faults.behaviours import hostile, lies, pages, places, refusals, waiting
from tests.faults.behaviours.table import BEHAVIOURS

__all__ = ["BEHAVIOURS", "hostile", "lies", "pages", "places", "refusals", "waiting"]
