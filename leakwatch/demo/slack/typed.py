"""What people type and choose, in the shapes in which Slack passes it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from leakwatch.errors import N_, UsageError
from leakwatch.locale import Catalogue

State = dict[str, dict[str, dict[str, Any]]]
Given = Mapping[str, Mapping[str, Any]]

_PICKED = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "multi_users_select": "selected_users",
}
_ONE, _SEVERAL = (
    {"static_select", "radio_buttons", "overflow"},
    {"multi_static_select", "checkboxes"},
)
_REQUIRED = N_("Please complete this required field.")
_SHORT = N_("Please enter at least {least} characters.")
_LONG = N_("Please enter no more than {most} characters.")


def chosen(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """The state of `element` once `value` was typed, picked or (by its value) chosen in it."""
    kind = str(element["type"])
    if kind == "button":
        return {"value": element["value"]} if "value" in element else {}
    if kind in _ONE:
        return {"selected_option": _option(element, value) if value else None}
    if kind in _SEVERAL:
        return {"selected_options": [_option(element, one) for one in value or ()]}
    return {_PICKED.get(kind, "value"): value or None}


def _option(element: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    groups = element.get("option_groups", ())
    for options in (element.get("options", ()), *(group["options"] for group in groups)):
        for option in options:
            if option.get("value") == value:
                return dict(option)
    raise UsageError(N_("there is nothing to choose under {value}"), value=value)


def initial(element: Mapping[str, Any]) -> Any:
    """What stands in `element` before anybody touches it, as `chosen` takes it."""
    if "initial_option" in element:
        return element["initial_option"].get("value")
    if "initial_options" in element:
        return [one.get("value") for one in element["initial_options"]]
    names = (one for one in element if str(one).startswith("initial_"))
    return next((element[name] for name in names), None)


def inputs(
    blocks: list[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The input blocks of a view, each with its element."""
    for block in blocks:
        if block["type"] == "input":
            yield block, block["element"]


def filled(view: Mapping[str, Any], given: Given) -> State:
    """The state of a view's inputs with `given` typed into them."""
    known = {(block["block_id"], action_of(block, one)) for block, one in inputs(view["blocks"])}
    for block_id, values in given.items():
        for action_id in values:
            if (block_id, action_id) not in known:
                message = N_("the view has no input {block}/{action}")
                raise UsageError(message, block=block_id, action=action_id)
    state: State = {}
    for block, element in inputs(view["blocks"]):
        action_id = action_of(block, element)
        value = given.get(block["block_id"], {}).get(action_id, initial(element))
        state.setdefault(block["block_id"], {})[action_id] = {
            "type": element["type"],
            **chosen(element, value),
        }
    return state


def missing(view: Mapping[str, Any], state: State, texts: Catalogue) -> dict[str, str]:
    """What Slack itself complains about before it passes anything on, by block id."""
    complaints: dict[str, str] = {}
    for block, element in inputs(view["blocks"]):
        told = state[block["block_id"]][action_of(block, element)]
        value = next((one for name, one in told.items() if name != "type"), None)
        if not value and not block.get("optional"):
            complaints[block["block_id"]] = texts.text(_REQUIRED)
        elif isinstance(value, str) and (complaint := _length(element, value, texts)):
            complaints[block["block_id"]] = complaint
    return complaints


def _length(element: Mapping[str, Any], value: str, texts: Catalogue) -> str:
    if element["type"] != "plain_text_input":
        return ""
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if value and len(value) < least:
        return texts.text(_SHORT, least=least)
    return texts.text(_LONG, most=most) if len(value) > most else ""


def action_of(block: Mapping[str, Any], element: Mapping[str, Any]) -> str:
    """The element's action id; Slack makes one up where the app gave none."""
    return str(element.get("action_id") or f"a-{block['block_id']}")
