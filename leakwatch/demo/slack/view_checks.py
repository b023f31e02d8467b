"""Views as Slack checks them: modals with their title, buttons, blocks and private data.

https://docs.slack.dev/reference/views/modal-views
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from leakwatch.demo.slack.shapes import Problem, kind_of, length, object_of, text_object
from leakwatch.demo.slack.validator import MAX_BLOCKS_OF_A_VIEW, problems_of

MAX_VIEW_BYTES = 250_000
_TEXTS = ("title", "submit", "close")
_LENGTHS = {"private_metadata": 3_000, "callback_id": 255, "external_id": 255}
_FLAGS = ("clear_on_close", "notify_on_close", "submit_disabled")


def check_view(view: object) -> tuple[str, ...]:
    """Every problem of a modal, each with its JSON pointer; none when Slack shows it."""
    return tuple(f"{message} [json-pointer:{at}]" for message, at in _problems(view))


def _problems(view: object) -> Iterator[Problem]:
    if not isinstance(view, dict) or kind_of(view) != "modal":
        yield f"unsupported type: {kind_of(view)}", "/view/type"
        return
    optional = {"submit", "close", *_LENGTHS, *_FLAGS}
    yield from object_of(view, "/view", required={"title", "blocks"}, optional=optional)
    for name in _TEXTS:
        if name in view and view[name] is not None:
            yield from text_object(view[name], f"/view/{name}", most=24, kinds={"plain_text"})
    yield from _properties(view)
    blocks = view.get("blocks")
    yield from problems_of(blocks, "/view/blocks", most=MAX_BLOCKS_OF_A_VIEW, least=1, view=True)
    if "submit" not in view and _asks(blocks):
        yield "missing required field: submit", "/view"


def _properties(view: Mapping[str, Any]) -> Iterator[Problem]:
    for name, most in _LENGTHS.items():
        if name in view:
            yield from length(view[name], f"/view/{name}", most=most, least=0)
    for name in _FLAGS:
        if name in view and not isinstance(view[name], bool):
            yield "must be a boolean", f"/view/{name}"
    if len(json.dumps(view)) > MAX_VIEW_BYTES:
        yield "must be less than 250001 bytes", "/view"


def _asks(blocks: object) -> bool:
    return isinstance(blocks, list) and any(kind_of(block) == "input" for block in blocks)
