"""The prober: pulls from mirrors as Docker does, and says how each of them fares."""

from __future__ import annotations

from mirrors.probe.campaign import probe
from mirrors.probe.options import Limits, Options
from mirrors.probe.target import BadRequest

__all__ = ["BadRequest", "Limits", "Options", "probe"]
