"""What an app answers with: by response_url, by acknowledgement, and what is made of it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp  # noqa: TID251 - the stand-in is for this very app

from leakwatch.demo.slack import LEAD, SlackStandIn, Workspace
from leakwatch.demo.slack.workspace import ResponseUrl
from leakwatch.errors import UsageError
from tests.servers.bolting import RunningApp

C = "C00000001"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def view(**more: Any) -> dict[str, Any]:
    blocks = [{"type": "section", "block_id": "said", "text": plain("F-1")}]
    return {"type": "modal", "callback_id": "v", "title": plain("T"), "blocks": blocks, **more}


MENU = {
    "type": "actions",
    "elements": [
        {
            "type": "overflow",
            "action_id": "more",
            "options": [{"text": plain("Later"), "value": "later"}],
        }
    ],
}


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(ack_seconds=30, trigger_seconds=30)) as stand_in:
        yield stand_in


def respond(slack: SlackStandIn, token: str = "T", **given: Any) -> str:
    """One answer by response_url: `ok`, or the code it is refused with."""
    request = urllib.request.Request(
        f"{slack.url}response/{token}",
        data=json.dumps(given).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return str(json.loads(error.read())["error"])


def clicked(slack: SlackStandIn) -> dict[str, Any]:
    """A message whose click may be answered under the token T."""
    workspace = slack.workspace
    message = workspace.post(workspace.channels[0], {"text": "old"})
    workspace.responses["T"] = ResponseUrl(
        user=LEAD, channel=C, ts=message["ts"], issued=workspace.monotonic()
    )
    return message


def test_an_answer_is_private_unless_it_says_otherwise(slack: SlackStandIn) -> None:
    clicked(slack)
    assert respond(slack, text="for you") == "ok"
    assert respond(slack, text="for all", response_type="in_channel") == "ok"
    assert [one["text"] for one in slack.ephemerals(LEAD, C)] == ["for you"]
    assert [one["text"] for one in slack.messages(C)] == ["old", "for all"]


def test_an_answer_rewrites_or_deletes_what_was_clicked(slack: SlackStandIn) -> None:
    message = clicked(slack)
    assert respond(slack, text="new", replace_original=True) == "ok"
    assert (message["text"], "edited" in message) == ("new", True)
    assert respond(slack, delete_original=True) == "ok"
    assert slack.messages(C) == ()


def test_an_address_serves_five_answers_in_half_an_hour(slack: SlackStandIn) -> None:
    clicked(slack)
    assert [respond(slack, text="x") for _ in range(6)] == ["ok"] * 5 + ["used_url"]
    clicked(slack)
    now = slack.workspace.monotonic()
    slack.workspace.monotonic = lambda: now + 1_801
    assert respond(slack, text="x") == "expired_url"
    assert respond(slack, token="none", text="x") == "invalid_url"


def test_an_answer_is_checked_like_any_message(slack: SlackStandIn) -> None:
    clicked(slack)
    assert respond(slack, text="x", blocks=[{"type": "toast"}]) == "invalid_blocks"
    assert respond(slack) == "no_text"
    slack.workspace.channels[0].archived = True
    assert respond(slack, text="x") == "is_archived"


def open_view(slack: SlackStandIn) -> str:
    from leakwatch.demo.slack.views import ABOUT  # noqa: PLC0415 - nobody else opens one by hand

    return str(slack.workspace.modals.open(LEAD, view(), ABOUT)["id"])


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        pytest.param({}, [], id="closes"),
        pytest.param({"response_action": "clear"}, [], id="clears"),
        pytest.param(
            {"response_action": "update", "view": view(callback_id="next")}, ["next"], id="updates"
        ),
        pytest.param(
            {"response_action": "push", "view": view(callback_id="next")},
            ["v", "next"],
            id="pushes",
        ),
        pytest.param({"response_action": "errors", "errors": {"said": "no"}}, ["v"], id="refuses"),
    ],
)
def test_a_submission_ends_as_the_app_says(
    answer: dict[str, Any], left: list[str], slack: SlackStandIn
) -> None:
    def register(app: AsyncApp) -> None:
        @app.view("v")
        async def submitted(ack: Any) -> None:
            await ack(**answer)

    shown = open_view(slack)
    with RunningApp(slack, register):
        assert slack.submit(LEAD, shown, {}) == answer
    assert [one["callback_id"] for one in slack.views(LEAD)] == left


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(
            {"response_action": "errors", "errors": {"nowhere": "no"}}, "nowhere", id="errors"
        ),
        pytest.param(
            {"response_action": "update", "view": {"type": "modal"}}, "no view", id="view"
        ),
    ],
)
def test_an_answer_slack_cannot_show_is_named(
    answer: dict[str, Any], message: str, slack: SlackStandIn
) -> None:
    def register(app: AsyncApp) -> None:
        @app.view("v")
        async def submitted(ack: Any) -> None:
            await ack(**answer)

    shown = open_view(slack)
    with RunningApp(slack, register), pytest.raises(UsageError, match=message):
        slack.submit(LEAD, shown, {})


def test_a_menu_sends_what_was_chosen_and_nothing_else_can_be(slack: SlackStandIn) -> None:
    seen: list[Any] = []

    def register(app: AsyncApp) -> None:
        @app.action("more")
        async def more(ack: Any, action: dict[str, Any]) -> None:
            seen.append(action["selected_option"]["value"])
            await ack()

    content = {"text": "x", "blocks": [MENU]}
    ts = slack.workspace.post(slack.workspace.channels[0], content)["ts"]
    with RunningApp(slack, register):
        slack.press(LEAD, C, ts, "more", value="later")
        with pytest.raises(UsageError, match="nothing to choose"):
            slack.press(LEAD, C, ts, "more", value="never")
    assert seen == ["later"]


@pytest.mark.parametrize(
    ("pressed", "message"),
    [
        ({"user": "U0NOBODY"}, "no user"),
        ({"channel": "#nowhere"}, "sees no channel"),
        ({"ts": "1.1"}, "holds no message"),
        ({"action_id": "other"}, "no other to press"),
    ],
)
def test_what_is_not_there_cannot_be_pressed(
    pressed: dict[str, str], message: str, slack: SlackStandIn
) -> None:
    content = {"text": "x", "blocks": [MENU]}
    ts = slack.workspace.post(slack.workspace.channels[0], content)["ts"]
    right = {"user": LEAD, "channel": C, "ts": ts, "action_id": "more"}
    with pytest.raises(UsageError, match=message):
        slack.press(**(right | pressed), value="later")


def test_an_input_the_view_has_not_cannot_be_filled_in(slack: SlackStandIn) -> None:
    shown = open_view(slack)
    with pytest.raises(UsageError, match="no input reason/text"):
        slack.submit(LEAD, shown, {"reason": {"text": "x"}})
    with pytest.raises(UsageError, match="has no view"):
        slack.submit(LEAD, "V404", {})
