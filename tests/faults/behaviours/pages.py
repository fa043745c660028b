"""Hosts that show a page instead of a registry, or send elsewhere."""

from __future__ import annotations

from dataclasses import replace

from tests.faults.behaviour import Visit
from tests.faults.behaviours.table import behaves
from tests.faults.http import Answer

PAGE = Answer(
    200, [("Content-Type", "text/html; charset=utf-8")],
    b"<!DOCTYPE html>\n<html><head><title>Welcome to nginx!</title></head><body>This domain is for sale.</body></html>",
)  # fmt: skip


def moved(location: str, status: int = 302) -> Answer:
    """Sends elsewhere."""
    return Answer(status, [("Location", location)])


@behaves("html_200")
async def html_200(visit: Visit) -> Answer:
    """A page for whatever is asked, as of a domain that is for sale."""
    return PAGE


@behaves("html_200")
async def html_manifest(visit: Visit) -> Answer:
    """A registry, and a page instead of each manifest."""
    return PAGE if visit.stage == "manifest" and visit.admitted else visit.healthy()


@behaves("ok")
async def html_ping(visit: Visit) -> Answer:
    """A page at /v2/, and behind it a registry that wants no token."""
    return PAGE if visit.stage == "ping" else replace(visit.registry, wants_token=False).answer(visit.request)


@behaves("ua_cloak", case="ping")
async def html_ping_token(visit: Visit) -> Answer:
    """A page at /v2/, and behind it a registry that wants a token: one engine asks for that at /v2/ only."""
    return PAGE if visit.stage == "ping" else visit.healthy()


@behaves("blob_html")
async def blob_html(visit: Visit) -> Answer:
    """A registry, and a page instead of each layer."""
    return PAGE if visit.stage in ("config", "blob") and visit.admitted else visit.healthy()


@behaves("redirect_landing")
async def redirect_landing(visit: Visit) -> Answer:
    """Sends to a page whatever is asked."""
    return PAGE if visit.request.path == "/landing" else moved(f"{visit.registry.origin}/landing")


@behaves("redirect_landing", case="unreachable")
async def redirect_foreign(visit: Visit) -> Answer:
    """Sends to another host, which does not answer, whatever is asked."""
    return moved(f"{visit.foreign}/landing")


@behaves("blob_cdn_foreign")
async def blob_cdn_foreign(visit: Visit) -> Answer:
    """Gives manifests, and sends for layers to another host, which does not answer."""
    if visit.stage not in ("config", "blob") or not visit.admitted:
        return visit.healthy()
    return moved(f"{visit.foreign}/{visit.reference}", 307)


@behaves("ok")
async def blob_cdn_own(visit: Visit) -> Answer:
    """Gives manifests, and sends for layers to another path of its own, which wants no token."""
    if visit.request.path.startswith("/cdn/"):
        repository, _, digest = visit.request.path[len("/cdn/") :].rpartition("/")
        return Answer(
            200, [("Content-Type", "application/octet-stream")], visit.registry.image(repository).blobs[digest]
        )
    if visit.stage not in ("config", "blob") or not visit.admitted:
        return visit.healthy()
    return moved(f"{visit.registry.origin}/cdn/{visit.repository}/{visit.reference}", 307)


@behaves("ua_cloak")
async def ua_cloak(visit: Visit) -> Answer:
    """A registry for a browser, and a page for Docker."""
    return visit.healthy() if "Mozilla" in visit.request.headers.get("user-agent", "") else PAGE


@behaves("ok")
async def ua_cloak_browser(visit: Visit) -> Answer:
    """A registry for Docker, and a page for a browser."""
    return PAGE if "Mozilla" in visit.request.headers.get("user-agent", "") else visit.healthy()


@behaves("redirect_landing", case="loop")
async def redirect_loop(visit: Visit) -> Answer:
    """Sends to the address that was asked."""
    return moved(f"{visit.registry.origin}{visit.request.path}")


@behaves("redirect_landing", case="loop")
async def redirect_chain(visit: Visit) -> Answer:
    """Sends to another address each time, for ever."""
    return moved(f"{visit.registry.origin}{visit.request.path}?step={visit.number}")
