"""What the elements of Block Kit are put together from: options, groups of them, confirmations.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from __future__ import annotations

from collections.abc import Iterator

from leakwatch.demo.slack.shapes import Problem, items, length, object_of, text_object

PLAIN = {"plain_text"}


def check_options(
    options: object,
    at: str,
    *,
    most: int,
    mrkdwn: bool = False,
    extra: frozenset[str] | set[str] = frozenset(),
) -> Iterator[Problem]:
    """Whether `options` are 1 to `most` choices with values that tell them apart."""
    yield from items(options, at, most=most)
    seen: set[object] = set()
    for number, option in enumerate(options if isinstance(options, list) else []):
        yield from check_option(option, f"{at}/{number}", mrkdwn=mrkdwn, extra=extra)
        value = option.get("value") if isinstance(option, dict) else None
        if isinstance(value, str) and value in seen:
            yield "duplicate option value", f"{at}/{number}/value"
        if isinstance(value, str):
            seen.add(value)


def check_option(
    option: object,
    at: str,
    *,
    mrkdwn: bool = False,
    extra: frozenset[str] | set[str] = frozenset(),
) -> Iterator[Problem]:
    if not isinstance(option, dict):
        yield "must be an object", at
        return
    optional = {"value", "description", *extra}
    yield from object_of(option, at, required={"text"}, optional=optional)
    kinds = {"plain_text", "mrkdwn"} if mrkdwn else PLAIN
    yield from text_object(option.get("text"), f"{at}/text", most=75, kinds=kinds)
    if "value" in option or "url" not in option:
        yield from length(option.get("value"), f"{at}/value", most=150)
    if "description" in option:
        yield from text_object(option["description"], f"{at}/description", most=75, kinds=kinds)
    if "url" in option:
        yield from length(option["url"], f"{at}/url", most=3_000)


def check_groups(groups: object, at: str) -> Iterator[Problem]:
    yield from items(groups, at, most=100)
    for number, group in enumerate(groups if isinstance(groups, list) else []):
        here = f"{at}/{number}"
        if not isinstance(group, dict):
            yield "must be an object", here
            continue
        yield from object_of(group, here, required={"label", "options"}, optional=set())
        yield from text_object(group.get("label"), f"{here}/label", most=75, kinds=PLAIN)
        yield from check_options(group.get("options"), f"{here}/options", most=100)


def check_confirm(confirm: object, at: str) -> Iterator[Problem]:
    if not isinstance(confirm, dict):
        yield "must be an object", at
        return
    needed = {"title", "text", "confirm", "deny"}
    yield from object_of(confirm, at, required=needed, optional={"style"})
    for name, most in (("title", 100), ("confirm", 30), ("deny", 30)):
        yield from text_object(confirm.get(name), f"{at}/{name}", most=most, kinds=PLAIN)
    yield from text_object(confirm.get("text"), f"{at}/text", most=300)
    if confirm.get("style", "primary") not in ("primary", "danger"):
        yield "must be one of primary, danger", f"{at}/style"
