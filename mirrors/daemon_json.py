"""The list of mirrors in a daemon.json: put in, and taken out again, with every other character left as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mirrors.errors import BadFile
from mirrors.json_text import BOM, Node, find_repeated, place, scan
from mirrors.language import say
from mirrors.terminal import escape

KEY = "registry-mirrors"
_INDENT = "  "


@dataclass(frozen=True)
class DaemonJson:
    """The text of a daemon.json, read."""

    text: str
    """Without the byte order mark."""
    top: Node | None
    """None if the file is empty, which dockerd takes for no settings."""
    bom: str = ""

    @property
    def mirrors(self) -> Node | None:
        """The value of ``registry-mirrors``, if there is one."""
        at = self.find(KEY)
        return None if at is None or self.top is None else self.top.items[at]

    def find(self, name: str) -> int | None:
        """Which of the keys is called ``name``."""
        names = [key.read(self.text) for key in self.top.keys] if self.top else []
        return names.index(name) if name in names else None


def decode(data: bytes) -> str:
    """The file's text, with its byte order mark if it has one.

    Raises:
        BadFile: it is not UTF-8; dockerd would not read it.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        line, column = place(data[: e.start].decode("utf-8"), len(data[: e.start].decode("utf-8")))
        raise BadFile(say("not-utf-8", file="rules.toml", part="what"), line, column, "not-utf-8") from e


def read(data: bytes) -> DaemonJson:
    """The file, read as strictly as dockerd does, and no key twice.

    Raises:
        BadFile: it is not UTF-8, not JSON, not an object, or has a key twice.
    """
    text = decode(data)
    bom, text = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    if not text.strip():
        return DaemonJson(text, None, bom)
    top = scan(text)
    if top.kind != "{":
        raise BadFile(say("not-an-object", file="rules.toml", part="what"), *place(text, top.start), "not-an-object")
    for first, again in find_repeated(text, top):
        line = place(text, first.start)[0]
        what = say("repeated-key", file="rules.toml", part="what", found=escape(str(again.read(text))), line=line)
        raise BadFile(what, *place(text, again.start), "repeated-key")
    return DaemonJson(text, top, bom)


def addresses(data: bytes) -> list[str]:
    """The mirrors that the file lists, as far as they are texts.

    Raises:
        BadFile: it cannot be read.
    """
    file = read(data)
    value = json.loads(file.text[file.mirrors.start : file.mirrors.end]) if file.mirrors else None
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def put(data: bytes, mirrors: Sequence[str]) -> bytes:
    """The file with these mirrors, and nothing else changed.

    Raises:
        BadFile: it cannot be read.
    """
    file = read(data)
    newline = "\r\n" if "\r\n" in file.text else "\n"
    if file.top is None:
        text = newline.join(["{", f'{_INDENT}"{KEY}": {_block(mirrors, _INDENT, _INDENT, newline)}', "}", ""])
    elif file.mirrors is not None:
        text = _replace(file, file.mirrors, mirrors, newline)
    else:
        text = _insert(file.text, file.top, mirrors, newline)
    return (file.bom + text).encode()


def take_out(data: bytes, before: bytes) -> bytes:
    """The file with the mirrors that it had ``before``, and everything that was changed since.

    Raises:
        BadFile: either cannot be read.
    """
    now, then = read(data), read(before)
    if now.top is None:
        return data
    if then.mirrors is not None:
        old = then.text[then.mirrors.start : then.mirrors.end]
        if now.mirrors is None:
            return put(data, json.loads(old))
        return (now.bom + now.text[: now.mirrors.start] + old + now.text[now.mirrors.end :]).encode()
    at = now.find(KEY)
    return data if at is None else (now.bom + _without(now.text, now.top, at)).encode()


def _replace(file: DaemonJson, old: Node, mirrors: Sequence[str], newline: str) -> str:
    text = file.text
    value = text[old.start : old.end]
    if json.loads(value) == list(mirrors):
        return text
    if "\n" not in value:
        shown = json.dumps(list(mirrors), ensure_ascii=False)
    else:
        indent, inner = _indent(text, old.start), _indent(text, old.items[0].start) if old.items else ""
        unit = inner[len(indent) :] if inner.startswith(indent) and inner != indent else indent or _INDENT
        shown = _block(mirrors, indent, unit, newline)
    return text[: old.start] + shown + text[old.end :]


def _insert(text: str, top: Node, mirrors: Sequence[str], newline: str) -> str:
    if not top.items:
        block = f'{newline}{_INDENT}"{KEY}": {_block(mirrors, _INDENT, _INDENT, newline)}{newline}'
        return text[: top.start + 1] + block + text[top.end - 1 :]
    end = top.items[-1].end
    if "\n" not in text[top.start : top.keys[0].start]:
        return f'{text[:end]}, "{KEY}": {json.dumps(list(mirrors), ensure_ascii=False)}{text[end:]}'
    indent = _indent(text, top.keys[0].start)
    block = _block(mirrors, indent, indent or _INDENT, newline)
    return f'{text[:end]},{newline}{indent}"{KEY}": {block}{text[end:]}'


def _without(text: str, top: Node, at: int) -> str:
    if at:
        return text[: top.items[at - 1].end] + text[top.items[at].end :]
    if len(top.items) > 1:
        return text[: top.keys[0].start] + text[top.keys[1].start :]
    return text[: top.start + 1] + text[top.end - 1 :]


def _indent(text: str, at: int) -> str:
    """What the line of a character begins with."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _block(mirrors: Sequence[str], indent: str, unit: str, newline: str) -> str:
    lines = [f"{indent}{unit}{json.dumps(mirror, ensure_ascii=False)}" for mirror in mirrors]
    return f"[{newline}" + f",{newline}".join(lines) + f"{newline}{indent}]" if lines else "[]"
