"""Interactive elements: what Slack takes, and one failing example of every rule."""

from __future__ import annotations

from typing import Any

import pytest

from leakwatch.demo.slack import check_blocks


def plain(text: str = "text") -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str = "v", text: str = "text", **more: Any) -> dict[str, Any]:
    return {"text": plain(text), "value": value, **more}


def confirm(**more: Any) -> dict[str, Any]:
    asked = {name: plain(name) for name in ("title", "text", "confirm", "deny")}
    return {**asked, **more}


def asked(**element: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("Reason"), "element": {"action_id": "a", **element}}


def acts(**element: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": [{"action_id": "a", **element}]}


def beside(**element: Any) -> dict[str, Any]:
    return {"type": "section", "text": plain(), "accessory": {"action_id": "a", **element}}


OPTIONS = [option("1"), option("2")]
TEXT = {"type": "plain_text_input"}
SELECT = {"type": "static_select", "options": OPTIONS}


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(asked(**TEXT, multiline=True, max_length=3_000), id="text-input"),
        pytest.param(asked(**TEXT, min_length=0, initial_value=""), id="empty-initial-value"),
        pytest.param({**asked(**TEXT), "optional": True, "hint": plain()}, id="optional-hint"),
        pytest.param(asked(**SELECT, initial_option=OPTIONS[0]), id="select"),
        pytest.param(
            asked(type="static_select", option_groups=[{"label": plain(), "options": OPTIONS}]),
            id="groups",
        ),
        pytest.param(acts(type="overflow", options=[option(str(n)) for n in range(5)]), id="more"),
        pytest.param(beside(type="overflow", options=OPTIONS), id="overflow-beside-text"),
        pytest.param(asked(type="datepicker", initial_date="2026-11-26"), id="date"),
        pytest.param(asked(type="timepicker", initial_time="23:59"), id="time"),
        pytest.param(asked(type="datetimepicker", initial_date_time=1_700_000_000), id="moment"),
        pytest.param(asked(type="radio_buttons", options=OPTIONS), id="radio"),
        pytest.param(asked(type="checkboxes", options=OPTIONS), id="checkboxes"),
        pytest.param(asked(type="users_select", initial_user="U1"), id="user"),
        pytest.param(acts(type="button", text=plain(), confirm=confirm()), id="confirm"),
    ],
)
def test_what_slack_takes_passes(block: dict[str, Any]) -> None:
    assert check_blocks([block]) == ()


