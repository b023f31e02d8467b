from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from leakwatch.demo.slack import check_blocks, too_long


def plain(text: object = "text", **more: Any) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "text", **more: Any) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, **more}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Take"), "action_id": "take", **more}


def rich(*elements: Any, kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def run(text: object = "text", **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


IMAGE = {"type": "image", "image_url": "https://a.example/i.png", "alt_text": "a graph"}


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(section(text=mrkdwn("x" * 3_000, verbatim=True)), id="section-text-3000"),
        pytest.param(section(fields=[plain("x" * 2_000)] * 10), id="section-10-fields"),
        pytest.param(section(text=plain(), accessory=button()), id="section-button"),
        pytest.param(section(text=plain(), accessory=IMAGE), id="section-image"),
        pytest.param({"type": "header", "text": plain("x" * 150, emoji=True)}, id="header-150"),
        pytest.param({"type": "context", "elements": [mrkdwn(), plain(), IMAGE]}, id="context"),
        pytest.param({"type": "divider"}, id="divider"),
        pytest.param({"type": "divider", "block_id": "x" * 255}, id="block-id-255"),
        pytest.param({**IMAGE, "title": plain("x" * 2_000)}, id="image-title"),
        pytest.param(
            {"type": "actions", "elements": [button(action_id=f"a{n}") for n in range(25)]},
            id="actions-25",
        ),
        pytest.param(
            {"type": "actions", "elements": [button(value="x" * 2_000, style="danger")]},
            id="button-value-2000",
        ),
        pytest.param(rich(run("a", style={"bold": True, "code": False})), id="rich-style"),
        pytest.param(rich(run(), kind="rich_text_quote"), id="rich-quote"),
        pytest.param(rich(run(), kind="rich_text_preformatted"), id="rich-preformatted"),
        pytest.param(rich({"type": "link", "url": "https://a.example/", "text": "a"}), id="link"),
        pytest.param(rich({"type": "broadcast", "range": "here"}), id="broadcast"),
        pytest.param(
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [{"type": "rich_text_section", "elements": [run()]}],
                    }
                ],
            },
            id="rich-list",
        ),
    ],
)
def test_what_slack_takes_passes(block: dict[str, Any]) -> None:
    assert check_blocks([block]) == ()


@pytest.mark.parametrize(
    ("block", "message", "pointer"),
    [
        pytest.param(
            section(text=plain("x" * 3_001)),
            "must be less than 3001 characters",
            "/blocks/0/text/text",
            id="section-text-too-long",
        ),
        pytest.param(
            section(text=plain("𠮷" * 1_501)),
            "must be less than 3001 characters",
            "/blocks/0/text/text",
            id="length-counts-utf-16-units",
        ),
        pytest.param(
            section(text=plain("")),
            "must be more than 0 characters",
            "/blocks/0/text/text",
            id="empty-text",
        ),
        pytest.param(
            section(text=plain("\ud800")),
            "must be valid Unicode",
            "/blocks/0/text/text",
            id="lone-surrogate",
        ),
        pytest.param(
            section(text=plain(7)), "must be a string", "/blocks/0/text/text", id="number"
        ),
        pytest.param(section(), "missing required field: text or fields", "/blocks/0", id="bare"),
        pytest.param(
            section(fields=[plain()] * 11),
            "no more than 10 items allowed",
            "/blocks/0/fields",
            id="11-fields",
        ),
        pytest.param(
            section(fields=[]), "no fewer than 1 items allowed", "/blocks/0/fields", id="0-fields"
        ),
        pytest.param(section(fields="x"), "must be an array", "/blocks/0/fields", id="no-list"),
        pytest.param(
            section(fields=[plain("x" * 2_001)]),
            "must be less than 2001 characters",
            "/blocks/0/fields/0/text",
            id="field-too-long",
        ),
        pytest.param(
            section(text="bare"), "unsupported type: None", "/blocks/0/text/type", id="bare-string"
        ),
        pytest.param(
            section(text=mrkdwn(emoji=True)),
            "invalid additional property: emoji",
            "/blocks/0/text",
            id="emoji-in-mrkdwn",
        ),
        pytest.param(
            section(text=plain(emoji="yes")),
            "must be a boolean",
            "/blocks/0/text/emoji",
            id="flag-no-bool",
        ),
        pytest.param(
            section(text=plain(), accessory={"type": "plain_text_input"}),
            "unsupported type: plain_text_input",
            "/blocks/0/accessory/type",
            id="accessory",
        ),
        pytest.param(
            {"type": "header", "text": plain("x" * 151)},
            "must be less than 151 characters",
            "/blocks/0/text/text",
            id="header-too-long",
        ),
        pytest.param(
            {"type": "header", "text": mrkdwn()},
            "unsupported type: mrkdwn",
            "/blocks/0/text/type",
            id="header-mrkdwn",
        ),
        pytest.param(
            {"type": "context", "elements": [plain()] * 11},
            "no more than 10 items allowed",
            "/blocks/0/elements",
            id="11-context-elements",
        ),
        pytest.param(
            {"type": "actions", "elements": [button()] * 26},
            "no more than 25 items allowed",
            "/blocks/0/elements",
            id="26-actions",
        ),
        pytest.param(
            {"type": "actions", "elements": [button(text=plain("x" * 76))]},
            "must be less than 76 characters",
            "/blocks/0/elements/0/text/text",
            id="button-text",
        ),
        pytest.param(
            {"type": "actions", "elements": [button(value="x" * 2_001)]},
            "must be less than 2001 characters",
            "/blocks/0/elements/0/value",
            id="button-value",
        ),
        pytest.param(
            {"type": "actions", "elements": [button(style="green")]},
            "must be one of primary, danger",
            "/blocks/0/elements/0/style",
            id="button-style",
        ),
        pytest.param(
            {"type": "image", "alt_text": "x"},
            "exactly one of image_url and slack_file",
            "/blocks/0",
            id="image-without-source",
        ),
        pytest.param(
            {"type": "image", "image_url": "https://a.example/i.png"},
            "missing required field: alt_text",
            "/blocks/0",
            id="image-without-text",
        ),
        pytest.param({"type": "toast"}, "unsupported type: toast", "/blocks/0/type", id="unknown"),
        pytest.param("text", "unsupported type: None", "/blocks/0/type", id="block-no-object"),
        pytest.param(
            {"type": "divider", "text": "x"},
            "invalid additional property: text",
            "/blocks/0",
            id="unknown-property",
        ),
        pytest.param(
            {"type": "divider", "block_id": "x" * 256},
            "must be less than 256 characters",
            "/blocks/0/block_id",
            id="block-id",
        ),
    ],
)
def test_what_slack_refuses_is_named_with_its_pointer(
    block: object, message: str, pointer: str
) -> None:
    assert f"{message} [json-pointer:{pointer}]" in check_blocks([block])


