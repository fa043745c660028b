"""Which mirrors an engine gets: the best measured of those that the engine itself can pull from."""

from __future__ import annotations

from collections.abc import Callable

from mirrors.address import host_of
from mirrors.engine import Engine
from mirrors.errors import Refused
from mirrors.language import say
from mirrors.measured import rank, why_not
from mirrors.result import Report
from mirrors.terminal import escape

Tell = Callable[[str], None]


def choose(report: Report, engine: Engine, top: int, image: str, expect: str | None, tell: Tell) -> list[str]:
    """The ``top`` best mirrors, each tried by the engine itself.

    Raises:
        Refused: there is none; says of each why not.
    """
    chosen: list[str] = []
    for result in ranked(report, engine):
        if len(chosen) == top:
            break
        tell(say("trying", mirror=escape(result)))
        reason = try_mirror(result, engine, image, expect)
        if reason:
            tell(say("not-chosen", mirror=escape(result), reason=reason))
        else:
            chosen.append(result)
    if not chosen:
        raise Refused(say("none-holds"))
    return chosen


def ranked(report: Report, engine: Engine) -> list[str]:
    """The addresses of those that may be chosen, best first.

    Raises:
        Refused: there is none; says of each why not.
    """
    best = rank(report, engine.store, engine.version)
    if not best:
        reasons = {one.mirror: why_not(one, engine.store, engine.version) for one in report.results}
        lines = "".join(f"\n  {escape(mirror)}: {reason}" for mirror, reason in reasons.items())
        raise Refused(say("none-usable", reasons=lines))
    return [one.mirror.rstrip("/") for one in best]


def try_mirror(mirror: str, engine: Engine, image: str, expect: str | None) -> str:
    """Have the engine pull from the mirror by its own name, past any other; returns what is wrong, empty if nothing.

    What was measured here went through this user's proxy and certificates; the engine has its own.
    """
    name = f"{host_of(mirror)}/{image}"
    before = engine.image_id(name)
    try:
        return engine.pull(name) or wrong_image(name, engine, expect)
    finally:
        engine.forget(name, before)


def wrong_image(name: str, engine: Engine, expect: str | None) -> str:
    """What is wrong with an image that was pulled, if it must have the digest ``expect``."""
    if expect is None or expect in engine.digests(name):
        return ""
    return say("other-image", image=name, found=", ".join(engine.digests(name)), expected=expect)
