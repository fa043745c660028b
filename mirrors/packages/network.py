"""Says what a failed request means: which phase of it failed, and how."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

_HOSTNAME, _EXPIRED = 62, 10
"""OpenSSL's codes of X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_CERT_HAS_EXPIRED."""


def classify(error: Exception, url: str) -> tuple[str, str]:
    """The class of what went wrong, and the evidence for it."""
    host = urlsplit(url).hostname or url
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            codes = {_HOSTNAME: "tls_hostname", _EXPIRED: "tls_expired"}
            return codes.get(cause.verify_code, "tls_self_signed"), f"{host}: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            plain = cause.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
            return ("plain_http" if plain else "tls_alert"), f"{host}: {cause.reason or cause}"
        if isinstance(cause, socket.gaierror):
            again = cause.errno == socket.EAI_AGAIN
            return ("dns_timeout" if again else "dns_nxdomain"), f"{host}: {cause.strerror}"
        if isinstance(cause, ConnectionRefusedError):
            return "connect_refused", f"{host} refuses connections"
    if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
        return "connect_timeout", f"{host} does not answer"
    if isinstance(error, httpx.TimeoutException):
        return "slow", f"{host} stopped sending"
    if isinstance(error, httpx.ConnectError):
        return "connect_refused", f"{host}: {error}"
    return "server_error", f"{host}: {error or type(error).__name__}"


NETWORK = frozenset({"dns_nxdomain", "dns_timeout", "connect_timeout", "connect_refused", "slow"})
"""What a computer sees everywhere when it is its own network that is down."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
