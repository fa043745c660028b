"""What `apply` writes for the containerd image store, read by an engine: a mirror that may not say what a tag is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mirrors import hosts_toml
from tests.containers.engines.daemon import Chroot, Daemon, start_containerd
from tests.containers.engines.kinds import KINDS
from tests.containers.engines.trial import fitness_of
from tests.faults import Faults, Host

KIND = KINDS[-1]
LIMIT = 60
TRIED = (
    ("ok", False), ("poisoned", False), ("poisoned", True), ("unknown_digest", False), ("unknown_digest", True),
    ("connect_timeout", False), ("server_error", False),
)  # fmt: skip
"""Which mirror, and whether it is believed what it says of tags."""


async def run(chroot: Chroot, faults: Faults, hub: Host, tell: Callable[..., None]) -> None:
    """One pull after another, from an engine whose daemon.json names no mirror."""
    await start_containerd(chroot)
    daemon = Daemon(KIND, 99, chroot)
    await daemon.start()
    file = hosts_toml.path_in(Path("/etc/docker/certs.d"))
    (chroot.top / file.parent.relative_to("/")).mkdir(parents=True)
    for behaviour, trusts_tags in TRIED:
        host = await faults.start(behaviour, f"{behaviour.replace('_', '-')}.mirror.test")
        (chroot.top / file.relative_to("/")).write_bytes(hosts_toml.render([host.url], trusts_tags))
        repository = f"written/{behaviour}-{str(trusts_tags).lower()}"
        pulled = await daemon.pull(repository, LIMIT)
        fitness = fitness_of(pulled, repository, plain=False, hub_was_asked=_asked(hub, f"/{repository}/blobs/"))
        tell(
            "written", behaviour=behaviour, trusts_tags=trusts_tags, fitness=fitness, seconds=round(pulled.seconds, 1),
            error=pulled.error, tag_asked=_asked(host, "/manifests/latest"),
        )  # fmt: skip
    await daemon.close()


def _asked(host: Host, part: str) -> bool:
    return any(part in request.path for request in host.requests)
