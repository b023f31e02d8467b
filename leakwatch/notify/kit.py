"""The few Block Kit shapes that alerts are made of, each inert and within Slack's limits.

Nothing here is mrkdwn: `plain_text` without emoji codes and the text elements of `rich_text` show
every character as it is, so there is no mention, link or format for a page to forge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leakwatch.notify.inert import cut

Block = dict[str, Any]

#: Slack: a header holds 150 characters, a section 10 fields of 2,000, a context 10
#: elements, a button's text 75 characters.
HEADER_LIMIT, FIELD_LIMIT, MAX_FIELDS, BUTTON_LIMIT = 150, 2_000, 10, 75
#: No limit is documented for a text of a rich_text; the one of a section is known to pass.
TEXT_LIMIT = 3_000
#: Slack answers `msg_blocks_too_long` from about 13,000 characters over all blocks, counted in a
#: form of its own; blocks as ASCII JSON (a Japanese letter is six) below this stayed clear of it.
WEIGHT_LIMIT = 9_500
#: What an empty block adds to Slack's count, as seen with dividers.
_WEIGHT_OF_BLOCK = 125


def weight(blocks: Iterable[Mapping[str, Any]]) -> int:
    """How much of the message `blocks` take, never less than their characters."""
    return sum(len(json.dumps(block)) + _WEIGHT_OF_BLOCK for block in blocks)


def plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [plain(text, FIELD_LIMIT) for text in texts]}


def fields(texts: Sequence[str]) -> Block:
    """A table of two columns; the caller keeps to `MAX_FIELDS`."""
    return {"type": "section", "fields": [plain(text, FIELD_LIMIT) for text in texts]}


def rich_text(*parts: Block) -> Block:
    return {"type": "rich_text", "elements": list(parts)}


def section(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def quotation(text: str) -> Block:
    return {"type": "rich_text_quote", "elements": [words(text)]}


def words(text: str, **style: bool) -> Block:
    """A run of text; `style` is any of `bold`, `italic`, `code`."""
    run: Block = {"type": "text", "text": cut(text, TEXT_LIMIT)}
    return {**run, "style": style} if style else run


def called(slack_id: str) -> Block | None:
    """A mention of a user group (S…) or a member (U…, W…); None for what is no such id."""
    if not re.fullmatch(r"[SUW][A-Z0-9]{5,20}", slack_id):
        return None
    kind = "usergroup" if slack_id.startswith("S") else "user"
    return {"type": kind, f"{kind}_id": slack_id}


def button(text: str, *, act: str, value: str, style: str | None = None) -> Block:
    shown: Block = {
        "type": "button",
        "action_id": act,
        "text": {"type": "plain_text", "text": cut(text, BUTTON_LIMIT)},
        "value": value,
    }
    return {**shown, "style": style} if style else shown


def actions(buttons: Sequence[Block], *, block_id: str) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def link(url: str, text: str) -> Block:
    return {"type": "link", "url": url, "text": cut(text, TEXT_LIMIT)}
