"""Hosts that say no, in the way of a registry."""

from __future__ import annotations

from tests.faults.behaviour import Visit
from tests.faults.behaviours.table import behaves
from tests.faults.http import Answer
from tests.faults.registry import error

ALLOWED = "library/hello-world"
"""What is on every allow-list."""
_TEXT = ("Content-Type", "text/plain; charset=utf-8")


@behaves("auth_realm_broken")
async def auth_realm_broken(visit: Visit) -> Answer:
    """Wants a token, and the place to get one is out of order."""
    return Answer(500, [_TEXT], b"internal error") if visit.stage == "token" else visit.healthy()


@behaves("auth_realm_broken", case="unusable")
async def token_empty(visit: Visit) -> Answer:
    """Wants a token, and gives an answer without one."""
    return Answer(200, [("Content-Type", "application/json")], b"{}") if visit.stage == "token" else visit.healthy()


@behaves("realm_foreign", case="unreachable")
async def realm_foreign(visit: Visit) -> Answer:
    """Sends for a token to another host, which does not answer."""
    if visit.admitted:
        return visit.healthy()
    return visit.registry.challenge(visit.request, f"{visit.foreign}/token")


@behaves("login_required")
async def login_required(visit: Visit) -> Answer:
    """Gives a token to anyone, and takes nobody's."""
    if visit.stage in ("token", "ping"):
        return visit.healthy()
    return visit.registry.challenge(visit.request)


@behaves("login_required")
async def login_basic(visit: Visit) -> Answer:
    """Wants a user and a password."""
    header = ("WWW-Authenticate", 'Basic realm="mirror"')
    return error(401, "UNAUTHORIZED", "authentication required", [header])


@behaves("login_required")
async def login_at_token(visit: Visit) -> Answer:
    """Gives a token to users only."""
    return error(401, "UNAUTHORIZED", "log in first") if visit.stage == "token" else visit.healthy()


@behaves("denied_allowlist")
async def denied_allowlist(visit: Visit) -> Answer:
    """Has a list of images that it gives, and this one is not on it."""
    if visit.stage != "manifest" or visit.repository == ALLOWED or not visit.admitted:
        return visit.healthy()
    return error(403, "DENIED", f"{visit.repository} is not in the allowlist, 不在白名单中")


@behaves("denied_allowlist")
async def denied_at_token(visit: Visit) -> Answer:
    """Gives tokens for the images on its list only."""
    scope = "".join(visit.request.query.get("scope", []))
    if visit.stage != "token" or not scope or ALLOWED in scope:
        return visit.healthy()
    return error(403, "DENIED", "this image is not in the allowlist")


@behaves("manifest_404")
async def manifest_404(visit: Visit) -> Answer:
    """Has some images, and not this one."""
    if visit.stage != "manifest" or visit.repository == ALLOWED or not visit.admitted:
        return visit.healthy()
    return error(404, "MANIFEST_UNKNOWN", "manifest unknown")


@behaves("rate_limited")
async def rate_limited(visit: Visit) -> Answer:
    """Has given this address enough for today."""
    if visit.stage != "manifest" or not visit.admitted:
        return visit.healthy()
    limits = [("Retry-After", "3600"), ("RateLimit-Limit", "100;w=21600"), ("RateLimit-Remaining", "0;w=21600")]
    return error(429, "TOOMANYREQUESTS", "You have reached your pull rate limit.", limits)


@behaves("rate_limited")
async def rate_limited_always(visit: Visit) -> Answer:
    """Has had enough of this address, whatever it asks."""
    return Answer(429, [_TEXT, ("Retry-After", "3600")], b"Too Many Requests")


@behaves("server_error")
async def server_error(visit: Visit) -> Answer:
    """Is out of order."""
    return Answer(503, [_TEXT], b"upstream connect error")


@behaves("server_error")
async def server_error_manifest(visit: Visit) -> Answer:
    """Is in order until an image is asked for."""
    if visit.stage != "manifest" or not visit.admitted:
        return visit.healthy()
    return Answer(502, [_TEXT], b"bad gateway")


@behaves("blob_denied")
async def blob_denied(visit: Visit) -> Answer:
    """Gives the manifest, and no layer."""
    if visit.stage not in ("config", "blob") or not visit.admitted:
        return visit.healthy()
    return error(403, "DENIED", "not in the allowlist")
