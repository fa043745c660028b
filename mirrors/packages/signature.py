"""Whether an InRelease file is signed with a key, by the program that apt itself asks: gpgv, or sqv in newer Debian."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_ARMOUR = re.compile(
    rb"-----BEGIN PGP PUBLIC KEY BLOCK-----.*?\r?\n\r?\n(.*?)(?:\r?\n=[^\n]*)?\r?\n-----END", re.DOTALL
)
_SIGNED = re.compile(
    rb"-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:Hash: [^\n]*\n)*\r?\n(.*?)\r?\n-----BEGIN PGP SIGNATURE-----",
    re.DOTALL,
)
_SECONDS = 20
_PUBLIC_KEY = 6
"""The OpenPGP packet that a key begins with; its subkeys have another tag."""


def signed_text(inrelease: bytes) -> bytes | None:
    """What is signed in a clear-signed file; None if it is none."""
    found = _SIGNED.search(inrelease)
    return re.sub(rb"(?m)^- ", b"", found[1]) if found else None


def is_signed(inrelease: bytes, key: bytes) -> bool | None:
    """Whether the file has a good signature by ``key``; None if this computer cannot tell."""
    with tempfile.TemporaryDirectory() as folder:
        keyring, signed = Path(folder, "key.gpg"), Path(folder, "InRelease")
        keyring.write_bytes(dearmour(key))
        signed.write_bytes(inrelease)
        if shutil.which("gpgv"):
            command = ["gpgv", "--homedir", folder, "--keyring", str(keyring), str(signed)]
        elif shutil.which("sqv"):
            written = Path(folder, "Release")
            command = ["sqv", "--keyring", str(keyring), "--cleartext", "--output", str(written), str(signed)]
        else:
            return None
        try:
            return subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            return False


def fingerprints(key: bytes) -> list[str]:
    """Of every key in the file; its subkeys are part of it."""
    found = []
    for tag, body in _packets(dearmour(key)):
        if tag == _PUBLIC_KEY and body[:1] == b"\x04":
            # RFC 4880, 12.2: over the packet as it would be in its oldest form.
            digest = hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body, usedforsecurity=False)
            found.append(digest.hexdigest().upper())
        elif tag == _PUBLIC_KEY:
            found.append(f"version {body[:1].hex()}")
    return found


def dearmour(key: bytes) -> bytes:
    """The key without its armour, which gpgv does not read."""
    blocks = _ARMOUR.findall(key)
    try:
        return b"".join(base64.b64decode(block) for block in blocks) if blocks else key
    except ValueError:
        return b""


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The packets of an OpenPGP file: the tag and the body of each; what is no packet ends it."""
    place = 0
    while place < len(data) and data[place] & 0x80:
        first = data[place]
        place += 1
        if first & 0x40:
            tag, (place, size) = first & 0x3F, _new_length(data, place)
        else:
            tag, width = (first >> 2) & 0x0F, 1 << (first & 3)
            size, place = int.from_bytes(data[place : place + width], "big"), place + width
        yield tag, data[place : place + size]
        place += size


def _new_length(data: bytes, place: int) -> tuple[int, int]:
    first = data[place] if place < len(data) else 0
    if first < 192:
        return place + 1, first
    if first < 224:
        return place + 2, ((first - 192) << 8) + int.from_bytes(data[place + 1 : place + 2], "big") + 192
    return place + 5, int.from_bytes(data[place + 1 : place + 5], "big")
