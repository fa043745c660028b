"""Configure an engine with mirrors: write, reload, read back, pull; and put everything back if any of that fails."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mirrors import daemon_json, hosts_toml, safe_file
from mirrors.change import carry_out
from mirrors.choice import Tell, wrong_image
from mirrors.engine import Engine
from mirrors.errors import MirrorsError, Refused
from mirrors.language import say
from mirrors.lint import ERROR, Finding, lint
from mirrors.reload import Again, reload
from mirrors.undo import taken_back

_ABOUT_ENTRIES = {"L1", "L2", "L3", "L4", "L9", "L10", "L11"}
"""Rules about single mirrors: those in the old list go anyway."""


@dataclass(frozen=True)
class Wish:
    """What is to be applied."""

    mirrors: tuple[str, ...]
    image: str
    state: Path
    """Where it is kept what undo takes back."""
    expect: str | None = None
    trusts_tags: bool = False


@dataclass(frozen=True)
class Plan:
    """One file, as it is and as it will be."""

    path: Path
    before: bytes | None
    after: bytes
    is_hosts_toml: bool

    @property
    def changes_nothing(self) -> bool:
        """Whether the file says it already."""
        return self.before == self.after

    @property
    def diff(self) -> str:
        """What changes, as a unified diff."""
        old, new = ((data or b"").decode("utf-8").splitlines(keepends=True) for data in (self.before, self.after))
        source = str(self.path) if self.before is not None else "/dev/null"
        lines = difflib.unified_diff(old, new, source, str(self.path))
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def plan(wish: Wish, engine: Engine) -> Plan:
    """What will be written.

    Raises:
        Refused: what is there cannot be kept whole, or lint refuses what would be written.
        BadFile: what is there cannot be read.
    """
    if engine.uses_hosts_toml:
        path = hosts_toml.path_in(engine.certificates)
        before = safe_file.read(path)
        hosts_toml.check_replaceable(path, before)
        return Plan(path, before, hosts_toml.render(wish.mirrors, wish.trusts_tags), True)
    before = safe_file.read(engine.config)
    check_file(engine, before)
    after = daemon_json.put(before or b"", wish.mirrors)
    _refuse(engine.config, [one for one in lint(after, engine.version) if one.level == ERROR])
    return Plan(engine.config, before, after, False)


def check_file(engine: Engine, data: bytes | None) -> None:
    """See that the file can take a list of mirrors: before anything is measured.

    Raises:
        Refused: it cannot; says where and what to do.
    """
    if engine.uses_hosts_toml:
        return
    check_json(engine.config, data, engine.version)
    if engine.dockerd.option("registry-mirror") is not None:
        raise Refused(say("refused", findings=f"\n  {say('flag-and-file', file='rules.toml', part='what')}"))


def check_json(path: Path, data: bytes | None, version: tuple[int, ...] | None) -> None:
    """See that dockerd can read the file, whatever it thinks of the mirrors in it.

    Raises:
        Refused: it cannot; says where and what to do.
    """
    found = [one for one in lint(b"{}" if data is None else data, version) if one.level == ERROR]
    _refuse(path, [one for one in found if one.rule not in _ABOUT_ENTRIES and one.kind != "empty-file-refused"])


def carry(plan: Plan, wish: Wish, engine: Engine, again: Again, tell: Tell) -> None:
    """Carry the plan out; ``again`` asks the engine anew.

    Raises:
        Refused: dockerd refuses the file; nothing was changed.
        PutBack: it did not hold, and everything is as it was.
    """
    if not plan.is_hosts_toml:
        _validate(plan, engine)

    def holds() -> None:
        tell(say("written", path=plan.path))
        if not plan.is_hosts_toml:
            if not reload(engine, again):
                raise MirrorsError(say("not-taken", used=", ".join(again().mirrors) or "-"))
            tell(say("taken"))
        _pull(wish, plan, engine, tell)

    step = partial(reload, engine, again)
    carry_out(plan.path, plan.before, plan.after, holds, step, taken_back, wish.state)


def _pull(wish: Wish, plan: Plan, engine: Engine, tell: Tell) -> None:
    before = engine.image_id(wish.image)
    try:
        wrong = engine.pull(wish.image) or wrong_image(wish.image, engine, wish.expect)
        if wrong:
            hint = say("hint-tags") if plan.is_hosts_toml and not wish.trusts_tags else ""
            raise MirrorsError(say("no-pull", image=wish.image, reason=wrong, hint=hint))
        tell(say("pulled", image=wish.image))
    finally:
        engine.forget(wish.image, before)


def _validate(plan: Plan, engine: Engine) -> None:
    """Its own judgement, before the file is in its place."""
    if not engine.validates:
        return
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / plan.path.name
        new.write_bytes(plan.after)
        said = engine.dockerd.validate(new)
    if said:
        raise Refused(say("refused-by-dockerd", path=plan.path, reason=said.replace(str(new), str(plan.path))))


def _refuse(path: Path, findings: Sequence[Finding]) -> None:
    if findings:
        lines = "".join(f"\n  {path}:{one.line}:{one.column}: {one.rule}: {one.what}; {one.do}" for one in findings)
        raise Refused(say("refused", findings=lines))
