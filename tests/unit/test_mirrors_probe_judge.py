"""Whose image it is: what the prober says of a digest that is not the one expected, and when nothing was reached."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from mirrors.probe import Options, probe
from mirrors.result import Report
from tests.faults import Faults
from tests.faults.image import EVIL, image_of
from tests.unit.probing import IMAGE, QUICK, RIGHT, trust_the_test, with_hosts

NOBODY = "https://127.0.0.1:9"
"""A control host that does not answer: nobody says what the tag names."""


@pytest.fixture(autouse=True)
def _trust(monkeypatch: pytest.MonkeyPatch) -> None:
    trust_the_test(monkeypatch)


def said(*behaviours: str, options: Options = QUICK, control: str = "") -> list[tuple[str, str]]:
    """The class and the evidence for each; ``control`` behaves so, or does not answer."""
    reports: list[Report] = []

    async def visit(faults: Faults) -> None:
        hosts = [(await faults.start(name)).url for name in behaviours]
        beside = (await faults.start(control)).url if control else NOBODY
        reports.append(await probe(hosts, replace(options, control=(beside,))))

    with_hosts(visit)
    return [(result.failure_class, result.detail) for result in reports[0].results]


def test_another_image_under_a_tag_is_no_proof() -> None:
    """A tag moves: however sure somebody is of its digest, one that differs is unknown, and not poisoned."""
    expecting = replace(QUICK, expect=RIGHT)

    assert "unknown_digest" == said("unknown_digest", options=expecting)[0][0]
    assert "unknown_digest" == said("unknown_digest", control="ok")[0][0]


def test_other_bytes_for_a_digest_are_proof() -> None:
    """Whoever gives another image to who asks for it by digest has no excuse."""
    assert "poisoned" == said("poisoned", options=replace(QUICK, expect=RIGHT))[0][0]
    assert "poisoned" == said("poisoned", control="ok")[0][0]
    assert "poisoned" == said("poisoned", options=replace(QUICK, image=f"{IMAGE}@{RIGHT}"))[0][0]


def test_what_the_tag_named_before_is_old() -> None:
    """Only if its history is known; a stranger's image otherwise."""
    assert "stale_tag" == said("stale_tag", control="ok")[0][0]
    assert "unknown_digest" == said("stale_tag", options=replace(QUICK, known=()), control="ok")[0][0]


def test_docker_hub_may_have_moved_on() -> None:
    """An image that is what Docker Hub has now is right, whatever somebody expected."""
    options = replace(QUICK, expect=image_of(IMAGE, EVIL).digest)

    assert "ok" == said("ok", options=options, control="ok")[0][0]


def test_most_mirrors_against_one() -> None:
    """With Docker Hub out of reach, who says otherwise than the others is unknown."""
    assert ["ok", "ok", "unknown_digest"] == [name for name, _ in said("ok", "ok", "unknown_digest")]


def test_alone_with_a_mirror() -> None:
    """With nobody to compare it with, its image is taken, and that is said."""
    name, detail = said("unknown_digest")[0]

    assert "ok" == name
    assert "not compared" in detail


def test_an_index_cut_short() -> None:
    """Fewer platforms are one thing; fewer platforms and a stranger's image are not to be used."""
    assert "missing_platform" == said("missing_platform", control="ok")[0][0]


def test_no_network_is_nobodys_fault() -> None:
    """If the control host is not reached and no mirror answers, nothing is said of any."""
    reports = asyncio.run(probe(["https://127.0.0.1:1", "https://127.0.0.1:2"], replace(QUICK, control=(NOBODY,))))

    assert ["inconclusive"] * 2 == [result.failure_class for result in reports.results]
    assert [{}] * 2 == [result.engines for result in reports.results]


@pytest.mark.parametrize(("behaviours", "control"), [(["connect_refused"], "ok"), (["connect_refused", "ok"], "")])
def test_one_answer_is_a_network(behaviours: list[str], control: str) -> None:
    """A host that answers, control or mirror, makes the silence of another its own."""
    assert "connect_refused" == said(*behaviours, control=control)[0][0]
