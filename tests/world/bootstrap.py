"""What is made on the host, of packages from the distribution's archive: the roots of images, and downloads."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.world.archive import KEYRING, Archive
from tests.world.errors import WorldError
from tests.world.roots import Root

_NEEDED = {"mmdebstrap": "/usr/bin/mmdebstrap", "debian-archive-keyring": KEYRING, "gpg": "/usr/bin/gpg"}
# As the official images have it: no documentation but the licences, and no waiting for the disk.
# Manual pages stay: without them packages complain when they are set up.
_DPKG = (
    "path-exclude=/usr/share/doc/*", "path-include=/usr/share/doc/*/copyright", "path-exclude=/usr/share/locale/*",
    "path-exclude=/usr/share/info/*", "force-unsafe-io",
)  # fmt: skip
_APT = 'Acquire::Languages "none"'


def install_tools() -> None:
    """Install with apt what bootstrapping needs, if the host lacks it.

    Raises:
        WorldError: it cannot be installed.
    """
    missing = [package for package, file in _NEEDED.items() if not Path(file).exists()]
    if not missing:
        return
    advice = f"run: sudo apt-get install -y {' '.join(missing)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise WorldError(f"machines are bootstrapped with {' and '.join(missing)}, which this host lacks; {advice}")
    _run(["apt-get", "update", "-qq"], f"apt-get update failed; {advice}")
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], f"apt-get install failed; {advice}")


def bootstrap(root: Root, archive: Archive, target: Path) -> None:
    """Save ``root`` as the tar file ``target``.

    Nothing in it says where the archive was.

    Raises:
        WorldError: the archive does not answer or lacks a package.
    """
    preferences = target.with_suffix(".pref")
    preferences.write_text(root.preferences, "utf-8")
    keep = f'mkdir -p "$1"/etc/apt/preferences.d; cp {preferences} "$1"/etc/apt/preferences.d/root'
    forget = 'rm -rf "$1"/etc/apt/sources.list "$1"/etc/apt/preferences.d/root "$1"/var/log/apt "$1"/var/log/*.log'
    sources = [line for suite in (root.suite, *root.others) for line in archive.sources(suite)]
    packages = [f"--include={' '.join(root.packages)}"] if root.packages else []
    command = [
        "mmdebstrap", "--variant=minbase", "--format=tar", *packages,
        *(f"--dpkgopt={option}" for option in _DPKG), f"--aptopt={_APT}",
        f"--setup-hook={keep}", f"--customize-hook={forget}", root.suite, str(target), *sources,
    ]  # fmt: skip
    _run(command, f"mmdebstrap cannot make the root {root.name}")


def download(codename: str, packages: Sequence[str], archive: Archive, folder: Path) -> None:
    """Download packages of a Debian release into ``folder``, whatever the host itself runs.

    Raises:
        WorldError: the archive does not answer or lacks a package.
    """
    state = folder / ".apt"
    for name in ("lists/partial", "cache/archives/partial"):
        (state / name).mkdir(parents=True)
    (state / "sources.list").write_text("\n".join(archive.sources(codename)) + "\n", "utf-8")
    settings = {
        "Dir::State": state, "Dir::State::status": "/dev/null", "Dir::Cache": state / "cache",
        "Dir::Etc::sourcelist": state / "sources.list", "Dir::Etc::sourceparts": "/dev/null",
        "APT::Sandbox::User": "root", "Acquire::Languages": "none",
    }  # fmt: skip
    apt = ["apt-get", "-qq", *(f"-o{key}={value}" for key, value in settings.items())]
    _run([*apt, "update"], f"apt cannot read the package lists of {codename}")
    _run([*apt, "download", *packages], f"apt cannot download {', '.join(packages)} of {codename}", folder)
    shutil.rmtree(state)


def _run(command: Sequence[str], failure: str, folder: Path | None = None) -> None:
    environment = os.environ | {"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WorldError(f"{failure} (exit status {done.returncode}):", done.stdout + done.stderr)
