"""The Docker Engine of this machine, asked through the docker command: version, store, mirrors, pulls."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirrors.dockerd import Dockerd, find_dockerd
from mirrors.errors import EngineSilent, MirrorsError
from mirrors.language import say
from mirrors.terminal import escape

DEFAULT_CONFIG = Path("/etc/docker/daemon.json")
CERTIFICATES = Path("/etc/docker/certs.d")
VALIDATES = (23, 0)
"""The first engine with ``dockerd --validate``."""
READS_HOSTS_TOML = (28, 0)
"""The first engine whose containerd image store reads hosts.toml."""
_ANSWER = 30
_PULL = 180
"""Seconds for a small image: an engine that is slower than this through a mirror is not served by it."""


@dataclass(frozen=True)
class Engine:
    """The engine as it is now; ask again after a change."""

    version: tuple[int, ...]
    store: str
    """``graphdriver`` or ``containerd``: one of result.ENGINES."""
    mirrors: tuple[str, ...]
    """What it says that it uses, with the slash at the end that it adds."""
    dockerd: Dockerd
    config: Path = DEFAULT_CONFIG
    certificates: Path = CERTIFICATES

    @property
    def version_text(self) -> str:
        """For people."""
        return ".".join(map(str, self.version))

    @property
    def validates(self) -> bool:
        """Whether its dockerd can judge a file."""
        return self.version >= VALIDATES

    @property
    def uses_hosts_toml(self) -> bool:
        """Whether a hosts.toml decides where it pulls from."""
        return self.store == "containerd" and self.version >= READS_HOSTS_TOML

    def pull(self, image: str) -> str:
        """Pull an image; returns what went wrong, empty if nothing did."""
        return _docker_says("pull", image, seconds=_PULL)

    def image_id(self, image: str) -> str | None:
        """Of an image that is there."""
        done = _docker("image", "inspect", "--format", "{{.Id}}", image)
        return done.stdout.strip() if done.returncode == 0 else None

    def digests(self, image: str) -> tuple[str, ...]:
        """What a registry calls the image."""
        done = _docker("image", "inspect", "--format", "{{json .RepoDigests}}", image)
        names = json.loads(done.stdout) if done.returncode == 0 else None
        return tuple(dict.fromkeys(name.partition("@")[2] for name in names or ()))

    def forget(self, image: str, before: str | None) -> None:
        """Have ``image`` be what it was before a pull: gone, or the image ``before``."""
        now = self.image_id(image)
        if before is None:
            _docker("image", "rm", image)
        elif now and now != before:
            _docker("tag", before, image)
            _docker("image", "rm", now)

    def builders(self) -> tuple[str, ...]:
        """The builders that run in containers of their own."""
        done = _docker("ps", "--all", "--filter", "name=^/?buildx_buildkit_", "--format", "{{.Names}}")
        return tuple(re.sub(r"^buildx_buildkit_|\d+$", "", name) for name in done.stdout.split())


def find_engine() -> Engine:
    """The engine that the docker command speaks to, which must be of this machine.

    Raises:
        EngineSilent: it does not answer, or cannot be configured from here.
    """
    info = read_info()
    _check_here(info)
    dockerd = find_dockerd()
    config = dockerd.option("config-file")
    return Engine(
        version=_version(str(info.get("ServerVersion", ""))),
        store="containerd" if ["driver-type", "io.containerd.snapshotter.v1"] in _status(info) else "graphdriver",
        mirrors=tuple((info.get("RegistryConfig") or {}).get("Mirrors") or ()),
        dockerd=dockerd,
        config=Path(config) if config else DEFAULT_CONFIG,
    )


def read_info() -> dict[str, Any]:
    """What ``docker info`` says.

    Raises:
        EngineSilent: no engine answers.
    """
    done = _docker("info", "--format", "{{json .}}")
    try:
        info = json.loads(done.stdout)
    except ValueError:
        info = {}
    errors = info.get("ServerErrors") or ([done.stderr.strip()] if done.returncode else [])
    if errors or not info.get("ServerVersion"):
        raise EngineSilent(say("no-engine", reason=escape("; ".join(map(str, errors)) or "?")))
    return dict(info)


def _check_here(info: dict[str, Any]) -> None:
    if "Docker Desktop" in str(info.get("OperatingSystem")):
        raise EngineSilent(say("docker-desktop"))
    if any("rootless" in str(option) for option in info.get("SecurityOptions") or ()):
        raise EngineSilent(say("rootless"))
    host = os.environ.get("DOCKER_HOST") or _context_host()
    if host and not host.startswith("unix://"):
        raise EngineSilent(say("not-here", host=escape(host)))


def _context_host() -> str:
    done = _docker("context", "inspect", "--format", "{{.Endpoints.docker.Host}}")
    return done.stdout.strip()


def _status(info: dict[str, Any]) -> list[list[str]]:
    return list(info.get("DriverStatus") or [])


def _version(text: str) -> tuple[int, ...]:
    match = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    if match is None:
        raise EngineSilent(say("no-engine", reason=escape(text)))
    return tuple(int(part or 0) for part in match.groups())


def _docker_says(*arguments: str, seconds: float = _ANSWER) -> str:
    done = _docker(*arguments, seconds=seconds)
    return "" if done.returncode == 0 else escape(" ".join(done.stderr.split()) or say("no-answer", seconds=seconds))


def _docker(*arguments: str, seconds: float = _ANSWER) -> subprocess.CompletedProcess[str]:
    command = ["docker", *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", env=environment,
            stdin=subprocess.DEVNULL, start_new_session=True, timeout=seconds, check=False,
        )  # fmt: skip
    except FileNotFoundError as e:
        raise EngineSilent(say("no-docker-command")) from e
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "")
    except OSError as e:
        raise MirrorsError(str(e)) from e
