"""A small install mirror: an apt and a dnf repository of one package, to be spoiled, and who serves them."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from mirrors.packages.trees import Tree, deb_architecture

ARCHITECTURE = deb_architecture()
APT = Tree("apt", "linux/debian", "docker-ce", "trixie", "stable", "linux/debian/gpg", "0" * 40)
DNF = Tree("dnf", "linux/fedora/44/x86_64/stable", "docker-ce")
DEB, RPM = b"a package of Debian" * 99, b"a package of Fedora" * 99
REPO, COMMON, RPMS = (f"http://linux.duke.edu/metadata/{name}" for name in ("repo", "common", "rpm"))


def write(path: Path, data: bytes | str) -> bytes:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = data.encode() if isinstance(data, str) else data
    path.write_bytes(raw)
    return raw


def sha256(data: bytes) -> str:
    """As indexes write it."""
    return hashlib.sha256(data).hexdigest()


class Key:
    """A key that signs."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(mode=0o700)
        self._gpg("--passphrase", "", "--quick-generate-key", "Test <test@example.com>", "ed25519", "sign", "never")
        listed = self._gpg("--with-colons", "--list-keys").decode()
        self.fingerprint = next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))
        self.public = self._gpg("--armor", "--export")

    def sign(self, text: str) -> bytes:
        """The text, clear-signed."""
        return self._gpg("--clearsign", given=text.encode())

    def _gpg(self, *arguments: str, given: bytes = b"") -> bytes:
        command = ["gpg", "--homedir", str(self.home), "--batch", "--quiet", *arguments]
        return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def apt(root: Path, key: Key, *, by_hash: bool = False, release: str = "", records: str = "") -> None:
    """An apt repository with two versions of a package, of which the newer does not sort last as text."""
    pool = "dists/trixie/pool/stable"
    for version in ("28.9.0", "28.10.0"):
        write(root / pool / f"docker-ce_{version}.deb", DEB)
    packages = records or "\n".join(
        f"Package: docker-ce\nVersion: 5:{version}-1~debian.13\nFilename: {pool}/docker-ce_{version}.deb\n"
        f"Size: {len(DEB)}\nDescription: {'x' * 70000}\n\nPackage: docker-ce-cli\nVersion: 5:99\n"
        for version in ("28.10.0", "28.9.0")
    )
    packed, folder = gzip.compress(packages.encode(), mtime=0), f"stable/binary-{ARCHITECTURE}"
    name = f"by-hash/SHA256/{sha256(packed)}" if by_hash else "Packages.gz"
    write(root / "dists/trixie" / folder / name, packed)
    fields = f"Origin: Docker\nDate: Mon, 16 Nov 2026 12:00:00 UTC\n{release}" + "Acquire-By-Hash: yes\n" * by_hash
    files = f"SHA256:\n {sha256(packed)} {len(packed)} {folder}/Packages.gz\n"
    write(root / "dists/trixie/InRelease", key.sign(fields + files))
    write(root / "gpg", key.public)


def dnf(root: Path, pack: str = "gz") -> None:
    """A dnf repository with one package."""
    write(root / "Packages/docker-ce-29.1.0.rpm", RPM)
    primary = (
        f'<metadata xmlns="{COMMON}" xmlns:rpm="{RPMS}"><package type="rpm"><name>docker-ce</name>'
        f'<version epoch="3" ver="29.1.0" rel="1.fc44"/><size package="{len(RPM)}"/>'
        '<location href="Packages/docker-ce-29.1.0.rpm"/><format><rpm:license>MIT</rpm:license></format></package>'
        '<package type="rpm"><name>docker-ce-cli</name></package></metadata>'
    ).encode()
    if pack == "zst":
        packed = subprocess.run(["zstd", "-qc"], input=primary, capture_output=True, check=True).stdout
    else:
        packed = gzip.compress(primary, mtime=0)
    write(root / f"repodata/primary.xml.{pack}", packed)
    data = f'<checksum type="sha256">{sha256(packed)}</checksum><location href="repodata/primary.xml.{pack}"/>'
    write(root / "repodata/repomd.xml", f'<repomd xmlns="{REPO}"><data type="primary">{data}</data></repomd>')


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which the folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
