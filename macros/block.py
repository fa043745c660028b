"""Code blocks: a step becomes one fence and its badge; where distros differ, a tab for each family."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import PurePath

from macros.badge import badge
from macros.sharing import Made, by_family, by_text, names
from macros.view import View
from snippets.distro import FAMILIES
from snippets.parameter import parameters_in
from snippets.step import MISTAKE, WRITE, Step

_LEXERS = {
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".conf": "ini",
    ".sh": "bash",
    ".py": "python",
}


def block(view: View, topic: str, name: str, *, macro: str) -> str:
    """What ``macro(topic, name)`` shows: commands, a file, or a mistake."""
    made = view.made(macro, topic, name)
    if len(by_text(made)) == 1:
        return _block(view, made)
    return tabs([(family, _family(view, family, those)) for family, those in by_family(made).items()])


def tabs(contents: list[tuple[str, str]]) -> str:
    """One tab per family. Fenced, not indented: a snippet's own lines stay as they are."""
    parts = [f"//// tab | {FAMILIES[family]}\n\n{content}\n////\n" for family, content in contents]
    parts[0] = parts[0].replace("\n", "\n    new: true\n", 1)
    return "\n".join(parts)


def _family(view: View, family: str, made: list[Made]) -> str:
    """The blocks of a tab: one, or one for each text, and above it whom it is for."""
    groups = by_text(made)
    if len(groups) == 1:
        return _block(view, made, family)
    return "\n".join(f"{_whom(view, group)}\n{_block(view, group, group[0][0].id)}" for group in groups)


def _whom(view: View, made: list[Made]) -> str:
    whom = names([distro for distro, _ in made], view.labels)
    return f'<p class="whom" data-search-exclude>{escape(view.labels.say("whom", distros=whom))}</p>\n'


def _block(view: View, made: list[Made], *whom: str) -> str:
    _, step = made[0]
    attributes = {
        "class": f"step step--{step.macro}",
        "id": view.anchor("step", step.key, *whom),
        "data-step": step.key,
        "data-distro": " ".join(distro.id for distro, _ in made),
    }
    if parameters := parameters_in(step.shown.source):
        values = [{"name": p.name, "default": p.default, "pattern": p.pattern} for p in parameters]
        attributes["data-parameters"] = json.dumps(values)
    head = f"/// html | div\n    attrs: {json.dumps(attributes)}\n"
    return f"{head}\n{_fence(view, step)}\n{badge(view, made)}\n\n///\n"


def _fence(view: View, step: Step) -> str:
    code = step.shown.shown(view.language)
    marks = max((len(run) for run in re.findall(r"`+", code)), default=2) + 1
    fence = "`" * max(3, marks)
    title = f" title={json.dumps(words, ensure_ascii=False)}" if (words := _title(view, step)) else ""
    return f"{fence} {{ .{_language(step)}{title} }}\n{code}{fence}\n"


def _title(view: View, step: Step) -> str:
    if step.macro == MISTAKE:
        return view.labels["mistake"]
    if target := step.options.target:
        return view.labels.say("file", path=target.path, mode=target.mode, owner=target.owner)
    return ""


def _language(step: Step) -> str:
    if step.macro != WRITE:
        return "bash"
    name = PurePath(step.shown.name)
    return "dockerfile" if "Dockerfile" in name.name else _LEXERS.get(name.suffix, "text")
