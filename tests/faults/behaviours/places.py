"""Hosts that are well, and hosts that fail before a request is asked."""

from __future__ import annotations

from tests.faults.behaviour import Visit
from tests.faults.behaviours.table import behaves
from tests.faults.http import Answer


@behaves("ok")
async def ok(visit: Visit) -> Answer:
    """A healthy registry, with a token realm of its own."""
    return visit.healthy()


@behaves("dns_nxdomain", place="unknown_name")
async def dns_nxdomain(visit: Visit) -> Answer:
    """Its name has no address."""
    return visit.healthy()


@behaves("connect_refused", place="refuses")
async def connect_refused(visit: Visit) -> Answer:
    """Nothing listens on its port."""
    return visit.healthy()


@behaves("connect_timeout", place="black_hole")
async def connect_timeout(visit: Visit) -> Answer:
    """What is sent to it gets lost."""
    return visit.healthy()


@behaves("connect_refused", case="tls", place="resets")
async def connect_reset(visit: Visit) -> Answer:
    """It hangs up as soon as TLS begins, as where a name is blocked."""
    return visit.healthy()


@behaves("connect_timeout", case="tls", place="silent")
async def hang_tls(visit: Visit) -> Answer:
    """It accepts a connection and says nothing, not even in TLS."""
    return visit.healthy()


@behaves("tls_expired", certificate="expired")
async def tls_expired(visit: Visit) -> Answer:
    """Its certificate is out of date."""
    return visit.healthy()


@behaves("tls_self_signed", certificate="self_signed")
async def tls_self_signed(visit: Visit) -> Answer:
    """Its certificate is signed by nobody that a machine trusts."""
    return visit.healthy()


@behaves("tls_hostname", certificate="hostname")
async def tls_hostname(visit: Visit) -> Answer:
    """Its certificate is for another name."""
    return visit.healthy()


@behaves("plain_http", certificate="none", scheme="http")
async def plain_http(visit: Visit) -> Answer:
    """A healthy registry, without TLS."""
    return visit.healthy()


@behaves("plain_http", case="behind_https", certificate="none")
async def http_behind_https(visit: Visit) -> Answer:
    """Its address says https, and its port speaks http."""
    return visit.healthy()
