"""Code blocks: a step becomes one fence and its badge; where distros differ, a tab for each."""

from __future__ import annotations

import json
import re
from pathlib import PurePath

from macros.badge import badge
from macros.view import View
from snippets.distro import Distro
from snippets.parameter import parameters_in
from snippets.step import MISTAKE, WRITE, Step
from snippets.topic import load_topic

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
    distros = view.walk.distros
    if macro == WRITE or load_topic(topic).is_shared:
        return _block(view, view.step(macro, topic, name, distros[0]), distros)
    return tabs([(distro, _block(view, view.step(macro, topic, name, distro), (distro,))) for distro in distros], view)


def tabs(contents: list[tuple[Distro, str]], view: View) -> str:
    """One tab per distro. Fenced, not indented: a snippet's own lines stay as they are."""
    parts = [f"//// tab | {distro.name[view.language]}\n\n{content}\n////\n" for distro, content in contents]
    parts[0] = parts[0].replace("\n", "\n    new: true\n", 1)
    return "\n".join(parts)


def _block(view: View, step: Step, distros: tuple[Distro, ...]) -> str:
    attributes = {
        "class": f"step step--{step.macro}",
        "id": view.anchor("step", step.key, *(d.id for d in distros[:1] if len(distros) == 1)),
        "data-step": step.key,
        "data-distro": " ".join(distro.id for distro in distros),
    }
    if parameters := parameters_in(step.shown.source):
        values = [{"name": p.name, "default": p.default, "pattern": p.pattern} for p in parameters]
        attributes["data-parameters"] = json.dumps(values)
    head = f"/// html | div\n    attrs: {json.dumps(attributes)}\n"
    return f"{head}\n{_fence(view, step)}\n{badge(view, step, distros)}\n\n///\n"


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
