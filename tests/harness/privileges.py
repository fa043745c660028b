"""The privileges that a machine with systemd and its own Docker Engine needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# linux/capability.h, bit by bit. Engine 20.10 knows none beyond AUDIT_READ, and a machine needs none of those.
_CAPABILITIES = tuple(
    """
    CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
    NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
    SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
    MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ
    """.split()  # noqa: SIM905 - a column of forty strings says less
)


def capabilities(status: str) -> list[str]:
    """The capabilities in the bounding set that a ``/proc/PID/status`` shows."""
    bits = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("CapBnd:"))
    return [name for bit, name in enumerate(_CAPABILITIES) if bits >> bit & 1]


def grant(host_config: dict[str, Any], engine_is_local: bool) -> None:
    """Let a container boot systemd and run its own Docker Engine, on cgroup v1 and v2.

    ``--privileged`` fails where the host itself lacks a capability, so what the host has is granted by name.
    Unlike ``--privileged`` this shows no device of the host.
    """
    status = Path("/proc/1/status").read_text("utf-8") if engine_is_local else "CapBnd: 1ffffffffff"
    host_config["CapAdd"] = capabilities(status)
    host_config["SecurityOpt"] = ["seccomp=unconfined", "apparmor=unconfined"]
    host_config["CgroupnsMode"] = "private"
    host_config["DeviceCgroupRules"] = ["a *:* rwm"]
    host_config["MaskedPaths"] = []
    host_config["ReadonlyPaths"] = []
