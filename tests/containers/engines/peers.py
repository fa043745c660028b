"""Peers that others wrote: Debian's docker-registry as upstream and as pull-through mirror, and skopeo as a client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from mirrors.probe import Options, probe
from tests.containers.engines.daemon import Chroot
from tests.containers.engines.stage import LATER, PULL_THROUGH, UPSTREAM
from tests.faults import Faults
from tests.faults.image import CURRENT, OLDER, image_of

IMAGE = "library/busybox"
_UPSTREAM, _LATER, _MIRROR = "https://upstream.test", "https://later.test", "https://pull-through.test"
NAMES = {UPSTREAM: [_UPSTREAM[8:]], LATER: [_LATER[8:]], PULL_THROUGH: [_MIRROR[8:]]}
"""What each address is called."""
_CONFIG = """
version: 0.1
log: {{level: warn}}
storage: {{filesystem: {{rootdirectory: /state/{name}}}}}
http: {{addr: "{address}:443", tls: {{certificate: /state/cert.pem, key: /state/cert.pem}}}}
"""


class Peers:
    """They run in a chroot that has both programs."""

    def __init__(self, chroot: Chroot, certificates: Path, tell: Callable[..., None]) -> None:
        self._chroot, self._tell = chroot, tell
        (chroot.top / "state" / "cert.pem").write_bytes((certificates / "good.pem").read_bytes())

    async def registry(self, name: str, address: str, more: str = "") -> asyncio.subprocess.Process:
        """Start one, and wait until it listens."""
        config = _CONFIG.format(name=name, address=address) + more
        (self._chroot.top / "state" / f"{name}.yml").write_text(config, "utf-8")
        process = await self._chroot.start(name, "docker-registry", "serve", f"/state/{name}.yml")
        for _ in range(300):
            try:
                _, writer = await asyncio.open_connection(address, 443)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                await writer.wait_closed()
                return process
        raise AssertionError(self._chroot.log(name).read_text("utf-8"))

    async def copy(self, source: str, target: str) -> None:
        """All platforms of an image, by skopeo."""
        await self._chroot.ask(
            "skopeo", "--insecure-policy", "copy", "--all", f"docker://{source}", f"docker://{target}"
        )

    async def digest(self, reference: str) -> str:
        """What skopeo says that a tag names."""
        return str(json.loads(await self._chroot.ask("skopeo", "inspect", f"docker://{reference}"))["Digest"])

    async def probe(self, step: str, upstream: str, expect: str) -> None:
        """What the prober says of the pull-through mirror, and skopeo of the tag there and at ``upstream``."""
        known = [image_of(IMAGE, OLDER).digest]
        options = Options(image=f"{IMAGE}:latest", control=[upstream], vantage="test", known=known)
        (result,) = (await probe([_MIRROR], options)).results
        digests = [await self.digest(f"{bare(host)}/{IMAGE}:latest") for host in (_MIRROR, upstream)]
        self._tell("peer", step=step, skopeo=digests, right=expect, **result.as_json())


def bare(url: str) -> str:
    """Without the scheme, as images are named."""
    return url.partition("//")[2]


async def run(chroot: Chroot, certificates: Path, faults: Faults, tell: Callable[..., None]) -> None:
    """A tag that is the same at both; then one that moved while the mirror could not reach its upstream."""
    peers = Peers(chroot, certificates, tell)
    older, current = (image_of(IMAGE, generation).digest for generation in (OLDER, CURRENT))
    old = await faults.start("ok", "older.mirror.test", generation=OLDER)
    new = await faults.start("ok", "current.mirror.test")
    upstream = await peers.registry("upstream", UPSTREAM)
    await peers.copy(f"{bare(old.url)}/{IMAGE}:latest", f"{bare(_UPSTREAM)}/{IMAGE}:latest")
    await peers.registry("pull-through", PULL_THROUGH, f"proxy: {{remoteurl: {_UPSTREAM}}}\n")
    await peers.probe("same", _UPSTREAM, older)
    upstream.terminate()
    await upstream.wait()
    await peers.registry("later", LATER)
    await peers.copy(f"{bare(new.url)}/{IMAGE}:latest", f"{bare(_LATER)}/{IMAGE}:latest")
    await peers.probe("moved", _LATER, current)
