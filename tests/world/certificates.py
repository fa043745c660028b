"""The test CA that machines trust, and the one certificate that all services of the rehearsal world show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import trustme

NAMES = (
    "download.docker.com",
    "mirrors.aliyun.com",
    "mirrors.tuna.tsinghua.edu.cn",
    "repositories.rehearsal.test",
    "github.com",
    "registry-1.docker.io",
    "auth.docker.io",
    "index.docker.io",
    "docker.io",
    "mirror.example.com",
    "hub-mirror.example.net",
    "page-mirror.example.net",
    "slow-mirror.example.net",
    "poisoned-mirror.example.net",
    "docker-verified.example",
    "sts.us-east-2.amazonaws.com",
    "sts.eu-central-1.amazonaws.com",
    "api.ecr.us-east-2.amazonaws.com",
    "api.ecr.eu-central-1.amazonaws.com",
    "api.ecr.us-west-2.amazonaws.com",
    "111122223333.dkr.ecr.us-east-2.amazonaws.com",
    "444455556666.dkr.ecr.eu-central-1.amazonaws.com",
)
"""The names that are served with TLS."""


@dataclass(frozen=True)
class Certificates:
    """PEM files, as bytes."""

    ca: bytes
    """The CA's certificate."""
    server: bytes
    """The services' private key and certificate."""


def load_certificates(cache: Path) -> Certificates:
    """The certificates kept in the folder ``cache``, made there first if need be."""
    ca, server = (cache / f"{kind}-{_names_hash()}.pem" for kind in ("ca", "server"))
    if not (ca.exists() and server.exists()):
        authority = trustme.CA(organization_name="Docker, Verified", organization_unit_name="rehearsal")
        write_private(server, authority.issue_cert(*NAMES).private_key_and_cert_chain_pem.bytes())
        write_private(ca, authority.cert_pem.bytes())
    return Certificates(ca.read_bytes(), server.read_bytes())


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(0o600, exist_ok=False)
    part.write_bytes(data)
    part.replace(path)


def _names_hash() -> str:
    return hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:8]
