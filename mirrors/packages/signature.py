"""Whose signature an InRelease file bears, by gpgv: the program that apt itself asks."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

_ARMOUR = re.compile(
    rb"-----BEGIN PGP PUBLIC KEY BLOCK-----.*?\r?\n\r?\n(.*?)(?:\r?\n=[^\n]*)?\r?\n-----END", re.DOTALL
)
_GOOD = re.compile(r"^\[GNUPG:\] VALIDSIG .* ([0-9A-F]{40})$", re.MULTILINE)
_SIGNED = re.compile(
    rb"-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:Hash: [^\n]*\n)*\r?\n(.*?)\r?\n-----BEGIN PGP SIGNATURE-----",
    re.DOTALL,
)
_SECONDS = 20


def can_verify() -> bool:
    """Whether this computer has gpgv."""
    return shutil.which("gpgv") is not None


def signed_text(inrelease: bytes) -> bytes | None:
    """What is signed in a clear-signed file; None if it is none."""
    found = _SIGNED.search(inrelease)
    return re.sub(rb"(?m)^- ", b"", found[1]) if found else None


def signers(inrelease: bytes, key: bytes) -> set[str]:
    """The fingerprints of the keys in ``key`` whose signature of the file is good."""
    with tempfile.TemporaryDirectory() as folder:
        keyring, signed = Path(folder, "key.gpg"), Path(folder, "InRelease")
        keyring.write_bytes(dearmour(key))
        signed.write_bytes(inrelease)
        command = ["gpgv", "--homedir", folder, "--status-fd", "1", "--keyring", str(keyring), str(signed)]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return set()
    return set(_GOOD.findall(done.stdout.decode("utf-8", "replace")))


def dearmour(key: bytes) -> bytes:
    """The key without its armour, which gpgv does not read."""
    blocks = _ARMOUR.findall(key)
    try:
        return b"".join(base64.b64decode(block) for block in blocks) if blocks else key
    except ValueError:
        return b""
