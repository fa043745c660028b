"""What a certificate says that was refused: until when it was valid, or for which names."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any

import anyio
import httpx

from mirrors.probe.fault import Fault
from mirrors.probe.meter import Meter
from mirrors.probe.network import trust
from mirrors.probe.resolve import Resolver

LOOKED_AT = frozenset({"tls_expired", "tls_hostname"})
"""The classes for which it tells more; of one that nobody trusts Python tells nothing."""
_NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME."""


def lenient() -> ssl.SSLContext:
    """Trusts whom it would trust otherwise, whatever the time and the name."""
    context = trust()
    context.check_hostname = False
    context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    return context


async def look(origin: httpx.URL, failure_class: str, meter: Meter, resolver: Resolver, context: ssl.SSLContext) -> str:
    """Shake hands once more, without minding what was wrong, and say nothing to the host."""
    port = origin.port or 443
    try:
        with anyio.fail_after(min(meter.limits.connect, meter.left)):
            address = (await resolver(origin.host, meter.limits.resolve))[0]
            _, writer = await asyncio.open_connection(address.text, port, ssl=context, server_hostname=origin.host)
    except (OSError, TimeoutError, Fault):
        return ""
    certificate: Mapping[str, Any] = writer.get_extra_info("peercert") or {}
    writer.transport.abort()
    if failure_class == "tls_expired":
        return f"valid from {certificate.get('notBefore')} to {certificate.get('notAfter')}"
    names = [str(value) for _, value in certificate.get("subjectAltName", ())]
    return f"it is for {', '.join(names[:5])}{' …' if len(names) > 5 else ''}"
