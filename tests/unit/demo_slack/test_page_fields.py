"""The fields of a modal: what they show, take and object to."""

from __future__ import annotations

from typing import Any

import pytest

from leakwatch.demo.slack.page_fields import Field, Value, fields_of

OPTIONS = [
    {"value": "a", "text": {"type": "plain_text", "text": "first"}},
    {"value": "b", "text": {"type": "plain_text", "text": "second"}},
]
FIRST, SECOND = OPTIONS


def field(kind: str, *, optional: bool = False, **element: Any) -> Field:
    block = {
        "type": "input",
        "block_id": "reason",
        "label": {"type": "plain_text", "text": "Reason"},
        "element": {"type": kind, "action_id": "text", **element},
        "optional": optional,
    }
    return Field(name="field-0", block=block, people={"U1": "lead", "U2": "reviewer"})


def html(one: Field, value: Value = None, *, problem: str = "") -> str:
    return one.as_html(value, problem=problem, optional="optional")


@pytest.mark.parametrize(
    ("one", "value", "markup"),
    [
        pytest.param(
            field("plain_text_input"),
            "<b>",
            '<input type="text" id="field-0" name="field-0" value="&lt;b&gt;">',
            id="text",
        ),
        pytest.param(
            field("plain_text_input", multiline=True),
            "a\nb",
            '<textarea id="field-0" name="field-0" rows="4">\na\nb</textarea>',
            id="long-text",
        ),
        pytest.param(
            field("datepicker"),
            "2026-12-01",
            '<input type="date" id="field-0" name="field-0" value="2026-12-01">',
            id="date",
        ),
        pytest.param(
            field("static_select", options=OPTIONS),
            "b",
            '<option value=""></option><option value="a">first</option>'
            '<option value="b" selected>second</option></select>',
            id="choice",
        ),
        pytest.param(
            field("static_select", option_groups=[{"options": OPTIONS[:1]}]),
            None,
            '<option value="a">first</option>',
            id="choice-in-groups",
        ),
        pytest.param(
            field("radio_buttons", options=OPTIONS),
            "a",
            '<input type="radio" name="field-0" value="a" checked> first',
            id="radio-buttons",
        ),
        pytest.param(
            field("checkboxes", options=OPTIONS),
            ["b"],
            '<input type="checkbox" name="field-0" value="b" checked> second',
            id="checkboxes",
        ),
        pytest.param(
            field("users_select"), "U2", '<option value="U2" selected>reviewer</option>', id="user"
        ),
    ],
)
def test_a_field_is_shown_with_what_was_entered(one: Field, value: Value, markup: str) -> None:
    shown = html(one, value)
    assert markup in shown
    assert "Reason" in shown


@pytest.mark.parametrize(
    ("one", "sent", "entered"),
    [
        pytest.param(field("plain_text_input"), ["a\r\nb"], "a\nb", id="text"),
        pytest.param(field("plain_text_input"), [""], None, id="nothing"),
        pytest.param(field("plain_text_input"), [], None, id="not-sent"),
        pytest.param(field("static_select", options=OPTIONS), ["b"], "b", id="choice"),
        pytest.param(field("static_select", options=OPTIONS), ["c"], None, id="never-offered"),
        pytest.param(field("checkboxes", options=OPTIONS), ["a", "b", "c"], ["a", "b"], id="many"),
        pytest.param(field("users_select"), ["U9"], None, id="unknown-user"),
    ],
)
def test_what_a_form_sent_is_taken_as_far_as_it_was_offered(
    one: Field, sent: list[str], entered: Value
) -> None:
    assert one.entered({"field-0": sent}) == entered


def test_a_problem_stands_at_its_field_and_is_told_to_screen_readers() -> None:
    shown = html(field("plain_text_input"), problem="Give a reason.")
    assert 'aria-invalid="true" aria-describedby="field-0-problem"' in shown
    assert '<p class="problem" id="field-0-problem" role="alert">Give a reason.</p>' in shown


@pytest.mark.parametrize(
    ("one", "initial"),
    [
        (field("plain_text_input", initial_value="a"), "a"),
        (field("datepicker", initial_date="2026-12-01"), "2026-12-01"),
        (field("static_select", options=OPTIONS, initial_option=SECOND), "b"),
        (field("checkboxes", options=OPTIONS, initial_options=[FIRST]), ["a"]),
        (field("plain_text_input"), None),
    ],
)
def test_what_the_app_suggests_stands_in_the_field(one: Field, initial: Value) -> None:
    assert (one.initial() or None) == initial


def test_only_inputs_are_fields_and_each_has_a_name_of_its_own() -> None:
    block = dict(field("plain_text_input").block)
    view = {"blocks": [{"type": "divider"}, block, {**block, "block_id": "other"}]}
    assert [(one.name, one.block_id) for one in fields_of(view, {})] == [
        ("field-1", "reason"),
        ("field-2", "other"),
    ]
