"""What apt does before it installs: the signed list of files, the index that it names, and the newest package."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timezone
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

from mirrors.packages.index import Index, Package, newest, search, see_package, wanted_line
from mirrors.packages.signature import fingerprints, is_signed, signed_text
from mirrors.packages.trees import Tree, deb_architecture
from mirrors.packages.unpack import Records
from mirrors.packages.visit import Visit
from mirrors.probe.fault import Fault

_RELEASE, _KEY = 1 << 20, 1 << 18
"""Bytes at most of the signed list of files, and of a key."""
_LINE = re.compile(r"^ ([0-9a-f]{64}) +(\d+) +(\S+)$", re.MULTILINE)
_PACKED = (".xz", ".gz", "")


async def check_apt(visit: Visit, archive: str, tree: Tree) -> str:
    """See whether apt can install from the tree; returns what was seen.

    Raises:
        Fault: it cannot.
    """
    root = urljoin(f"{archive.rstrip('/')}/", f"{tree.path}/" if tree.path else "")
    dists = f"{root}dists/{tree.suite}/"
    inrelease = await visit.text(f"{dists}InRelease", "release", _RELEASE)
    text = signed_text(inrelease)
    if text is None:
        raise Fault("signature_bad", f"{dists}InRelease is not a signed file")
    seen = await _see_signature(visit, archive, tree, inrelease)
    release = text.decode("utf-8", "replace")
    date = _see_dates(release, dists)
    found = await _find(visit, tree, dists, release)
    package = newest([_package(record, root) for record in found], tree.package, dists)
    await see_package(visit, package)
    return f"{tree.suite}: {tree.package} {package.version}, list of {date}, {seen}"


async def _see_signature(visit: Visit, archive: str, tree: Tree, inrelease: bytes) -> str:
    if tree.fingerprint:
        key = await visit.text(f"{archive.rstrip('/')}/{tree.key}", "key", _KEY)
        found = fingerprints(key)
        if found != [tree.fingerprint]:
            raise Fault("signature_foreign", f"the key at {tree.key} is {', '.join(found) or 'none'}")
    elif Path(tree.key).exists():
        key = Path(tree.key).read_bytes()
    else:
        return f"signature not checked: there is no {Path(tree.key).name}"
    good = await asyncio.get_running_loop().run_in_executor(None, is_signed, inrelease, key)
    if good is None:
        return "signature not checked: there is neither gpgv nor sqv"
    if not good:
        raise Fault("signature_bad", f"no good signature of {tree.suite}/InRelease by the key that belongs to it")
    return "signed by its key"


def _see_dates(release: str, dists: str) -> str:
    """The day of the list of files; it must not have run out."""
    fields = BytesParser().parsebytes(release.partition("\nSHA256:")[0].encode(), headersonly=True)
    until, date = fields.get("Valid-Until"), fields.get("Date")
    try:
        if until and parsedate_to_datetime(until) < datetime.now(timezone.utc):
            raise Fault("release_expired", f"{dists}InRelease was good until {until}")
        return parsedate_to_datetime(date).date().isoformat() if date else "no date"
    except (TypeError, ValueError):
        return "no date"


async def _find(visit: Visit, tree: Tree, dists: str, release: str) -> list[bytes]:
    """The records of the package, from the index in the best packing that is listed; by hash, as apt asks first."""
    listed = {name: digest for digest, _, name in _LINE.findall(release.partition("\nSHA256:")[2])}
    folder = f"{tree.component}/binary-{deb_architecture()}"
    name = next((n for packed in _PACKED if (n := f"{folder}/Packages{packed}") in listed), None)
    if name is None:
        raise Fault("index_404", f"{dists}InRelease lists no {folder}/Packages")
    urls = [f"{dists}{name}"]
    if re.search(r"(?m)^Acquire-By-Hash: yes", release):
        urls.insert(0, f"{dists}{folder}/by-hash/SHA256/{listed[name]}")
    for url in urls:
        records = Records(b"\n\n", wanted_line(f"Package: {tree.package}".encode()))
        try:
            return await search(visit, Index(url, "sha256", listed[name], name), "index", records)
        except Fault as failure:
            if url == urls[-1] or failure.failure_class != "index_404":
                raise
    raise AssertionError("the last address was tried")


def _package(record: bytes, root: str) -> Package:
    fields = BytesParser().parsebytes(record.strip() + b"\n\n", headersonly=True)
    name, size = fields.get("Filename", ""), fields.get("Size", "")
    if not name or not size.isdigit():
        raise Fault("index_mismatch", f"a record of {root} has no Filename or Size")
    return Package(fields.get("Version", ""), urljoin(root, name), int(size))
