"""A small real registry that fails in each way in which mirrors fail; `python -m tests.faults --help` starts it.

Pure standard library, Python 3.9 and later. Only `certificates` needs trustme, and whoever brings certificates of
their own does not need that either.
"""

from __future__ import annotations

from tests.faults.behaviour import Behaviour
from tests.faults.behaviours import BEHAVIOURS
from tests.faults.host import Faults, Host

__all__ = ["BEHAVIOURS", "Behaviour", "Faults", "Host"]
