"""The checks that every part of Block Kit shares: properties, lengths, lists and text objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: What is wrong, in Slack's words, and the JSON pointer to it.
Problem = tuple[str, str]

TEXT_KINDS = {"plain_text": {"emoji"}, "mrkdwn": {"verbatim"}}


def kind_of(value: object) -> str | None:
    """The `type` of an object, if it is an object and has one."""
    kind = value.get("type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else None


def object_of(
    value: Mapping[str, Any], at: str, *, required: set[str], optional: set[str]
) -> Iterator[Problem]:
    """Whether `value` has the properties it must have, and none that Slack does not know."""
    for name in sorted(required - value.keys()):
        yield f"missing required field: {name}", at
    for name in sorted(value.keys() - required - optional - {"type"}):
        yield f"invalid additional property: {name}", at


def length(value: object, at: str, *, most: int, least: int = 1) -> Iterator[Problem]:
    """Whether `value` is a text of `least` to `most` UTF-16 units."""
    if not isinstance(value, str):
        yield "must be a string", at
        return
    try:
        units = len(value.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        yield "must be valid Unicode", at
        return
    if units < least:
        yield f"must be more than {least - 1} characters", at
    if units > most:
        yield f"must be less than {most + 1} characters", at


def items(value: object, at: str, *, most: int, least: int = 1) -> Iterator[Problem]:
    """Whether `value` is a list of `least` to `most` entries."""
    if not isinstance(value, list):
        yield "must be an array", at
    elif len(value) < least:
        yield f"no fewer than {least} items allowed", at
    elif len(value) > most:
        yield f"no more than {most} items allowed", at


def text_object(
    value: object, at: str, *, most: int, kinds: set[str] | None = None
) -> Iterator[Problem]:
    """Whether `value` is a text object of one of `kinds` (default: either)."""
    kind = kind_of(value)
    if not isinstance(value, dict) or kind not in (kinds or TEXT_KINDS.keys()):
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    yield from object_of(value, at, required={"text"}, optional=TEXT_KINDS[str(kind)])
    yield from length(value.get("text"), f"{at}/text", most=most)
    for flag in TEXT_KINDS[str(kind)] & value.keys():
        if not isinstance(value[flag], bool):
            yield "must be a boolean", f"{at}/{flag}"


def whole(value: object, at: str, *, least: int, most: int) -> Iterator[Problem]:
    """Whether `value` is a whole number from `least` to `most`."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield "must be an integer", at
    elif not least <= value <= most:
        yield f"must be from {least} to {most}", at
