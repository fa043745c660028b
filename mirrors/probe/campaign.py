"""All mirrors at once, beside the control hosts; then what is said of each."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from datetime import datetime, timezone
from functools import cached_property

from mirrors.classes import verdicts
from mirrors.probe.certificate import LOOKED_AT, lenient, look
from mirrors.probe.control import Control, Trusted
from mirrors.probe.exchange import Exchange
from mirrors.probe.fault import Fault
from mirrors.probe.finding import ABSENT, GENUINE, OTHER, Finding
from mirrors.probe.judge import Judge, history
from mirrors.probe.meter import Meter
from mirrors.probe.network import trust
from mirrors.probe.options import Options
from mirrors.probe.pull import Pull
from mirrors.probe.registry import Registry
from mirrors.probe.resolve import Resolver
from mirrors.probe.target import Image, Mirror, digest, of_this_machine
from mirrors.result import Report, Result, Verdict
from mirrors.terminal import escape

_UNNOTICED = frozenset({"missing_platform", "realm_foreign"})
"""Classes that an engine may get along with: the verdict says so."""


async def probe(mirrors: Sequence[str], options: Options = Options()) -> Report:  # noqa: B008 - frozen
    """Measure each mirror once."""
    return await Campaign(mirrors, options).run()


class Campaign:
    """One probe of several mirrors."""

    def __init__(self, mirrors: Sequence[str], options: Options) -> None:
        self._options, self._limits = options, options.bounds
        self._mirrors = list(dict.fromkeys(Mirror.parse(text) for text in mirrors))
        self._image = Image.parse(options.image)
        self._expect = digest(options.expect) if options.expect else None
        self._before = history(self._image, [digest(text) for text in options.known])
        self._platform = options.platform or of_this_machine()
        self._context, self._resolver = trust(), Resolver()
        self._done = 0

    async def run(self) -> Report:
        """Every mirror, and what is known of the image for certain."""
        self._places = asyncio.Semaphore(self._options.at_once)
        self._turn = asyncio.Semaphore(self._options.layers_at_once)
        began = datetime.now(timezone.utc)
        control = Control(self._options.control, self._image, self._limits, self._context, self._resolver)
        self._trusted = asyncio.ensure_future(control.ask())
        try:
            findings = await asyncio.gather(*map(self._probe, self._mirrors))
            trusted = await self._trusted
        finally:
            self._trusted.cancel()
        # What is closed at once is gone only when the loop has gone round.
        await asyncio.sleep(0)
        self._judge(trusted).judge(findings)
        lost = not trusted.reached and not any(finding.meter.answered for finding in findings)
        results = tuple(self._result(finding, lost=lost and finding.contacted) for finding in findings)
        return Report(began.isoformat(timespec="seconds").replace("+00:00", "Z"), self._options.vantage, results)

    async def _probe(self, mirror: Mirror) -> Finding:
        async with self._places:
            finding = Finding(mirror.origin, Meter(self._limits))
            if mirror.scheme == "http" and not self._options.allow_http:
                finding.contacted = False
                finding.all_meet(Fault("plain_http", "the address says http"))
            else:
                await self._pull(mirror, finding)
        self._done += 1
        if self._options.progress:
            self._options.progress(self._done, len(self._mirrors), mirror.origin)
        return finding

    async def _pull(self, mirror: Mirror, finding: Finding) -> None:
        allow_http = self._options.allow_http
        exchange = Exchange(mirror, finding.meter, self._context, self._resolver, allow_http=allow_http)
        try:
            registry = Registry(exchange)
            pull = Pull(registry, self._image, self._platform, self._turn, finding)
            await pull.run()
            if finding.fault is None and registry.realm:
                finding.fault = Fault("realm_foreign", f"its tokens come from {registry.realm}", "reached")
            if finding.digest:
                await self._compare(pull, finding)
            if finding.fault and finding.fault.failure_class in LOOKED_AT:
                kind = finding.fault.failure_class
                seen = await look(exchange.origin, kind, finding.meter, self._resolver, self._lenient)
                finding.notes.append(seen)
        except Exception as error:
            # Whatever a host thought of, the others are measured all the same.
            finding.all_meet(Fault("server_error", f"{type(error).__name__}: {error}"))
        finally:
            await exchange.aclose()

    @cached_property
    def _lenient(self) -> ssl.SSLContext:
        # Certificates take a tenth of a second to load, while nothing else is done.
        return lenient()

    async def _compare(self, pull: Pull, finding: Finding) -> None:
        """Ask a mirror whose image is another for the right one by its digest, which leaves no excuse."""
        with finding.meter.aside():
            right = self._judge(await asyncio.shield(self._trusted)).right
        if not right or finding.digest == right:
            return
        document = await pull.ask_for(right)
        finding.by_digest = ABSENT if document is None else GENUINE if document.digest == right else OTHER

    def _judge(self, trusted: Trusted) -> Judge:
        return Judge(self._image, trusted, self._expect, self._before)

    def _result(self, finding: Finding, *, lost: bool) -> Result:
        meter, fault = finding.meter, finding.fault
        if lost:
            detail = escape(f"no host was reached, not even one that always answers: {fault}")
            return Result(finding.mirror, "inconclusive", detail, {}, meter.timings_ms, meter.bytes)
        detail = escape("; ".join(filter(None, [fault.detail if fault else "", *finding.notes])))
        engines = {engine: self._verdict(engine, met, fault) for engine, met in finding.faults.items()}
        speed = None if finding.speed is None else round(finding.speed)
        name = fault.failure_class if fault else "ok"
        return Result(finding.mirror, name, detail, engines, meter.timings_ms, meter.bytes, speed)

    def _verdict(self, engine: str, met: Fault | None, fault: Fault | None) -> Verdict:
        """What an engine does: by what it meets; or by what the mirror is, if the engine does not notice."""
        cause = met or (fault if fault and fault.failure_class in _UNNOTICED else None) or Fault("ok", "")
        return verdicts(cause.failure_class, cause.at, self._options.release)[engine]
