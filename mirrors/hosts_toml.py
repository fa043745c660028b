"""``hosts.toml``: where an engine with the containerd image store pulls Docker Hub's images from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tomli

from mirrors.errors import Refused
from mirrors.language import say

DIAL_TIMEOUT = "2s"
"""Where there is a connection at all, it is there sooner; the engine itself waits for 30 s, six times a pull."""
HUB = "https://registry-1.docker.io"
_OURS = {"capabilities", "dial_timeout"}


def path_in(certificates: Path) -> Path:
    """Where the engine looks for it."""
    return certificates / "docker.io" / "hosts.toml"


def is_hosts_toml(path: Path) -> bool:
    """Whether a file that apply wrote is a hosts.toml, all of it ours, and not a daemon.json, of which one key is."""
    return path.name == "hosts.toml"


def render(mirrors: Sequence[str], trusts_tags: bool) -> bytes:
    """The file, for these mirrors, the best first; Docker Hub itself comes last."""
    capabilities = '["pull", "resolve"]' if trusts_tags else '["pull"]'
    why = (
        "# resolve: these mirrors say which image a tag is; a poisoned one would be believed."
        if trusts_tags
        else "# No resolve: Docker Hub says which image a tag is, and a mirror cannot hand you another one."
    )
    lines = ["# Written by mirror-doctor; its command undo takes it back.", why, f'server = "{HUB}"', ""]
    for mirror in mirrors:
        lines += [f'[host."{mirror}"]', f"  capabilities = {capabilities}", f'  dial_timeout = "{DIAL_TIMEOUT}"', ""]
    return "\n".join(lines).encode()


def check_replaceable(path: Path, data: bytes | None) -> None:
    """See that a file which is there has nothing that would be lost.

    Raises:
        Refused: it has.
    """
    if data is None:
        return
    try:
        table = tomli.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as e:
        raise Refused(say("hosts-toml-unreadable", path=path, reason=e)) from e
    hosts = table.get("host", {})
    keys = {f"host.{name}" for host in hosts.values() for name in host if name not in _OURS}
    keys |= {name for name in table if name not in ("server", "host")}
    if table.get("server", HUB) != HUB:
        keys.add("server")
    if keys:
        raise Refused(say("hosts-toml-has-more", path=path, keys=", ".join(sorted(keys))))
