"""What the engine and a measurement have to say about a daemon.json: rules L6, L7, L8, L12 and L14."""

from __future__ import annotations

from collections.abc import Iterator

from mirrors import daemon_json
from mirrors.address import root_of
from mirrors.engine import Engine
from mirrors.json_text import Node, place
from mirrors.lint import Finding, finding
from mirrors.measured import breaks, by_address, rank
from mirrors.result import Report


def lint_engine(data: bytes, engine: Engine) -> list[Finding]:
    """What the engine has against the file that it reads itself."""
    return [*_flag(data, engine), *_loaded(data, engine), *_refused(engine), *_builders(data, engine)]


def lint_measured(data: bytes, report: Report, engine: Engine | None) -> Iterator[Finding]:
    """Mirrors that were found unfit and stand before a fit one, or break pulls wherever they stand."""
    store = engine.store if engine else "graphdriver"
    measured, good = by_address(report), {root_of(one.mirror) for one in rank(report, store)}
    file = daemon_json.read(data)
    items = file.mirrors.items if file.mirrors else []
    listed = [(item, str(item.read(file.text))) for item in items]
    for at, (item, address) in enumerate(listed):
        result = measured.get(root_of(address))
        if result is None or root_of(address) in good:
            continue
        values = {"value": file.text[item.start : item.end], "found": result.failure_class}
        better = next((other for _, other in listed[at + 1 :] if root_of(other) in good), None)
        if breaks(result, store):
            yield finding("breaks-pulls", place(file.text, item.start), **values)
        elif better:
            yield finding("order", place(file.text, item.start), **values, other=better)


def _flag(data: bytes, engine: Engine) -> Iterator[Finding]:
    file, node = _node(data)
    if node and engine.dockerd.option("registry-mirror") is not None:
        yield finding("flag-and-file", place(file.text, node.start))


def _loaded(data: bytes, engine: Engine) -> Iterator[Finding]:
    file, node = _node(data)
    wanted = [root_of(one) for one in daemon_json.addresses(data)]
    used = [root_of(one) for one in engine.mirrors]
    if list(dict.fromkeys(wanted)) != used and engine.dockerd.option("registry-mirror") is None:
        shown = ", ".join(engine.mirrors) or "-"
        at = place(file.text, node.start) if node else (1, 1)
        yield finding("not-loaded" if node else "still-loaded", at, used=shown)


def _refused(engine: Engine) -> Iterator[Finding]:
    if engine.validates and engine.config.exists() and (said := engine.dockerd.validate(engine.config)):
        yield finding("refused-by-dockerd", found=said)


def _builders(data: bytes, engine: Engine) -> Iterator[Finding]:
    file, node = _node(data)
    for name in engine.builders() if node else ():
        yield finding("builder", place(file.text, node.start) if node else (1, 1), found=name)


def _node(data: bytes) -> tuple[daemon_json.DaemonJson, Node | None]:
    file = daemon_json.read(data)
    return file, file.mirrors
