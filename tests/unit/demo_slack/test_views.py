"""Views through the real SDK: opened once by a fresh click, rewritten, pushed, refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient  # noqa: TID251 - the stand-in is for this very client
from slack_sdk.errors import SlackApiError  # noqa: TID251

from leakwatch.demo.slack import LEAD, SlackStandIn, Workspace, check_view
from leakwatch.demo.slack.workspace import TOKEN


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


SECTION = {"type": "section", "block_id": "said", "text": plain("F-1")}


def field(block_id: str = "reason", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Reason"), "element": element}


def modal(**more: Any) -> dict[str, Any]:
    bare = {"type": "modal", "title": plain("Confirm"), "blocks": [SECTION]}
    return {**bare, **more}


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(trigger_seconds=30)) as stand_in:
        yield stand_in


@pytest.fixture
def client(slack: SlackStandIn) -> WebClient:
    return WebClient(token=TOKEN, base_url=slack.api_url, timeout=5, retry_handlers=[])


def trigger(slack: SlackStandIn, user: str = LEAD) -> str:
    return slack.workspace.triggers.issue(user, slack.workspace.monotonic())


def refused(call: Any, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response.data


def test_a_click_opens_one_view_for_who_clicked(slack: SlackStandIn, client: WebClient) -> None:
    view = client.views_open(trigger_id=trigger(slack), view=modal(private_metadata="m"))["view"]
    assert [one["id"] for one in slack.views(LEAD)] == [view["id"]]
    assert view["private_metadata"] == "m"
    assert view["state"] == {"values": {}}
    assert view["root_view_id"] == view["id"]


def test_a_trigger_is_good_for_one_view(slack: SlackStandIn, client: WebClient) -> None:
    once = trigger(slack)
    client.views_open(trigger_id=once, view=modal())
    again = refused(client.views_open, trigger_id=once, view=modal())
    assert again["error"] == "exchanged_trigger_id"


def test_a_trigger_grows_old(slack: SlackStandIn, client: WebClient) -> None:
    now = [100.0]
    slack.workspace.monotonic, slack.workspace.trigger_seconds = lambda: now[0], 3.0
    old = trigger(slack)
    now[0] += 3.1
    assert refused(client.views_open, trigger_id=old, view=modal())["error"] == "expired_trigger_id"


def test_a_trigger_nobody_issued_is_an_invalid_argument(client: WebClient) -> None:
    answer = refused(client.views_open, trigger_id="1.2.3", view=modal())
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["invalid `trigger_id`"]


def test_a_view_is_rewritten_unless_it_changed_meanwhile(
    slack: SlackStandIn, client: WebClient
) -> None:
    first = client.views_open(trigger_id=trigger(slack), view=modal())["view"]
    second = client.views_update(view_id=first["id"], hash=first["hash"], view=modal())["view"]
    assert second["hash"] != first["hash"]
    late = refused(client.views_update, view_id=first["id"], hash=first["hash"], view=modal())
    assert late["error"] == "hash_conflict"


def test_a_view_is_known_by_the_apps_own_id(slack: SlackStandIn, client: WebClient) -> None:
    named = modal(external_id="F-1")
    client.views_open(trigger_id=trigger(slack), view=named)
    changed = modal(external_id="F-1", callback_id="other")
    client.views_update(external_id="F-1", view=changed)
    assert slack.views(LEAD)[0]["callback_id"] == "other"
    twice = refused(client.views_open, trigger_id=trigger(slack), view=named)
    assert twice["error"] == "duplicate_external_id"


def test_a_view_that_is_closed_is_not_found(slack: SlackStandIn, client: WebClient) -> None:
    view = client.views_open(trigger_id=trigger(slack), view=modal())["view"]
    slack.dismiss(LEAD, view["id"])
    assert refused(client.views_update, view_id=view["id"], view=modal())["error"] == "not_found"


def test_three_views_lie_on_each_other_and_no_more(slack: SlackStandIn, client: WebClient) -> None:
    first = client.views_open(trigger_id=trigger(slack), view=modal())["view"]
    pushed = [client.views_push(trigger_id=trigger(slack), view=modal())["view"] for _ in range(2)]
    assert [one["root_view_id"] for one in pushed] == [first["id"]] * 2
    assert pushed[1]["previous_view_id"] == pushed[0]["id"]
    high = refused(client.views_push, trigger_id=trigger(slack), view=modal())
    assert high["error"] == "push_limit_reached"


def test_a_view_needs_no_scope_but_a_bots_token(slack: SlackStandIn) -> None:
    client = WebClient(token=slack.app_token, base_url=slack.api_url, retry_handlers=[])
    answer = refused(client.views_open, trigger_id=trigger(slack), view=modal())
    assert answer["error"] == "not_allowed_token_type"


def test_a_view_slack_refuses_leaves_its_trigger_unused(
    slack: SlackStandIn, client: WebClient
) -> None:
    click = trigger(slack)
    answer = refused(client.views_open, trigger_id=click, view=modal(title=plain("x" * 25)))
    (message,) = answer["response_metadata"]["messages"]
    assert message == "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    client.views_open(trigger_id=click, view=modal())


@pytest.mark.parametrize(
    ("view", "message", "pointer"),
    [
        pytest.param({"type": "toast"}, "unsupported type: toast", "/view/type", id="type"),
        pytest.param("x", "unsupported type: None", "/view/type", id="no-object"),
        pytest.param({"type": "modal"}, "missing required field: title", "/view", id="title"),
        pytest.param(
            modal(close=plain("x" * 25)),
            "must be less than 25 characters",
            "/view/close/text",
            id="close",
        ),
        pytest.param(
            modal(submit={"type": "mrkdwn", "text": "x"}),
            "unsupported type: mrkdwn",
            "/view/submit/type",
            id="submit",
        ),
        pytest.param(
            modal(blocks=[field()]), "missing required field: submit", "/view", id="no-submit"
        ),
        pytest.param(modal(blocks=[]), "no fewer than 1 items allowed", "/view/blocks", id="empty"),
        pytest.param(
            modal(blocks=[{"type": "divider"}] * 101),
            "no more than 100 items allowed",
            "/view/blocks",
            id="blocks-101",
        ),
        pytest.param(
            modal(private_metadata="x" * 3_001),
            "must be less than 3001 characters",
            "/view/private_metadata",
            id="private-metadata",
        ),
        pytest.param(
            modal(callback_id="x" * 256),
            "must be less than 256 characters",
            "/view/callback_id",
            id="callback-id",
        ),
        pytest.param(
            modal(notify_on_close=1), "must be a boolean", "/view/notify_on_close", id="flag"
        ),
        pytest.param(
            modal(colour="red"), "invalid additional property: colour", "/view", id="extra"
        ),
        pytest.param(
            modal(
                submit=plain("Go"),
                blocks=[field("a", focus_on_load=True), field("b", focus_on_load=True)],
            ),
            "only one element may be focused",
            "/view/blocks",
            id="focus",
        ),
        pytest.param(
            modal(blocks=[SECTION, SECTION]),
            "`block_id` already exists",
            "/view/blocks/1/block_id",
            id="block-id",
        ),
        pytest.param(
            modal(
                blocks=[
                    {"type": "section", "block_id": str(n), "text": plain("x" * 2_900)}
                    for n in range(90)
                ]
            ),
            "must be less than 250001 bytes",
            "/view",
            id="size",
        ),
    ],
)
def test_a_view_slack_would_refuse_is_named_with_its_pointer(
    view: object, message: str, pointer: str
) -> None:
    assert f"{message} [json-pointer:{pointer}]" in check_view(view)
