"""Block Kit as Slack checks it: the block types and limits that messages of this tool may meet.

Limits: https://docs.slack.dev/reference/block-kit/blocks. Messages have the words and JSON pointers of
Slack's own. Lengths count UTF-16 units, the strictest reading of "characters".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from leakwatch.demo.slack.composition import PLAIN
from leakwatch.demo.slack.elements import (
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
    check_element,
    check_image,
)
from leakwatch.demo.slack.rich import check_rich_text
from leakwatch.demo.slack.shapes import Problem, items, kind_of, length, object_of, text_object

MAX_BLOCKS, MAX_BLOCKS_OF_A_VIEW = 50, 100
#: Nowhere documented; answers were seen to turn to `msg_blocks_too_long` between 13,172 and 13,297.
MAX_TOTAL, BLOCK_OVERHEAD = 13_000, 125

Check = Callable[[Mapping[str, Any], str], Iterator[Problem]]


def check_blocks(blocks: object) -> tuple[str, ...]:
    """Every problem of a message's blocks, each with its JSON pointer; none when Slack takes them."""
    problems = problems_of(blocks, "/blocks", most=MAX_BLOCKS)
    return tuple(f"{message} [json-pointer:{at}]" for message, at in problems)


def too_long(blocks: list[Any]) -> bool:
    """Whether all blocks together pass what Slack takes in one message."""
    return sum(len(json.dumps(block)) + BLOCK_OVERHEAD for block in blocks) > MAX_TOTAL


def problems_of(
    blocks: object, at: str, *, most: int, least: int = 0, view: bool = False
) -> Iterator[Problem]:
    """What is wrong with `least` to `most` blocks, of a message or of a view."""
    yield from items(blocks, at, most=most, least=least)
    if not isinstance(blocks, list):
        return
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        here = f"{at}/{number}"
        yield from _block(block, here)
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(block_id, str):
            if block_id in seen:
                yield "`block_id` already exists", f"{here}/block_id"
            seen.add(block_id)
    if view:
        yield from _focus(blocks, at)


def _focus(blocks: list[object], at: str) -> Iterator[Problem]:
    elements = [block.get("element") for block in blocks if isinstance(block, dict)]
    focused = [one for one in elements if isinstance(one, dict) and one.get("focus_on_load")]
    if len(focused) > 1:
        yield "only one element may be focused", at


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
        yield from check_element(block["accessory"], f"{at}/accessory", IN_SECTION)


def _header(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    yield from text_object(block.get("text"), f"{at}/text", most=150, kinds=PLAIN)


def _context(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    elements = block.get("elements")
    yield from items(elements, f"{at}/elements", most=10)
    for number, element in enumerate(elements if isinstance(elements, list) else []):
        here = f"{at}/elements/{number}"
        if kind_of(element) == "image":
            yield from check_element(element, here, IN_CONTEXT)
        else:
            yield from text_object(element, here, most=3_000)


def _divider(_block: Mapping[str, Any], _at: str) -> Iterator[Problem]:
    yield from ()


def _actions(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    elements = block.get("elements")
    yield from items(elements, f"{at}/elements", most=25)
    seen: set[str] = set()
    for number, element in enumerate(elements if isinstance(elements, list) else []):
        yield from check_element(element, f"{at}/elements/{number}", IN_ACTIONS)
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str):
            if action_id in seen:
                yield "`action_id` already exists", f"{at}/elements/{number}/action_id"
            seen.add(action_id)


def _input(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    yield from text_object(block.get("label"), f"{at}/label", most=2_000, kinds=PLAIN)
    yield from check_element(block.get("element"), f"{at}/element", IN_INPUT)
    if "hint" in block:
        yield from text_object(block["hint"], f"{at}/hint", most=2_000, kinds=PLAIN)
    for name in ("optional", "dispatch_action"):
        if name in block and not isinstance(block[name], bool):
            yield "must be a boolean", f"{at}/{name}"


_BLOCKS: Mapping[str, tuple[set[str], set[str], Check]] = {
    "actions": ({"elements"}, set(), _actions),
    "context": ({"elements"}, set(), _context),
    "divider": (set(), set(), _divider),
    "header": ({"text"}, set(), _header),
    "image": ({"alt_text"}, {"image_url", "slack_file", "title"}, check_image),
    "input": ({"element", "label"}, {"hint", "optional", "dispatch_action"}, _input),
    "rich_text": ({"elements"}, set(), check_rich_text),
    "section": (set(), {"text", "fields", "accessory", "expand"}, _section),
}
