"""Certificates, good and bad, by a CA of the test; the only part that needs trustme."""

from __future__ import annotations

import atexit
import tempfile
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

import trustme

LOCAL = tuple(f"127.0.0.{number}" for number in range(1, 33))


def make_certificates(folder: Path, *names: str) -> Path:
    """Write ``ca.pem`` and one file for each kind of certificate, for local addresses and ``names``.

    Returns the path of ``ca.pem``.
    """
    authority, nobody = trustme.CA(organization_name="faults"), trustme.CA(organization_name="nobody")
    everyone = ("localhost", *LOCAL, *names)
    now = datetime.now(timezone.utc)
    long_ago, yesterday = now - timedelta(days=90), now - timedelta(days=1)
    kinds = {
        "good": authority.issue_cert(*everyone),
        "expired": authority.issue_cert(*everyone, not_before=long_ago, not_after=yesterday),
        "self_signed": nobody.issue_cert(*everyone),
        "hostname": authority.issue_cert("elsewhere.example"),
    }
    for kind, issued in kinds.items():
        issued.private_key_and_cert_chain_pem.write_to_path(str(folder / f"{kind}.pem"))
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return folder / "ca.pem"


@lru_cache(maxsize=1)
def certificates() -> Path:
    """A folder of them for the length of this process: what ``Faults`` takes; clients trust ``ca.pem`` in it."""
    folder = tempfile.TemporaryDirectory(prefix="faults-")
    atexit.register(folder.cleanup)
    make_certificates(Path(folder.name))
    return Path(folder.name)
