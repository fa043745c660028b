"""Everything under pytest: the walks of docs/ by Sybil, one per distro, and the options."""

from __future__ import annotations

pytest_plugins = ["tests.harness.walks"]
