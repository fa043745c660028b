"""One connection, which becomes a plain or a TLS one when it is first used."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from typing import Any

import anyio
import httpcore

from mirrors.probe.fault import Fault
from mirrors.probe.meter import Meter

BUFFER = 64 * 1024
_EXPIRED = frozenset({9, 10})
"""OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED."""
_OTHER_NAME = frozenset({62, 64})
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""
_NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE")


class Stream(httpcore.AsyncNetworkStream):
    """What httpx reads and writes."""

    def __init__(self, connected: socket.socket, meter: Meter, host: str, *, timed: bool) -> None:
        self._socket, self._meter, self._host, self._timed = connected, meter, host, timed
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def _open(self, **tls: Any) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(sock=self._socket, limit=BUFFER, **tls)
        return self._reader, self._writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came, once something came."""
        reader, _ = await self._open()
        try:
            with anyio.fail_after(timeout):
                data = await reader.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error
        self._meter.receive(len(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        _, writer = await self._open()
        try:
            with anyio.fail_after(timeout):
                writer.write(buffer)
                await writer.drain()
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """At once: a host that does not say goodbye is not waited for."""
        if self._writer is None:
            self._socket.close()
        else:
            self._writer.transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Shake hands, and say in one word why not."""
        limit, started = min(self._meter.limits.connect, self._meter.left), time.monotonic()
        try:
            with anyio.fail_after(limit):
                await self._open(ssl=ssl_context, server_hostname=self._host)
        except TimeoutError:
            detail = f"TLS: {self._host} is silent for {limit:g} s"
            raise Fault("connect_timeout", detail, "tls", self._host) from None
        except (ssl.SSLError, ssl.CertificateError) as error:
            raise _named(error, self._host) from None
        except (OSError, EOFError) as error:
            detail = f"TLS: {self._host} hangs up: {str(error).lower() or 'end of file'}"
            raise Fault("connect_refused", detail, "tls", self._host) from None
        finally:
            if self._timed:
                self._meter.took("tls", started)
        return self

    def get_extra_info(self, info: str) -> Any:
        """What httpx asks of a connection before it uses it again."""
        if info == "is_readable":
            return self._reader is not None and self._reader.at_eof()
        return self._writer.get_extra_info(info) if self._writer else None


def _named(error: ssl.SSLError, host: str) -> Fault:
    code = getattr(error, "verify_code", None)
    if code is None:
        reason = error.reason or str(error)
        if reason in _NOT_TLS:
            return Fault("plain_http", f"{host} does not speak TLS on this port: {reason}", "behind_https", host)
        return Fault("connect_refused", f"TLS: {host}: {reason}", "tls", host)
    said = getattr(error, "verify_message", "") or str(error)
    if code in _EXPIRED:
        return Fault("tls_expired", f"{said} (OpenSSL {code})", host=host)
    if code in _OTHER_NAME:
        return Fault("tls_hostname", f"{said} (OpenSSL {code})", host=host)
    return Fault("tls_self_signed", f"{said} (OpenSSL {code})", host=host)
