"""Whether a mirror's image is the right one: what one mirror says is held against what others know.

A tag moves. That a mirror gives another image under a tag than Docker Hub does is no proof of anything; that it gives
other bytes to who asks for a digest is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mirrors.language import read_table
from mirrors.probe.control import Trusted
from mirrors.probe.fault import Fault
from mirrors.probe.finding import OTHER, Finding
from mirrors.probe.target import Image


def history(image: Image, known: Sequence[str] = ()) -> Mapping[str, str]:
    """Digests that the tag had before, and who says so."""
    rows = read_table("probe/digests.toml").get("was", [])
    recorded = {row["digest"]: row["source"] for row in rows if row["image"] == str(image)}
    return {**recorded, **dict.fromkeys(known, "--known")}


@dataclass(frozen=True)
class Judge:
    """What is known of the image."""

    image: Image
    trusted: Trusted
    expect: str | None = None
    before: Mapping[str, str] = field(default_factory=dict)

    @property
    def right(self) -> str:
        """The digest that the image ought to have; empty if nobody knows."""
        return (self.image.reference if self.image.pinned else self.expect) or self.trusted.digest

    def judge(self, findings: Sequence[Finding]) -> None:
        """Name what is wrong with the image of each mirror."""
        usual = self._usual(findings)
        for finding in findings:
            fault = self._fault(finding, usual) if finding.digest else None
            if fault and self._comes_first(fault, finding):
                finding.fault = fault
                finding.faults = dict.fromkeys(finding.faults, fault)

    def _fault(self, finding: Finding, usual: str) -> Fault | None:
        digest, right = finding.digest, self.right
        if right and finding.by_digest == OTHER:
            return Fault("poisoned", f"asked for {right}, it gives another image")
        if digest in (right, self.trusted.digest):
            if digest != right:
                finding.notes.append("Docker Hub has a newer image than the one expected")
            return None
        if digest in self.before:
            return Fault("stale_tag", f"{self.image} is {digest} there, as it was before ({self.before[digest]})")
        if right:
            return Fault("unknown_digest", f"{self.image} is {digest} there; it ought to be {right}")
        if usual and digest != usual:
            return Fault("unknown_digest", f"{self.image} is {digest} there; most mirrors say {usual}")
        finding.notes.append(f"{digest} was not compared: nobody to trust was reached")
        return None

    def _comes_first(self, fault: Fault, finding: Finding) -> bool:
        met = finding.fault
        if met is None or (fault.failure_class == "poisoned" and met.failure_class != "missing_platform"):
            return True
        if met.failure_class != "missing_platform":
            return met.failure_class == "realm_foreign"
        if met.at == "this" or self._genuine(finding):
            return False
        # One image fewer in the index and a stranger's image look alike until somebody knows the right one's parts.
        finding.fault = met.but(detail=f"{met}; {fault}")
        # What this machine cannot run, no engine here accepts, whoever made it.
        if met.at != "this":
            finding.faults = {name: (own or met).but(at="unsure") for name, own in finding.faults.items()}
        return False

    def _genuine(self, finding: Finding) -> bool:
        return bool(finding.platform_digest) and finding.platform_digest in self.trusted.platforms.values()

    @staticmethod
    def _usual(findings: Sequence[Finding]) -> str:
        """What more than half of several mirrors say."""
        counted = Counter(finding.digest for finding in findings if finding.digest)
        (digest, most), *_ = counted.most_common(1) or [("", 0)]
        return digest if most > 1 and 2 * most > sum(counted.values()) else ""