@pytest.mark.parametrize(
    ("block", "message", "pointer"),
    [
        pytest.param(
            asked(type="button", text=plain()),
            "unsupported type: button",
            "element/type",
            id="button-as-input",
        ),
        pytest.param(
            acts(**TEXT), "unsupported type: plain_text_input", "elements/0/type", id="input-act"
        ),
        pytest.param(
            {"type": "input", "element": TEXT}, "missing required field: label", "", id="label"
        ),
        pytest.param(
            {**asked(**TEXT), "label": plain("x" * 2_001)},
            "must be less than 2001 characters",
            "label/text",
            id="label-length",
        ),
        pytest.param(
            {**asked(**TEXT), "label": {"type": "mrkdwn", "text": "x"}},
            "unsupported type: mrkdwn",
            "label/type",
            id="label-mrkdwn",
        ),
        pytest.param(
            {**asked(**TEXT), "hint": plain("x" * 2_001)},
            "must be less than 2001 characters",
            "hint/text",
            id="hint-length",
        ),
        pytest.param(
            {**asked(**TEXT), "optional": "yes"}, "must be a boolean", "optional", id="optional"
        ),
        pytest.param(
            asked(**TEXT, max_length=3_001),
            "must be from 1 to 3000",
            "element/max_length",
            id="max",
        ),
        pytest.param(
            asked(**TEXT, max_length=0), "must be from 1 to 3000", "element/max_length", id="max-0"
        ),
        pytest.param(
            asked(**TEXT, min_length="1"), "must be an integer", "element/min_length", id="min-text"
        ),
        pytest.param(
            asked(**TEXT, min_length=5, max_length=4),
            "min_length must not be greater than max_length",
            "element",
            id="min-above-max",
        ),
        pytest.param(
            asked(**TEXT, initial_value="x" * 3_001),
            "must be less than 3001 characters",
            "element/initial_value",
            id="initial-value",
        ),
        pytest.param(
            asked(**TEXT, multiline=1), "must be a boolean", "element/multiline", id="multiline"
        ),
        pytest.param(
            asked(**TEXT, placeholder=plain("x" * 151)),
            "must be less than 151 characters",
            "element/placeholder/text",
            id="placeholder",
        ),
        pytest.param(
            asked(**TEXT, options=[]), "invalid additional property: options", "element", id="extra"
        ),
        pytest.param(
            asked(**{**TEXT, "action_id": "x" * 256}),
            "must be less than 256 characters",
            "element/action_id",
            id="action-id",
        ),
        pytest.param(
            acts(type="overflow", options=[option(str(n)) for n in range(6)]),
            "no more than 5 items allowed",
            "elements/0/options",
            id="overflow-6",
        ),
        pytest.param(
            acts(type="overflow"), "missing required field: options", "elements/0", id="overflow"
        ),
        pytest.param(
            asked(type="static_select"),
            "exactly one of options and option_groups",
            "element",
            id="select-empty",
        ),
        pytest.param(
            asked(type="static_select", options=[option(str(n)) for n in range(101)]),
            "no more than 100 items allowed",
            "element/options",
            id="select-101",
        ),
        pytest.param(
            asked(**SELECT, initial_option=option("3")),
            "initial option is not among the options",
            "element/initial_option",
            id="initial-option",
        ),
        pytest.param(
            asked(type="static_select", options=[option("1"), option("1")]),
            "duplicate option value",
            "element/options/1/value",
            id="same-value",
        ),
        pytest.param(
            asked(type="static_select", options=[option("x" * 151)]),
            "must be less than 151 characters",
            "element/options/0/value",
            id="value-length",
        ),
        pytest.param(
            asked(type="static_select", options=[option(text="x" * 76)]),
            "must be less than 76 characters",
            "element/options/0/text/text",
            id="option-length",
        ),
        pytest.param(
            asked(type="static_select", options=[option(description=plain("x" * 76))]),
            "must be less than 76 characters",
            "element/options/0/description/text",
            id="description-length",
        ),
        pytest.param(
            asked(type="static_select", options=["x"]),
            "must be an object",
            "element/options/0",
            id="option-no-object",
        ),
        pytest.param(
            asked(type="static_select", options=[{"text": plain()}]),
            "must be a string",
            "element/options/0/value",
            id="option-without-value",
        ),
        pytest.param(
            asked(
                type="static_select", option_groups=[{"label": plain("x" * 76), "options": OPTIONS}]
            ),
            "must be less than 76 characters",
            "element/option_groups/0/label/text",
            id="group-label",
        ),
        pytest.param(
            asked(type="static_select", option_groups=["x"]),
            "must be an object",
            "element/option_groups/0",
            id="group-no-object",
        ),
        pytest.param(
            asked(type="radio_buttons", options=[option(str(n)) for n in range(11)]),
            "no more than 10 items allowed",
            "element/options",
            id="radio-11",
        ),
        pytest.param(
            asked(type="datepicker", initial_date="26.11.2026"),
            "must be a date as YYYY-MM-DD",
            "element/initial_date",
            id="date",
        ),
        pytest.param(
            asked(type="timepicker", initial_time="24:00"),
            "must be a time as HH:mm",
            "element/initial_time",
            id="time",
        ),
        pytest.param(
            asked(type="datetimepicker", initial_date_time=1),
            "must be from 1000000000 to 9999999999",
            "element/initial_date_time",
            id="moment",
        ),
        pytest.param(
            acts(type="button", text=plain(), confirm={"title": plain()}),
            "missing required field: confirm",
            "elements/0/confirm",
            id="confirm-incomplete",
        ),
        pytest.param(
            acts(type="button", text=plain(), confirm="sure?"),
            "must be an object",
            "elements/0/confirm",
            id="confirm-no-object",
        ),
        pytest.param(
            acts(type="button", text=plain(), confirm=confirm(title=plain("x" * 101))),
            "must be less than 101 characters",
            "elements/0/confirm/title/text",
            id="confirm-title",
        ),
        pytest.param(
            acts(type="button", text=plain(), confirm=confirm(text=plain("x" * 301))),
            "must be less than 301 characters",
            "elements/0/confirm/text/text",
            id="confirm-text",
        ),
        pytest.param(
            acts(type="button", text=plain(), confirm=confirm(deny=plain("x" * 31))),
            "must be less than 31 characters",
            "elements/0/confirm/deny/text",
            id="confirm-deny",
        ),
        pytest.param(
            acts(type="button", text=plain(), confirm=confirm(style="red")),
            "must be one of primary, danger",
            "elements/0/confirm/style",
            id="confirm-style",
        ),
        pytest.param(
            {"type": "actions", "elements": [acts(**SELECT)["elements"][0]] * 2},
            "`action_id` already exists",
            "elements/1/action_id",
            id="same-action-id",
        ),
    ],
)
def test_what_slack_refuses_is_named_with_its_pointer(
    block: dict[str, Any], message: str, pointer: str
) -> None:
    at = f"/blocks/0/{pointer}".rstrip("/")
    assert f"{message} [json-pointer:{at}]" in check_blocks([block])
