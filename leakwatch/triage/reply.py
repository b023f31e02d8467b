"""An answer to one user: a heading and lines of inert text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from leakwatch.notify import kit
from leakwatch.notify.inert import cut, escaped

_FALLBACK_LIMIT = 1_000
_FOOT_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    bold: str = ""  #: stands before the text
    code: str = ""  #: a command to type, behind the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    text: str  #: for notifications and screen readers; not escaped
    blocks: tuple[kit.Block, ...] = ()


def reply(title: str, lines: Iterable[Line] = (), *, foot: str = "") -> Reply:
    """`lines` under `title`, as far as a message holds them; each is inert by its form."""
    head = [kit.header(title)]
    tail = [kit.context(cut(foot, _FOOT_LIMIT))] if foot else []
    room = kit.WEIGHT_LIMIT - kit.weight([*head, *tail, kit.rich_text(kit.section())])
    body = [kit.rich_text(section) for section in _sections(tuple(lines), room)]
    return Reply(text=cut(title, _FALLBACK_LIMIT), blocks=(*head, *body, *tail))


def saying(text: str) -> Reply:
    """One sentence or two, such as an error's."""
    block = kit.rich_text(kit.section(kit.words(text)))
    return Reply(text=cut(text, _FALLBACK_LIMIT), blocks=(block,))


def content(said: Reply) -> dict[str, Any]:
    """What `chat.postMessage`, `chat.update`, `chat.postEphemeral` and a `response_url` take."""
    return {
        "text": escaped(said.text),
        "blocks": list(said.blocks),
    }


def _sections(lines: tuple[Line, ...], room: int) -> list[kit.Block]:
    """The lines as one section; what passes the weight of a message is left off, which shows."""
    runs = list[kit.Block]()
    room -= len(json.dumps(kit.words("…")))
    for number, line in enumerate(lines):
        more = list(_runs(line, end="\n" if number < len(lines) - 1 else ""))
        room -= sum(len(json.dumps(run)) for run in more)
        if room < 0:
            runs.append(kit.words("…"))
            break
        runs += more
    return [kit.section(*runs)] if runs else []


def _runs(line: Line, *, end: str) -> Iterator[kit.Block]:
    """One run of text for each form; the end of the line goes to the last of them."""
    parts = [(line.bold, {"bold": True}), (line.text, {}), (line.code, {"code": True})]
    for text, style in parts:
        if text:
            yield kit.words(text, **style)
    if end:
        yield kit.words(end)
