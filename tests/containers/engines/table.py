"""Every mirror that fails before every engine, expected against observed, as the table of a page in two languages."""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from mirrors.classes import classes
from mirrors.language import choose, language, say
from mirrors.result import Verdict
from snippets.text import ROOT
from tests.containers.engines.kinds import KINDS, Kind
from tests.containers.engines.run import TRIED, Trials, expected, predicted, run
from tests.containers.engines.trial import Observed
from tests.faults.behaviour import Behaviour

PAGES = {name: ROOT / "docs" / folder / "contributing/mirror-engines.md" for name, folder in (("en", ""), ("zh", "zh"))}
_RESULTS = re.compile(r"(?<=<!-- results -->\n).*?(?=<!-- end of results -->)", re.S)
_WORDS = {
    "en": {
        "intro": "Measured on {date}, with Engine {old} and Engine {new}.\n{agree} of {all} pulls did as expected, and"
        " the prober foretold {foretold} of them.",
        "head": "| class | host | {old}, graphdriver | {new}, graphdriver | {new}, containerd |",
        "took": "{what} ({seconds} s)",
        "hangs": "{what} (> {seconds} s)",
        "otherwise": "**expected: {expected}; observed: {observed}**",
    },
    "zh": {
        "intro": "测量于 {date}，Engine {old} 和 Engine {new}。\n{all} 次拉取中有 {agree} 次与预期一致，"
        "探测工具说中了 {foretold} 次。",
        "head": "| 类别 | 主机 | {old}，graphdriver | {new}，graphdriver | {new}，containerd |",
        "took": "{what}（{seconds} 秒）",
        "hangs": "{what}（> {seconds} 秒）",
        "otherwise": "**预期：{expected}；实测：{observed}**",
    },
}


def main() -> int:
    """Returns 1 if an engine did otherwise than expected."""
    parser = argparse.ArgumentParser(prog="python -m tests.containers.engines.table", description=__doc__)
    parser.add_argument("--record", action="store_true", help=f"write the table into {PAGES['en'].name}")
    options = parser.parse_args()
    trials = run()
    for name in PAGES:
        choose(name)
        table = render(trials)
        if name == "en":
            print(table)
        if options.record:
            _write(name, table)
    return 0 if all(_agrees(trials, behaviour, kind) for behaviour in TRIED for kind in KINDS) else 1


def render(trials: Trials) -> str:
    """The table in the language that is spoken."""
    words, cells = _WORDS[language()], [(behaviour, kind) for behaviour in TRIED for kind in KINDS]
    releases = {"old": trials.versions[KINDS[0].name], "new": trials.versions[KINDS[-1].name]}
    releases = {name: version.partition("+")[0] for name, version in releases.items()}
    intro = words["intro"].format(
        date=datetime.now(UTC).date(), **releases, all=len(cells),
        agree=sum(_agrees(trials, *cell) for cell in cells), foretold=sum(_foretold(trials, *cell) for cell in cells),
    )  # fmt: skip
    rows = [_row(trials, behaviour, words) for behaviour in sorted(TRIED, key=_place)]
    return "\n".join([intro, "", words["head"].format(**releases), "|---|---|---|---|---|", *rows, ""])


def _place(behaviour: Behaviour) -> tuple[int, str]:
    """In the order of the classes, and where a class has several hosts, that which is called like it first."""
    known = list(classes())
    name = behaviour.failure_class
    return known.index(name), "" if behaviour.name == name else behaviour.name


def _row(trials: Trials, behaviour: Behaviour, words: Mapping[str, str]) -> str:
    name = behaviour.failure_class
    label = f"`{name}` {classes()[name].label[language()]}"
    cells = [_cell(trials, behaviour, kind, words) for kind in KINDS]
    return f"| {label} | `{behaviour.name}` | {' | '.join(cells)} |"


def _cell(trials: Trials, behaviour: Behaviour, kind: Kind, words: Mapping[str, str]) -> str:
    observed = trials.observed[behaviour.name, kind.name]
    told = expected(behaviour, kind)
    if observed.agrees(told):
        return _shown(observed, _say(told), words)
    seen = _say(Verdict(observed.fitness, observed.seconds if observed.fitness == "falls_back" else None))
    return words["otherwise"].format(expected=_say(told), observed=_shown(observed, seen, words))


def _shown(observed: Observed, what: str, words: Mapping[str, str]) -> str:
    return words["hangs" if observed.hangs else "took"].format(what=what, seconds=_round(observed.seconds))


def _round(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}"


def _say(verdict: Verdict) -> str:
    waits = verdict.fitness == "falls_back" and verdict.seconds
    key = "falls_back_after" if waits else verdict.fitness
    return say(key, file="probe/words.toml", seconds=f"{verdict.seconds or 0:g}").lower()


def _agrees(trials: Trials, behaviour: Behaviour, kind: Kind) -> bool:
    return trials.observed[behaviour.name, kind.name].agrees(expected(behaviour, kind))


def _foretold(trials: Trials, behaviour: Behaviour, kind: Kind) -> bool:
    return trials.observed[behaviour.name, kind.name].agrees(predicted(trials, behaviour, kind))


def _write(name: str, table: str) -> None:
    text = _RESULTS.sub(lambda _: table, PAGES[name].read_text("utf-8"))
    if name != "en":
        source = hashlib.sha256(PAGES["en"].read_bytes()).hexdigest()[:12]
        text = re.sub(r"(?m)^source: .*$", f"source: {source}", text, count=1)
    PAGES[name].write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
