"""Which mirrors an engine gets: the best measured of those that the engine itself can pull from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mirrors.address import host_of
from mirrors.engine import Engine
from mirrors.errors import Refused
from mirrors.language import say
from mirrors.measured import rank, why_not
from mirrors.result import Report, Result
from mirrors.terminal import escape

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Trial:
    """The image that an engine tries a mirror with."""

    image: str
    expect: str | None = None
    """The digest that it must have."""
    believes: bool = True
    """Whether the engine will ask the mirror which image a tag is."""


def choose(report: Report, engine: Engine, top: int, trial: Trial, tell: Tell) -> list[str]:
    """The ``top`` best mirrors, each tried by the engine itself.

    Raises:
        Refused: there is none, and says of each why not; or they say of one tag that it is different images.
    """
    chosen: dict[str, str] = {}
    for result in ranked(report, engine, tell):
        mirror = result.mirror.rstrip("/")
        if len(chosen) == top:
            break
        tell(say("trying", mirror=escape(mirror), found=_said(result)))
        reason, digest = try_mirror(mirror, engine, trial)
        if reason:
            tell(say("not-chosen", mirror=escape(mirror), reason=reason))
        else:
            chosen[mirror] = digest
    if not chosen:
        raise Refused(say("none-holds"))
    if trial.believes and len(set(chosen.values())) > 1:
        lines = "".join(f"\n  {escape(mirror)}: {digest}" for mirror, digest in chosen.items())
        raise Refused(say("disagree", image=trial.image, digests=lines))
    return list(chosen)


def ranked(report: Report, engine: Engine, tell: Tell) -> list[Result]:
    """Those that may be chosen, best first; tells why not the others.

    Raises:
        Refused: there is none; says of each why not.
    """
    best = rank(report, engine.store, engine.version)
    reasons = {one.mirror: why_not(one, engine.store, engine.version) for one in report.results if one not in best}
    if not best:
        lines = "".join(f"\n  {escape(mirror)}: {reason}" for mirror, reason in reasons.items())
        raise Refused(say("none-usable", reasons=lines))
    for mirror, reason in reasons.items():
        tell(say("not-chosen", mirror=escape(mirror), reason=reason))
    return best


def _said(result: Result) -> str:
    speed = f", {result.speed / 1e6:.1f} MB/s" if result.speed else ""
    return f"{result.failure_class}{speed}" + (f"; {escape(result.detail)}" if result.detail else "")


def try_mirror(mirror: str, engine: Engine, trial: Trial) -> tuple[str, str]:
    """Have the engine pull from the mirror by its own name, past any other: what is wrong, or nothing; and the digest.

    What was measured here went through this user's proxy and certificates; the engine has its own.
    """
    name = f"{host_of(mirror)}/{trial.image}"
    before = engine.image_id(name)
    try:
        wrong = engine.pull(name) or wrong_image(name, engine, trial.expect)
        return wrong, ", ".join(engine.digests(name))
    finally:
        engine.forget(name, before)


def wrong_image(name: str, engine: Engine, expect: str | None) -> str:
    """What is wrong with an image that was pulled, if it must have the digest ``expect``."""
    if expect is None or expect in engine.digests(name):
        return ""
    return say("other-image", image=name, found=", ".join(engine.digests(name)), expected=expect)
