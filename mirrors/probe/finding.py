"""What the probe of one mirror found, before it is compared with the others."""

from __future__ import annotations

from dataclasses import dataclass, field

from mirrors.probe.fault import Fault
from mirrors.probe.meter import Meter
from mirrors.result import ENGINES

GENUINE, OTHER, ABSENT = "genuine", "other", "absent"
"""What a mirror gives to who asks for the image by the digest it ought to have."""


@dataclass
class Finding:
    """One mirror's."""

    mirror: str
    meter: Meter
    faults: dict[str, Fault | None] = field(default_factory=lambda: dict.fromkeys(ENGINES))
    """What each pull engine meets."""
    fault: Fault | None = None
    """What the mirror is said to suffer from."""
    digest: str = ""
    """What the tag names there."""
    platform_digest: str = ""
    """The manifest of this machine's platform there."""
    by_digest: str = ""
    """GENUINE, OTHER or ABSENT; empty if nobody knew what to ask for."""
    notes: list[str] = field(default_factory=list)
    speed: float | None = None
    contacted: bool = True

    def all_meet(self, fault: Fault) -> None:
        """Every engine that got this far meets the same."""
        for engine, met in self.faults.items():
            self.faults[engine] = met or fault
        self.fault = self.fault or fault
