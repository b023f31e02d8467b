"""Clicks, modals, commands and shortcuts, with the real slack_bolt at the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp  # noqa: TID251 - the stand-in is for this very app

from leakwatch.demo.slack import LEAD, STRANGER, SlackStandIn, Workspace
from leakwatch.errors import UsageError
from tests.servers.bolting import RunningApp

BUTTONS = {
    "type": "actions",
    "block_id": "acts",
    "elements": [
        {
            "type": "button",
            "action_id": "take",
            "value": "F-1",
            "text": {"type": "plain_text", "text": "Take"},
        },
        {
            "type": "overflow",
            "action_id": "more",
            "options": [{"text": {"type": "plain_text", "text": "Snooze"}, "value": "snooze"}],
        },
    ],
}
MODAL = {
    "type": "modal",
    "callback_id": "verdict",
    "private_metadata": '{"finding": "F-1"}',
    "title": {"type": "plain_text", "text": "Confirm"},
    "submit": {"type": "plain_text", "text": "Confirm"},
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 500},
        }
    ],
}
Register = Callable[[AsyncApp], None]


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(ack_seconds=30, trigger_seconds=30)) as stand_in:
        yield stand_in


def posted(slack: SlackStandIn) -> str:
    channel = slack.workspace.channels[0]
    return str(slack.workspace.post(channel, {"text": "found", "blocks": [BUTTONS]})["ts"])


def test_a_pressed_button_reaches_the_app_with_who_where_and_what(slack: SlackStandIn) -> None:
    seen: list[dict[str, Any]] = []

    def register(app: AsyncApp) -> None:
        @app.action("take")
        async def take(ack: Any, body: dict[str, Any]) -> None:
            seen.append(body)
            await ack()

    ts = posted(slack)
    with RunningApp(slack, register):
        assert slack.press(LEAD, "#leakwatch", ts, "take") == {}
    (body,) = seen
    assert body["user"]["id"] == LEAD
    assert body["container"]["message_ts"] == ts
    assert body["actions"][0]["value"] == "F-1"
    assert body["message"]["text"] == "found"


def test_a_modal_is_opened_filled_in_and_submitted(slack: SlackStandIn) -> None:
    given: list[Any] = []

    def register(app: AsyncApp) -> None:
        @app.action("take")
        async def take(ack: Any, body: dict[str, Any], client: Any) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        @app.view("verdict")
        async def verdict(ack: Any, view: dict[str, Any]) -> None:
            value = view["state"]["values"]["reason"]["text"]["value"]
            given.append((view["private_metadata"], value))
            if value == "no":
                await ack(response_action="errors", errors={"reason": "say more"})
            else:
                await ack()

    ts = posted(slack)
    with RunningApp(slack, register):
        slack.press(LEAD, "#leakwatch", ts, "take")
        (view,) = slack.wait_for(lambda: slack.views(LEAD))
        empty = slack.submit(LEAD, view["id"], {"reason": {"text": ""}})
        refused = slack.submit(LEAD, view["id"], {"reason": {"text": "no"}})
        assert len(slack.views(LEAD)) == 1
        assert slack.submit(LEAD, view["id"], {"reason": {"text": "seen it"}}) == {}
    assert empty["response_action"] == "errors"
    assert refused["errors"] == {"reason": "say more"}
    assert [value for _, value in given] == ["no", "seen it"]
    assert slack.views(LEAD) == ()


def test_a_command_answers_its_user_only(slack: SlackStandIn) -> None:
    def register(app: AsyncApp) -> None:
        @app.command("/leakwatch")
        async def command(ack: Any, body: dict[str, Any], respond: Any) -> None:
            await ack(f"heard {body['text']}")
            await respond("and thought")

    with RunningApp(slack, register):
        slack.command(LEAD, "#leakwatch", "/leakwatch", "status")
        slack.wait_for(lambda: len(slack.ephemerals(LEAD, "#leakwatch")) == 2)
    said = [one["text"] for one in slack.ephemerals(LEAD, "#leakwatch")]
    assert sorted(said) == ["and thought", "heard status"]
    assert slack.ephemerals(STRANGER, "#leakwatch") == ()


def test_a_shortcut_carries_the_message_it_was_picked_on(slack: SlackStandIn) -> None:
    seen: list[dict[str, Any]] = []

    def register(app: AsyncApp) -> None:
        @app.shortcut("report")
        async def report(ack: Any, body: dict[str, Any]) -> None:
            seen.append(body)
            await ack()

    channel = slack.workspace.channels[0]
    ts = slack.workspace.say(LEAD, channel, "look: https://board.example/1")["ts"]
    with RunningApp(slack, register):
        slack.shortcut(STRANGER, "#leakwatch", ts, "report")
    assert seen[0]["message"]["text"] == "look: https://board.example/1"
    assert seen[0]["user"]["id"] == STRANGER


def test_nobody_there_is_said_and_nothing_hangs(slack: SlackStandIn) -> None:
    slack.workspace.ack_seconds = 0.1
    with pytest.raises(UsageError, match="did not acknowledge"):
        slack.press(LEAD, "#leakwatch", posted(slack), "take")
