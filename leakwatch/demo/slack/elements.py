"""The interactive elements of Block Kit as Slack checks them: buttons, menus, pickers, inputs.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from leakwatch.demo.slack.composition import (
    PLAIN,
    check_confirm,
    check_groups,
    check_option,
    check_options,
)
from leakwatch.demo.slack.shapes import Problem, kind_of, length, object_of, text_object, whole

Element = Mapping[str, Any]
Check = Callable[[Element, str], Iterator[Problem]]

MAX_INPUT = 3_000
_COMMON = {"action_id", "confirm", "focus_on_load", "placeholder"}
_FLAGS = ("focus_on_load", "multiline", "is_decimal_allowed", "response_url_enabled")


def check_element(element: object, at: str, kinds: frozenset[str]) -> Iterator[Problem]:
    """Whether `element` is one of `kinds` and as Slack wants it."""
    kind = kind_of(element)
    if not isinstance(element, dict) or kind is None or kind not in kinds:
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    required, optional, check = _ELEMENTS[kind]
    yield from object_of(element, at, required=required, optional=optional)
    yield from _shared(element, at)
    yield from check(element, at)


def _shared(element: Element, at: str) -> Iterator[Problem]:
    if "action_id" in element:
        yield from length(element["action_id"], f"{at}/action_id", most=255)
    if "placeholder" in element:
        yield from text_object(element["placeholder"], f"{at}/placeholder", most=150, kinds=PLAIN)
    if "confirm" in element:
        yield from check_confirm(element["confirm"], f"{at}/confirm")
    for name in _FLAGS:
        if name in element and not isinstance(element[name], bool):
            yield "must be a boolean", f"{at}/{name}"


def check_image(image: Element, at: str) -> Iterator[Problem]:
    if ("image_url" in image) == ("slack_file" in image):
        yield "exactly one of image_url and slack_file", at
    yield from length(image.get("alt_text"), f"{at}/alt_text", most=2_000)
    if "image_url" in image:
        yield from length(image["image_url"], f"{at}/image_url", most=3_000)
    if "title" in image:
        yield from text_object(image["title"], f"{at}/title", most=2_000, kinds=PLAIN)


def _button(button: Element, at: str) -> Iterator[Problem]:
    yield from text_object(button.get("text"), f"{at}/text", most=75, kinds=PLAIN)
    for name, most in (("value", 2_000), ("url", 3_000), ("accessibility_label", 75)):
        if name in button:
            yield from length(button[name], f"{at}/{name}", most=most)
    if button.get("style", "primary") not in ("primary", "danger"):
        yield "must be one of primary, danger", f"{at}/style"


def _overflow(menu: Element, at: str) -> Iterator[Problem]:
    yield from check_options(menu.get("options"), f"{at}/options", most=5, extra={"url"})


def _static_select(menu: Element, at: str) -> Iterator[Problem]:
    if ("options" in menu) == ("option_groups" in menu):
        yield "exactly one of options and option_groups", at
        return
    if "options" in menu:
        yield from check_options(menu["options"], f"{at}/options", most=100)
    else:
        yield from check_groups(menu["option_groups"], f"{at}/option_groups")
    yield from _initial(menu, at)


def _choice(menu: Element, at: str) -> Iterator[Problem]:
    yield from check_options(menu.get("options"), f"{at}/options", most=10, mrkdwn=True)
    yield from _initial(menu, at)


def _initial(menu: Element, at: str) -> Iterator[Problem]:
    """What is chosen at first has to be among what can be chosen, word for word."""
    offered = list(menu.get("options") or ())
    for group in menu.get("option_groups") or ():
        offered += group.get("options", []) if isinstance(group, dict) else []
    several = menu.get("initial_options")
    if several is not None and not isinstance(several, list):
        yield "must be an array", f"{at}/initial_options"
        return
    single = [menu["initial_option"]] if "initial_option" in menu else []
    for option in [*single, *(several or [])]:
        yield from check_option(option, f"{at}/initial_option", mrkdwn=True)
        if option not in offered:
            yield "initial option is not among the options", f"{at}/initial_option"


def _picked(menu: Element, at: str) -> Iterator[Problem]:
    for name in menu.keys() & _PICKS:
        yield from length(menu[name], f"{at}/{name}", most=50)


def _date(picker: Element, at: str) -> Iterator[Problem]:
    if "initial_date" in picker:
        try:
            date.fromisoformat(str(picker["initial_date"]))
        except ValueError:
            yield "must be a date as YYYY-MM-DD", f"{at}/initial_date"


def _time(picker: Element, at: str) -> Iterator[Problem]:
    given = str(picker.get("initial_time", "00:00"))
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", given):
        yield "must be a time as HH:mm", f"{at}/initial_time"


def _moment(picker: Element, at: str) -> Iterator[Problem]:
    if "initial_date_time" in picker:
        yield from whole(
            picker["initial_date_time"], f"{at}/initial_date_time", least=10**9, most=10**10 - 1
        )


def _text_input(field: Element, at: str) -> Iterator[Problem]:
    for name, least in (("min_length", 0), ("max_length", 1)):
        if name in field:
            yield from whole(field[name], f"{at}/{name}", least=least, most=MAX_INPUT)
    if "initial_value" in field:
        yield from length(field["initial_value"], f"{at}/initial_value", most=MAX_INPUT, least=0)
    shortest, longest = field.get("min_length"), field.get("max_length")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        yield "min_length must not be greater than max_length", at


def _anything(_element: Element, _at: str) -> Iterator[Problem]:
    yield from ()


_PICKS = {"initial_user", "initial_channel", "initial_conversation"}
_TEXT = {"initial_value", "placeholder", "action_id", "focus_on_load", "dispatch_action_config"}
_ELEMENTS: Mapping[str, tuple[set[str], set[str], Check]] = {
    "button": (
        {"text"},
        {"action_id", "value", "url", "style", "confirm", "accessibility_label"},
        _button,
    ),
    "channels_select": (
        set(),
        {*_COMMON, "initial_channel", "response_url_enabled"},
        _picked,
    ),
    "checkboxes": (
        {"options"},
        {"action_id", "initial_options", "confirm", "focus_on_load"},
        _choice,
    ),
    "conversations_select": (
        set(),
        {
            *_COMMON,
            "initial_conversation",
            "default_to_current_conversation",
            "response_url_enabled",
            "filter",
        },
        _picked,
    ),
    "datepicker": (set(), {*_COMMON, "initial_date"}, _date),
    "datetimepicker": (
        set(),
        {"action_id", "confirm", "focus_on_load", "initial_date_time"},
        _moment,
    ),
    "email_text_input": (set(), _TEXT, _text_input),
    "image": ({"alt_text"}, {"image_url", "slack_file"}, check_image),
    "multi_static_select": (
        set(),
        {*_COMMON, "options", "option_groups", "initial_options", "max_selected_items"},
        _static_select,
    ),
    "multi_users_select": (set(), {*_COMMON, "initial_users", "max_selected_items"}, _anything),
    "number_input": (
        {"is_decimal_allowed"},
        {*_TEXT, "min_value", "max_value"},
        _anything,
    ),
    "overflow": ({"options"}, {"action_id", "confirm"}, _overflow),
    "plain_text_input": (set(), {*_TEXT, "multiline", "min_length", "max_length"}, _text_input),
    "radio_buttons": (
        {"options"},
        {"action_id", "initial_option", "confirm", "focus_on_load"},
        _choice,
    ),
    "static_select": (
        set(),
        {*_COMMON, "options", "option_groups", "initial_option"},
        _static_select,
    ),
    "timepicker": (set(), {*_COMMON, "initial_time", "timezone"}, _time),
    "url_text_input": (set(), _TEXT, _text_input),
    "users_select": (set(), {*_COMMON, "initial_user"}, _picked),
}
#: What may stand in which block.
IN_ACTIONS = frozenset(
    {
        "button",
        "channels_select",
        "checkboxes",
        "conversations_select",
        "datepicker",
        "datetimepicker",
        "multi_static_select",
        "multi_users_select",
        "overflow",
        "radio_buttons",
        "static_select",
        "timepicker",
        "users_select",
    }
)
IN_SECTION = IN_ACTIONS - {"datetimepicker"} | {"image"}
IN_CONTEXT = frozenset({"image"})
IN_INPUT = IN_ACTIONS - {"button", "overflow"} | {
    "email_text_input",
    "number_input",
    "plain_text_input",
    "url_text_input",
}
