"""Until when distros get free security updates, as endoflife.date has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx

from tests.world.errors import WorldError
from tests.world.vendor import ask, read_json

API = "https://endoflife.date/api/v1/products"


@dataclass(frozen=True)
class Product:
    """What endoflife.date calls a family, and which of its dates counts."""

    name: str
    until: str
    """``eolFrom`` is the end of the vendor's own security updates, ``eoesFrom`` of extended ones."""
    label: str = ""
    """What the date must be called, where it is an extended one: another name may be another, paid, support."""


PRODUCTS = {
    # The security team hands over to Debian LTS, whose updates reach every machine, at no cost.
    "debian": Product("debian", "eoesFrom", "Debian LTS"),
    # Ubuntu's extended support is Ubuntu Pro: it takes a subscription, so it does not count.
    "ubuntu": Product("ubuntu", "eolFrom"),
    "fedora": Product("fedora", "eolFrom"),
    "centos": Product("centos-stream", "eolFrom"),
    "amazon": Product("amazon-linux", "eolFrom"),
}
"""By family."""


async def ask_ends(client: httpx.AsyncClient, product: Product) -> Mapping[str, str | None]:
    """The last day of free security updates, by release; None where it is not known.

    Raises:
        WorldError: endoflife.date does not say, or not in the form that is known here.
    """
    answer = read_json(await ask(client, "GET", f"{API}/{product.name}/"))
    try:
        result: dict[str, Any] = answer["result"]
        label = result["labels"][product.until.removesuffix("From")]
        ends = {str(release["name"]): release[product.until] for release in result["releases"]}
    except (LookupError, TypeError) as e:
        what = f"endoflife.date answers for {product.name} in a form that is not known ({e!r}); see its API, version 1"
        raise WorldError(what) from e
    if product.label and product.label != label:
        what = f"endoflife.date calls the extended support of {product.name} {label!r}, not {product.label!r}"
        raise WorldError(f"{what}; see whether it is free, and mend tests/world/lifecycle.py")
    return ends


def find_end(ends: Mapping[str, str | None], product: Product, version: str) -> date:
    """The last day of one release.

    Raises:
        WorldError: it is not known.
    """
    if not (end := ends.get(version)):
        known = ", ".join(list(ends)[:6])
        raise WorldError(f"endoflife.date has no {product.until} for {product.name} {version!r}; it has: {known} …")
    try:
        return date.fromisoformat(end)
    except (TypeError, ValueError) as e:
        raise WorldError(f"endoflife.date's {product.until} of {product.name} {version} is no date: {end!r}") from e
