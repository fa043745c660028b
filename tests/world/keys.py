"""The keys that sign the rehearsal world's repositories: one plays Docker's, one the vendors' of the distros."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.world.bootstrap import install_tools
from tests.world.certificates import write_private
from tests.world.errors import WorldError

_OWNERS = ("docker", "vendor")


@dataclass(frozen=True)
class Keys:
    """ASCII-armoured OpenPGP keys, secret and public, by owner."""

    secret: dict[str, bytes]
    public: dict[str, bytes]


def load_keys(cache: Path) -> Keys:
    """The keys kept in the folder ``cache``, made there first if need be.

    Raises:
        WorldError: gpg, which makes them, is not installed and cannot be.
    """
    secret, public = {}, {}
    for owner in _OWNERS:
        kept, shown = cache / f"{owner}.secret.asc", cache / f"{owner}.public.asc"
        if not (kept.exists() and shown.exists()):
            install_tools()
            _make(owner, kept, shown)
        secret[owner], public[owner] = kept.read_bytes(), shown.read_bytes()
    return Keys(secret, public)


def _make(owner: str, kept: Path, shown: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        name = f"Rehearsal, playing {owner} <{owner}@rehearsal.test>"
        try:
            _gpg(home, "--passphrase", "", "--quick-generate-key", name, "rsa3072", "sign", "never")
            write_private(shown, _gpg(home, "--armor", "--export"))
            write_private(kept, _gpg(home, "--armor", "--export-secret-keys"))
        finally:
            subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False, capture_output=True)


def _gpg(home: str, *arguments: str) -> bytes:
    done = subprocess.run(
        ["gpg", "--homedir", home, "--batch", "--quiet", *arguments], capture_output=True, check=False
    )
    if done.returncode:
        raise WorldError("gpg cannot make a signing key:", done.stderr.decode("utf-8", "replace"))
    return done.stdout
