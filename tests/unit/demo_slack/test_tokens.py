"""Tokens, scopes, clocks and channels that change in mid-run, as the real SDK meets them."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from slack_sdk import WebClient  # noqa: TID251 - the stand-in is for this very client
from slack_sdk.errors import SlackApiError  # noqa: TID251

from leakwatch.demo.slack import APP_TOKEN, TOKEN, Channel, SlackStandIn, Workspace

C, PRIVATE = "C00000001", "C00000002"


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    channels = [Channel(id=C, name="leakwatch"), Channel(id=PRIVATE, name="inner", private=True)]
    with SlackStandIn(Workspace(channels=channels)) as stand_in:
        yield stand_in


def client_of(slack: SlackStandIn, token: str = TOKEN) -> WebClient:
    return WebClient(token=token, base_url=slack.api_url, timeout=5, retry_handlers=[])


def refused(call: Any, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response.data


@pytest.mark.parametrize(
    ("scopes", "method", "arguments", "needed"),
    [
        pytest.param((), "chat.postMessage", {"channel": C, "text": "x"}, "chat:write", id="post"),
        pytest.param((), "chat.postEphemeral", {"channel": C}, "chat:write", id="whisper"),
        pytest.param((), "chat.update", {"channel": C}, "chat:write", id="update"),
        pytest.param((), "chat.delete", {"channel": C}, "chat:write", id="delete"),
        pytest.param(
            ("groups:history",),
            "conversations.history",
            {"channel": C},
            "channels:history",
            id="history",
        ),
        pytest.param(
            ("channels:history",),
            "conversations.history",
            {"channel": PRIVATE},
            "groups:history",
            id="private-history",
        ),
        pytest.param((), "conversations.replies", {"channel": C}, "channels:history", id="replies"),
        pytest.param(
            ("channels:read",),
            "conversations.info",
            {"channel": PRIVATE},
            "groups:read",
            id="private-info",
        ),
        pytest.param((), "conversations.members", {"channel": C}, "channels:read", id="members"),
        pytest.param((), "conversations.list", {}, "channels:read", id="list"),
        pytest.param((), "users.info", {"user": "U0000LEAD"}, "users:read", id="users"),
        pytest.param((), "usergroups.list", {}, "usergroups:read", id="usergroups"),
    ],
)
def test_every_method_wants_its_scope(
    scopes: tuple[str, ...],
    method: str,
    arguments: dict[str, str],
    needed: str,
    slack: SlackStandIn,
) -> None:
    slack.workspace.tokens[TOKEN] = scopes
    answer = refused(client_of(slack).api_call, api_method=method, params=arguments)
    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)


def test_the_apps_token_opens_connections_and_nothing_else(slack: SlackStandIn) -> None:
    client = client_of(slack, APP_TOKEN)
    assert client.apps_connections_open(app_token=APP_TOKEN)["url"].startswith("ws://127.0.0.1:")
    answer = refused(client.chat_postMessage, channel=C, text="x")
    assert answer["error"] == "not_allowed_token_type"


def test_a_bots_token_opens_no_connection(slack: SlackStandIn) -> None:
    answer = refused(client_of(slack).apps_connections_open, app_token=TOKEN)
    assert answer["error"] == "not_allowed_token_type"


def test_an_apps_token_without_its_scope_is_refused(slack: SlackStandIn) -> None:
    slack.workspace.tokens[APP_TOKEN] = ()
    answer = refused(client_of(slack).apps_connections_open, app_token=APP_TOKEN)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "connections:write")


def test_a_token_can_be_taken_away_in_mid_run(slack: SlackStandIn) -> None:
    client = client_of(slack)
    client.chat_postMessage(channel=C, text="x")
    slack.workspace.revoke(TOKEN)
    assert refused(client.chat_postMessage, channel=C, text="y")["error"] == "token_revoked"
    assert len(slack.messages(C)) == 1


def test_a_channel_can_close_and_the_bot_can_be_put_out_in_mid_run(slack: SlackStandIn) -> None:
    client, channel = client_of(slack), slack.workspace.channels[0]
    channel.member = False
    assert refused(client.chat_postMessage, channel=C, text="x")["error"] == "not_in_channel"
    channel.member, channel.archived = True, True
    assert refused(client.chat_postMessage, channel=C, text="x")["error"] == "is_archived"


def test_its_clock_may_be_wrong_in_headers_and_messages_alike(slack: SlackStandIn) -> None:
    slack.workspace.skew = 3_600.0
    with urllib.request.urlopen(f"{slack.api_url}auth.test", timeout=5) as answer:
        (shown,) = answer.headers.get_all("date")
    ahead = parsedate_to_datetime(shown) - datetime.now(UTC)
    assert timedelta(minutes=55) < ahead < timedelta(minutes=65)
    ts = client_of(slack).chat_postMessage(channel=C, text="x")["ts"]
    assert float(ts) > datetime.now(UTC).timestamp() + 3_300
