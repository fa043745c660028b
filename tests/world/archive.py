"""Where the host finds the distribution's archive.

Its address is the host's own business, and is never written down.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.world.errors import WorldError

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
TESTING = "forky"
"""The suite that becomes the next Debian: it has the newest of everything, and no security suite of its own yet."""
_ADVICE = "set ARCHIVE_URL to the address of a Debian archive, such as http://HOST/debian"


@dataclass(frozen=True)
class Archive:
    """The distribution's archive."""

    main: str
    security: str

    def sources(self, codename: str) -> list[str]:
        """The one-line apt sources of a release."""
        if codename == TESTING:
            # Its index expires after a week, and a mirror may be later than that.
            return [f"deb [signed-by={KEYRING} check-valid-until=no] {self.main} {codename} main"]
        suites = [(self.main, codename), (self.main, f"{codename}-updates"), (self.security, f"{codename}-security")]
        return [f"deb [signed-by={KEYRING}] {url} {suite} main" for url, suite in suites]


def find_archive(environment: Mapping[str, str] = os.environ) -> Archive:
    """The archive of the environment's ``ARCHIVE_URL``, of the host's apt sources, or mmdebstrap's own, in this order.

    Raises:
        WorldError: none of them names one.
    """
    if main := environment.get("ARCHIVE_URL", "").rstrip("/"):
        return Archive(main, environment.get("SECURITY_URL", "").rstrip("/") or _security_beside(main))
    return from_apt(_apt_sources()) or _from_mmdebstrap()


def from_apt(sources: Iterable[str]) -> Archive | None:
    """The archive among ``URL SUITE`` lines of apt, if they have a Debian one."""
    found: dict[bool, str] = {}
    for line in sources:
        url, _, suite = line.partition(" ")
        if re.fullmatch(r"https?://\S+/debian(-security)?/?", url):
            found.setdefault("-security" in suite, url.rstrip("/"))
    if False not in found:
        return None
    return Archive(found[False], found.get(True) or _security_beside(found[False]))


def _security_beside(main: str) -> str:
    return re.sub(r"/debian$", "/debian-security", main)


def _apt_sources() -> list[str]:
    command = ["apt-get", "indextargets", "--no-release-info", "--format", "$(REPO_URI) $(RELEASE)"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError as e:
        raise WorldError(f"machines are built with apt, which this host lacks; use Debian or Ubuntu ({e})") from e
    return listed.splitlines()


def _from_mmdebstrap() -> Archive:
    program = shutil.which("mmdebstrap")
    text = Path(program).read_text("utf-8", "replace") if program else ""
    main = re.search(r"\$mirror\s*=\s*'(http[^']+)'", text)
    security = re.search(r"\$secmirror\s*=\s*'(http[^']+)'", text)
    if not main or not security:
        raise WorldError(f"this host's apt sources name no Debian archive; {_ADVICE}")
    return Archive(main[1], security[1])
