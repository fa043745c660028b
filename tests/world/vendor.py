"""Questions to the vendors' servers, and the errors that they can end in."""

from __future__ import annotations

from typing import Any

import httpx

from tests.world.errors import WorldError

CONNECT, READ = 10, 20
"""Seconds."""


class Unreachable(WorldError):
    """A vendor's server cannot be reached from here."""


def vendors_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """What asks; it goes through the environment's ``HTTPS_PROXY``."""
    timeout, headers = httpx.Timeout(READ, connect=CONNECT), {"User-Agent": "docker-verified"}
    return httpx.AsyncClient(timeout=timeout, headers=headers, follow_redirects=True, transport=transport)


async def ask(client: httpx.AsyncClient, method: str, url: str, **options: Any) -> httpx.Response:
    """The answer to one request.

    Raises:
        Unreachable: there is none.
        WorldError: it is not a success.
    """
    try:
        response = await client.request(method, url, **options)
    except httpx.RequestError as e:
        raise Unreachable(f"{e.request.url.host} cannot be reached ({str(e) or type(e).__name__})") from e
    return see_success(response)


def see_success(response: httpx.Response) -> httpx.Response:
    """The same response.

    Raises:
        WorldError: it is not a success; says what the server says.
    """
    if response.is_success:
        return response
    request, status = response.request, response.status_code
    said = f"{status} {_reason(response)}"
    advice = "; this address has asked too often: wait some hours" if status == httpx.codes.TOO_MANY_REQUESTS else ""
    raise WorldError(f"{request.url.host} answers {request.method} {request.url.path} with {said}{advice}")


def read_json(response: httpx.Response) -> dict[str, Any]:
    """The object that the response is.

    Raises:
        WorldError: it is something else, such as the page of a network that wants a login.
    """
    try:
        found = response.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        kind, url = response.headers.get("Content-Type", "nothing that it names"), response.request.url
        advice = "is it the page of a proxy, or of a network that wants a login?"
        raise WorldError(f"{url.host} answers {url.path} with {kind}, not with JSON; {advice}")
    return found


def _reason(response: httpx.Response) -> str:
    """In a registry's own words, if it has any."""
    try:
        error = response.json()["errors"][0]
        return f"{error['code']}: {error['message']}"
    except (ValueError, LookupError, TypeError):
        return response.reason_phrase