@pytest.mark.parametrize(
    "block",
    [
        {"type": ["section"]},
        section(text={"type": {}, "text": "x"}),
        section(text=plain(), accessory={"type": []}),
        {"type": "context", "elements": [{"type": []}]},
        {"type": "actions", "elements": [button(style=["danger"])]},
        {"type": "rich_text", "elements": [{"type": ["rich_text_section"]}]},
        rich({"type": ["text"]}),
    ],
    ids=["block", "text", "accessory", "context", "style", "rich-part", "rich-element"],
)
def test_a_type_that_is_no_name_is_refused(block: dict[str, Any]) -> None:
    assert check_blocks([block])


def test_a_message_holds_fifty_blocks() -> None:
    assert check_blocks([{"type": "divider"}] * 50) == ()
    (problem,) = check_blocks([{"type": "divider"}] * 51)
    assert problem == "no more than 50 items allowed [json-pointer:/blocks]"


def test_a_block_id_stands_once() -> None:
    blocks = [{"type": "divider", "block_id": "same"}] * 2
    assert "`block_id` already exists [json-pointer:/blocks/1/block_id]" in check_blocks(blocks)


def test_every_problem_of_a_message_is_listed() -> None:
    problems = check_blocks([section(text=plain("")), {"type": "toast"}, section()])
    assert len(problems) == 3


def test_blocks_that_are_fine_alone_may_be_too_long_together() -> None:
    blocks = [section(text=plain("x" * 3_000))] * 5
    assert check_blocks(blocks) == ()
    assert too_long(blocks)
    assert not too_long(blocks[:4])


KEYS = st.text(max_size=5) | st.sampled_from(
    ["type", "text", "elements", "style", "emoji", "url", "alt_text", "image_url", "value"]
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(
        ["plain_text", "mrkdwn", "button", "image", "rich_text_section", "rich_text_list", "link"]
    )
)
JSON = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(
    ["actions", "context", "divider", "header", "image", "rich_text", "section"]
)
NAMES = st.sampled_from(["text", "fields", "elements", "accessory", "alt_text", "title", "style"])


@given(kind=KINDS, properties=st.dictionaries(NAMES, JSON, max_size=4), whole=JSON)
def test_no_json_breaks_the_validator(kind: str, properties: dict[str, Any], whole: Any) -> None:
    for blocks in (whole, [whole], [{"type": kind, **properties}]):
        for problem in check_blocks(blocks):
            assert " [json-pointer:/blocks" in problem
