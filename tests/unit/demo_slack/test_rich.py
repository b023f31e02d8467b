from __future__ import annotations

from typing import Any

import pytest

from leakwatch.demo.slack import check_blocks


def rich(*elements: Any, kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def run(text: object = "text", **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


@pytest.mark.parametrize(
    ("block", "message", "pointer"),
    [
        pytest.param(
            rich(run("")),
            "must be more than 0 characters",
            "/blocks/0/elements/0/elements/0/text",
            id="rich-empty-text",
        ),
        pytest.param(
            rich(run(style={"blink": True})),
            "invalid additional property: blink",
            "/blocks/0/elements/0/elements/0/style",
            id="rich-style",
        ),
        pytest.param(
            rich(run(style="bold")),
            "must be an object",
            "/blocks/0/elements/0/elements/0/style",
            id="rich-style-no-object",
        ),
        pytest.param(
            rich({"type": "link", "url": "javascript:alert(1)"}),
            "invalid url",
            "/blocks/0/elements/0/elements/0/url",
            id="rich-link",
        ),
        pytest.param(
            rich({"type": "mrkdwn", "text": "*x*"}),
            "unsupported type: mrkdwn",
            "/blocks/0/elements/0/elements/0/type",
            id="mrkdwn-in-rich-text",
        ),
        pytest.param(
            rich(run(), kind="rich_text_table"),
            "unsupported type: rich_text_table",
            "/blocks/0/elements/0/type",
            id="rich-part",
        ),
    ],
)
def test_what_rich_text_may_not_hold_is_named_with_its_pointer(
    block: object, message: str, pointer: str
) -> None:
    assert f"{message} [json-pointer:{pointer}]" in check_blocks([block])


@pytest.mark.parametrize("elements", [None, "x", []], ids=["none", "text", "empty"])
def test_rich_text_needs_a_list_of_parts(elements: object) -> None:
    assert check_blocks([{"type": "rich_text", "elements": elements}])


def test_a_list_holds_sections_only() -> None:
    inner = {"type": "rich_text_quote", "elements": [run()]}
    block = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [inner]}],
    }
    (problem,) = check_blocks([block])
    assert problem.startswith("unsupported type: rich_text_quote")


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        pytest.param({"type": "user", "user_id": "lead"}, "invalid user_id", id="user"),
        pytest.param(
            {"type": "usergroup", "usergroup_id": "@t"}, "invalid usergroup_id", id="group"
        ),
        pytest.param({"type": "channel", "channel_id": "#x"}, "invalid channel_id", id="channel"),
    ],
)
def test_a_mention_names_an_id(element: dict[str, Any], problem: str) -> None:
    part = {"type": "rich_text_section", "elements": [element]}
    (found,) = check_blocks([{"type": "rich_text", "elements": [part]}])
    assert found.startswith(problem)


def test_mentions_by_id_pass() -> None:
    part = {
        "type": "rich_text_section",
        "elements": [
            {"type": "user", "user_id": "U0000LEAD"},
            {"type": "usergroup", "usergroup_id": "S0000TRIAGE"},
        ],
    }
    assert check_blocks([{"type": "rich_text", "elements": [part]}]) == ()
