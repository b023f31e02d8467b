"""Block Kit as Slack checks it: the block types and limits that messages of this tool may meet.

Limits: https://docs.slack.dev/reference/block-kit/blocks. Messages have the words and JSON pointers of
Slack's own. Lengths count UTF-16 units, the strictest reading of "characters".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from leakwatch.demo.slack.rich import check_rich_text
from leakwatch.demo.slack.shapes import Problem, items, kind_of, length, object_of, text_object

MAX_BLOCKS = 50
#: Nowhere documented; answers were seen to turn to `msg_blocks_too_long` between 13,172 and 13,297.
MAX_TOTAL, BLOCK_OVERHEAD = 13_000, 125

Check = Callable[[Mapping[str, Any], str], Iterator[Problem]]


def check_blocks(blocks: object) -> tuple[str, ...]:
    """Every problem of a message's blocks, each with its JSON pointer; none when Slack takes them."""
    return tuple(f"{message} [json-pointer:{at}]" for message, at in _problems(blocks))


def too_long(blocks: list[Any]) -> bool:
    """Whether all blocks together pass what Slack takes in one message."""
    return sum(len(json.dumps(block)) + BLOCK_OVERHEAD for block in blocks) > MAX_TOTAL


def _problems(blocks: object) -> Iterator[Problem]:
    yield from items(blocks, "/blocks", most=MAX_BLOCKS, least=0)
    if not isinstance(blocks, list):
        return
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        at = f"/blocks/{number}"
        yield from _block(block, at)
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(block_id, str):
            if block_id in seen:
                yield "`block_id` already exists", f"{at}/block_id"
            seen.add(block_id)


def _block(block: object, at: str) -> Iterator[Problem]:
    kind = kind_of(block)
    if not isinstance(block, dict) or kind is None or kind not in _BLOCKS:
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    required, optional, check = _BLOCKS[kind]
    yield from object_of(block, at, required=required, optional={*optional, "block_id"})
    if "block_id" in block:
        yield from length(block["block_id"], f"{at}/block_id", most=255)
    yield from check(block, at)


def _section(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    if "text" not in block and "fields" not in block:
        yield "missing required field: text or fields", at
    if "text" in block:
        yield from text_object(block["text"], f"{at}/text", most=3_000)
    if "fields" in block:
        fields = block["fields"]
        yield from items(fields, f"{at}/fields", most=10)
        for number, field in enumerate(fields if isinstance(fields, list) else []):
            yield from text_object(field, f"{at}/fields/{number}", most=2_000)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{at}/accessory", {"button", "image"})


def _header(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    yield from text_object(block.get("text"), f"{at}/text", most=150, kinds={"plain_text"})


def _context(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    elements = block.get("elements")
    yield from items(elements, f"{at}/elements", most=10)
    for number, element in enumerate(elements if isinstance(elements, list) else []):
        here = f"{at}/elements/{number}"
        if kind_of(element) == "image":
            yield from _element(element, here, {"image"})
        else:
            yield from text_object(element, here, most=3_000)


def _divider(_block: Mapping[str, Any], _at: str) -> Iterator[Problem]:
    yield from ()


def _image(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    if ("image_url" in block) == ("slack_file" in block):
        yield "exactly one of image_url and slack_file", at
    yield from length(block.get("alt_text"), f"{at}/alt_text", most=2_000)
    if "image_url" in block:
        yield from length(block["image_url"], f"{at}/image_url", most=3_000)
    if "title" in block:
        yield from text_object(block["title"], f"{at}/title", most=2_000, kinds={"plain_text"})


def _actions(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    elements = block.get("elements")
    yield from items(elements, f"{at}/elements", most=25)
    for number, element in enumerate(elements if isinstance(elements, list) else []):
        yield from _element(element, f"{at}/elements/{number}", {"button"})


def _element(element: object, at: str, kinds: set[str]) -> Iterator[Problem]:
    kind = kind_of(element)
    if not isinstance(element, dict) or kind not in kinds:
        yield f"unsupported type: {kind}", f"{at}/type"
    elif kind == "image":
        yield from object_of(
            element, at, required={"alt_text"}, optional={"image_url", "slack_file"}
        )
        yield from _image(element, at)
    else:
        yield from _button(element, at)


def _button(button: Mapping[str, Any], at: str) -> Iterator[Problem]:
    limits = {"action_id": 255, "value": 2_000, "url": 3_000, "accessibility_label": 75}
    optional = {*limits, "style", "confirm"}
    yield from object_of(button, at, required={"text"}, optional=optional)
    yield from text_object(button.get("text"), f"{at}/text", most=75, kinds={"plain_text"})
    for name, most in limits.items():
        if name in button:
            yield from length(button[name], f"{at}/{name}", most=most)
    if button.get("style", "primary") not in ("primary", "danger"):
        yield "must be one of primary, danger", f"{at}/style"


_BLOCKS: Mapping[str, tuple[set[str], set[str], Check]] = {
    "actions": ({"elements"}, set(), _actions),
    "context": ({"elements"}, set(), _context),
    "divider": (set(), set(), _divider),
    "header": ({"text"}, set(), _header),
    "image": ({"alt_text"}, {"image_url", "slack_file", "title"}, _image),
    "rich_text": ({"elements"}, set(), check_rich_text),
    "section": (set(), {"text", "fields", "accessory", "expand"}, _section),
}
