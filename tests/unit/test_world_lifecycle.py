"""Until when distros get free security updates, in the shapes in which endoflife.date says it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx
import pytest

from snippets.distro import FAMILIES
from tests.unit.vendors import Vendors, product, release
from tests.world.errors import WorldError
from tests.world.lifecycle import PRODUCTS, ask_ends, find_end

DEBIAN = product("debian", "Debian LTS", [release("13", "2028-08-09", "2030-06-30"), release("12", "2026-07-11", None)])
UBUNTU = product("ubuntu", "Expanded Security Maintenance", [release("22.04", "2027-06-01", "2032-04-09")])


def ask(family: str, answer: dict[str, Any] | None) -> Mapping[str, str | None]:
    """Ask for the dates of a family."""

    async def asked() -> Mapping[str, str | None]:
        vendors = Vendors()
        vendors.products = {PRODUCTS[family].name: answer} if answer else {}
        async with vendors.client() as client:
            return await ask_ends(client, PRODUCTS[family])

    return asyncio.run(asked())


def test_every_family_has_a_product() -> None:
    """A new family needs one, or its distros cannot be pinned."""
    assert set(FAMILIES) == set(PRODUCTS)


def test_long_term_support_that_is_free_counts() -> None:
    """A Debian gets its updates to the end of Debian LTS."""
    assert {"13": "2030-06-30", "12": None} == ask("debian", DEBIAN)


def test_support_that_takes_a_subscription_does_not_count() -> None:
    """Ubuntu Pro is not what a reader's machine has."""
    assert {"22.04": "2027-06-01"} == ask("ubuntu", UBUNTU)


def test_another_kind_of_support_is_not_taken_for_the_free_one() -> None:
    """Were the date to become that of a paid support, a person has to look."""
    with pytest.raises(
        WorldError, match="calls the extended support of debian 'Debian ELTS', not 'Debian LTS'; see wh"
    ):
        ask("debian", product("debian", "Debian ELTS", []))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "endoflife.date answers GET /api/v1/products/ubuntu/ with 404 Not Found"),
        ({"result": []}, "answers for ubuntu in a form that is not known"),
        ({"schema_version": "2.0.0"}, r"not known \(KeyError\('result'\)\); see its API, version 1"),
        (product("ubuntu", None, [{"name": "24.04"}]), r"not known \(KeyError\('eolFrom'\)\)"),
    ],
)
def test_an_answer_in_another_form(answer: dict[str, Any] | None, message: str) -> None:
    """It is refused, and not guessed at."""
    with pytest.raises(WorldError, match=message):
        ask("ubuntu", answer)


def test_a_page_instead_of_json() -> None:
    """A network that wants a login answers everything with a page."""

    async def asked() -> None:
        vendors = Vendors()
        page = lambda _: httpx.Response(200, html="<html>Log in</html>")  # noqa: E731
        vendors.answers["GET endoflife.date/api/v1/products/fedora/"] = page
        async with vendors.client() as client:
            await ask_ends(client, PRODUCTS["fedora"])

    with pytest.raises(WorldError, match=r"with text/html; charset=utf-8, not with JSON; is it the page of a proxy"):
        asyncio.run(asked())


def test_the_last_day_of_a_release() -> None:
    """As a date."""
    assert find_end({"13": "2030-06-30"}, PRODUCTS["debian"], "13") == date(2030, 6, 30)


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ({"12": "2028-06-30"}, "has no eoesFrom for debian '13'; it has: 12 …"),
        ({"13": None}, "has no eoesFrom for debian '13'"),
        ({"13": "soon"}, "eoesFrom of debian 13 is no date: 'soon'"),
        ({"13": True}, "eoesFrom of debian 13 is no date: True"),
    ],
)
def test_a_release_without_a_date(ends: dict[str, Any], message: str) -> None:
    """It is refused: a distro must have its last day."""
    with pytest.raises(WorldError, match=message):
        find_end(ends, PRODUCTS["debian"], "13")
