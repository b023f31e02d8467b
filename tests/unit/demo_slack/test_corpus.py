"""Slack's own samples: the stand-in answers and sends nothing that they do not know."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp  # noqa: TID251 - the stand-in is for this very app
from slack_sdk import WebClient  # noqa: TID251
from slack_sdk.errors import SlackApiError  # noqa: TID251

from leakwatch.demo.slack import APP_TOKEN, LEAD, TOKEN, SlackStandIn, Workspace
from tests.servers.bolting import RunningApp

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "slack"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is absent"),
]
C = "C00000001"
SCOPES = ("chat:write", "channels:read", "channels:history", "users:read", "usergroups:read")
TITLE = {"type": "plain_text", "text": "Confirm"}
FIELD = {
    "type": "input",
    "block_id": "reason",
    "label": TITLE,
    "element": {"type": "plain_text_input", "action_id": "text"},
}
MODAL = {
    "type": "modal",
    "callback_id": "verdict",
    "title": TITLE,
    "submit": TITLE,
    "notify_on_close": True,
    "blocks": [FIELD],
}
BUTTON = {"type": "button", "action_id": "take", "text": TITLE, "value": "F-1"}
#: Documented, but not in the samples: these had their nested blocks cut out.
UNSAMPLED = {"response_urls", "blocks"}


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    tokens = {TOKEN: SCOPES, APP_TOKEN: ("connections:write",)}
    with SlackStandIn(Workspace(tokens=tokens, ack_seconds=30, trigger_seconds=30)) as stand_in:
        yield stand_in


def sample(name: str) -> Any:
    return json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))


def unknown(given: Any, known: Any, at: str = "") -> list[str]:
    """The properties of `given` that `known` lacks, at any depth that the sample shows."""
    if isinstance(given, Mapping) and isinstance(known, Mapping) and known:
        found = [f"{at}/{name}" for name in given.keys() - known.keys() - UNSAMPLED]
        for name in given.keys() & known.keys():
            found += unknown(given[name], known[name], f"{at}/{name}")
        return found
    if isinstance(given, list) and isinstance(known, list) and known:
        return [one for entry in given for one in unknown(entry, known[0], f"{at}[]")]
    return []


def asked(slack: SlackStandIn, method: str) -> dict[str, Any]:
    """Arguments with which `method` succeeds."""
    channel = slack.workspace.channels[0]
    ts = slack.workspace.post(channel, {"text": "x"})["ts"]
    trigger = slack.workspace.triggers.issue(LEAD, slack.workspace.monotonic())
    return {
        "chat.postMessage": {"channel": C, "text": "x", "thread_ts": ts},
        "chat.update": {"channel": C, "ts": ts, "text": "y"},
        "chat.postEphemeral": {"channel": C, "user": LEAD, "text": "x"},
        "chat.getPermalink": {"channel": C, "message_ts": ts},
        "conversations.info": {"channel": C},
        "views.open": {"trigger_id": trigger, "view": MODAL},
        "usergroups.users.list": {"usergroup": "S0000TRIAGE"},
    }.get(method, {})


@pytest.mark.parametrize(
    "method",
    [
        "apps.connections.open",
        "auth.test",
        "chat.getPermalink",
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.update",
        "conversations.info",
        "conversations.list",
        "usergroups.users.list",
        "views.open",
    ],
)
def test_an_answer_has_no_property_that_slacks_sample_lacks(
    method: str, slack: SlackStandIn
) -> None:
    token = APP_TOKEN if method.startswith("apps.") else TOKEN
    client = WebClient(token=token, base_url=slack.api_url, retry_handlers=[])
    answer = client.api_call(method, json=asked(slack, method))
    assert unknown(answer.data, sample(f"api__{method}")) == []


def test_a_person_is_described_as_slack_does(slack: SlackStandIn) -> None:
    client = WebClient(token=TOKEN, base_url=slack.api_url, retry_handlers=[])
    known = sample("api__users.lookupByEmail")
    assert unknown(client.users_info(user=LEAD).data, known) == []


@pytest.fixture
def envelopes(slack: SlackStandIn) -> dict[str, Any]:
    """One payload of each kind, as a real app was sent them."""

    def register(app: AsyncApp) -> None:
        @app.action("take")
        async def take(ack: Any, body: dict[str, Any], client: Any) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        @app.view("verdict")
        @app.view_closed("verdict")
        @app.command("/leakwatch")
        @app.shortcut("report")
        async def other(ack: Any) -> None:
            await ack()

    blocks = [{"type": "actions", "block_id": "acts", "elements": [BUTTON]}]
    ts = slack.workspace.post(slack.workspace.channels[0], {"text": "x", "blocks": blocks})["ts"]
    with RunningApp(slack, register):
        for reason in ("seen", None):
            slack.press(LEAD, C, ts, "take")
            (view,) = slack.wait_for(lambda: slack.views(LEAD))
            if reason:
                slack.submit(LEAD, view["id"], {"reason": {"text": reason}})
            else:
                slack.dismiss(LEAD, view["id"])
        slack.command(LEAD, C, "/leakwatch", "status")
    sent = [one["payload"] for one in slack.sockets.sent]
    return {one.get("type", "slash_commands"): one for one in sent}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("block_actions", "app-backend__interactive-components__BlockActionPayload"),
        ("view_submission", "app-backend__views__ViewSubmissionPayload"),
        ("view_closed", "app-backend__views__ViewClosedPayload"),
        ("slash_commands", "app-backend__slash-commands__SlashCommandPayload"),
    ],
)
def test_a_payload_has_no_property_that_slacks_sample_lacks(
    kind: str, name: str, envelopes: dict[str, Any]
) -> None:
    assert unknown(envelopes[kind], sample(name)) == []


def codes(example: Mapping[str, Any]) -> set[str]:
    default = example["default"]
    said = default["example"]["application/json"]["error"]
    return {said, *(default["error_enum"] or ())}


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("chat.postMessage", "channel_not_found"),
        ("chat.postMessage", "not_in_channel"),
        ("chat.postMessage", "is_archived"),
        ("chat.postMessage", "msg_too_long"),
        ("chat.postMessage", "no_text"),
        ("chat.postMessage", "not_authed"),
        ("chat.postMessage", "invalid_auth"),
        ("chat.postMessage", "invalid_charset"),
        ("chat.postMessage", "invalid_post_type"),
        ("chat.update", "message_not_found"),
        ("chat.update", "cant_update_message"),
        ("chat.update", "token_revoked"),
        ("chat.update", "invalid_json"),
        ("chat.update", "json_not_object"),
        ("chat.postEphemeral", "user_not_in_channel"),
        ("conversations.list", "missing_scope"),
        ("views.open", "invalid_arguments"),
    ],
)
def test_the_codes_of_the_stand_in_are_slacks_own(method: str, code: str) -> None:
    assert code in codes(sample("slack_web_openapi__errors_examples")[f"/{method}"])


def test_an_invalid_trigger_is_told_as_in_slacks_example(slack: SlackStandIn) -> None:
    client = WebClient(token=TOKEN, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id="none", view=MODAL)
    example = sample("slack_web_openapi__errors_examples")["/views.open"]["default"]["example"]
    assert caught.value.response.data == example["application/json"]
