"""The `rich_text` block as Slack checks it.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from leakwatch.demo.slack.shapes import Problem, items, kind_of, length, object_of

#: Property and longest value; no limits are documented, these are the ones of similar fields.
_ELEMENTS: Mapping[str, tuple[str, int]] = {
    "broadcast": ("range", 20),
    "channel": ("channel_id", 50),
    "color": ("value", 20),
    "emoji": ("name", 100),
    "link": ("url", 3_000),
    "text": ("text", 3_000),
    "user": ("user_id", 50),
    "usergroup": ("usergroup_id", 50),
}
#: Whether the workspace has one of that id nobody documents as checked, so it is not here.
_IDS = {"channel": "[CDG][A-Z0-9]+", "user": "[UW][A-Z0-9]+", "usergroup": "S[A-Z0-9]+"}
_PARTS: Mapping[str, set[str]] = {
    "rich_text_list": {"style", "indent", "offset", "border"},
    "rich_text_preformatted": {"border", "language"},
    "rich_text_quote": {"border"},
    "rich_text_section": set(),
}
_STYLES = {"bold", "italic", "strike", "code", "underline"}


def check_rich_text(block: Mapping[str, Any], at: str) -> Iterator[Problem]:
    elements = block.get("elements")
    yield from items(elements, f"{at}/elements", most=100)
    for number, part in enumerate(elements if isinstance(elements, list) else []):
        yield from _part(part, f"{at}/elements/{number}", _PARTS.keys())


def _part(part: object, at: str, kinds: Any) -> Iterator[Problem]:
    kind = kind_of(part)
    if not isinstance(part, dict) or kind is None or kind not in kinds:
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    yield from object_of(part, at, required={"elements"}, optional=_PARTS[kind])
    elements = part.get("elements")
    yield from items(elements, f"{at}/elements", most=500, least=0)
    for number, element in enumerate(elements if isinstance(elements, list) else []):
        here = f"{at}/elements/{number}"
        if kind == "rich_text_list":
            yield from _part(element, here, {"rich_text_section"})
        else:
            yield from _element(element, here)


def _element(element: object, at: str) -> Iterator[Problem]:
    kind = kind_of(element)
    if not isinstance(element, dict) or kind is None or kind not in _ELEMENTS:
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    name, most = _ELEMENTS[kind]
    optional = {"style"} | ({"text", "unsafe"} if kind == "link" else set())
    yield from object_of(element, at, required={name}, optional=optional)
    yield from length(element.get(name), f"{at}/{name}", most=most)
    pattern = _IDS.get(kind)
    if pattern and not re.fullmatch(pattern, str(element.get(name))):
        yield f"invalid {name}", f"{at}/{name}"
    if kind == "link":
        yield from _link(element, at)
    if "style" in element:
        yield from _style(element["style"], f"{at}/style")


def _link(element: Mapping[str, Any], at: str) -> Iterator[Problem]:
    if not str(element.get("url")).startswith(("http://", "https://", "mailto:", "slack://")):
        yield "invalid url", f"{at}/url"
    if "text" in element:
        yield from length(element["text"], f"{at}/text", most=3_000)


def _style(style: object, at: str) -> Iterator[Problem]:
    if not isinstance(style, dict):
        yield "must be an object", at
        return
    for name, value in style.items():
        if name not in _STYLES:
            yield f"invalid additional property: {name}", at
        elif not isinstance(value, bool):
            yield "must be a boolean", f"{at}/{name}"
