"""Reading channels, as the real SDK does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient  # noqa: TID251 - the stand-in is for this very client
from slack_sdk.errors import SlackApiError  # noqa: TID251

from leakwatch.demo.slack import Channel, SlackStandIn, Workspace
from leakwatch.demo.slack.workspace import TOKEN

METADATA = {"event_type": "leakwatch_alert", "event_payload": {"key": "k1"}}


@pytest.fixture
def client() -> Iterator[WebClient]:
    channels = [
        Channel(id="C00000001", name="leakwatch"),
        Channel(id="C00000002", name="old", archived=True),
        Channel(id="C00000003", name="strangers", member=False),
        Channel(id="C00000004", name="hidden", member=False, private=True),
    ]
    with SlackStandIn(Workspace(channels=channels)) as slack:
        yield WebClient(token=TOKEN, base_url=slack.api_url, timeout=5, retry_handlers=[])


def code_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_history_is_newest_first_in_pages(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="leakwatch", text=str(n))["ts"] for n in range(5)]
    first = client.conversations_history(channel="C00000001", limit=2)
    assert [one["text"] for one in first["messages"]] == ["4", "3"]
    assert first["has_more"] is True
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel="C00000001", limit=4, cursor=cursor)
    assert [one["text"] for one in second["messages"]] == ["2", "1", "0"]
    assert second["has_more"] is False
    newer = client.conversations_history(channel="C00000001", oldest=stamps[3])
    assert [one["text"] for one in newer["messages"]] == ["4"]
    inclusive = client.conversations_history(
        channel="C00000001", oldest=stamps[3], latest=stamps[3], inclusive=True
    )
    assert [one["text"] for one in inclusive["messages"]] == ["3"]


def test_history_shows_metadata_only_when_asked(client: WebClient) -> None:
    client.chat_postMessage(channel="leakwatch", text="x", metadata=METADATA)
    (bare,) = client.conversations_history(channel="C00000001")["messages"]
    assert "metadata" not in bare
    (full,) = client.conversations_history(channel="C00000001", include_all_metadata=True)[
        "messages"
    ]
    assert full["metadata"] == METADATA


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param({"channel": "leakwatch"}, "channel_not_found", id="by-name"),
        pytest.param({"channel": "C00000003"}, "not_in_channel", id="not-a-member"),
        pytest.param({"channel": "C00000001", "limit": 1_000}, "invalid_limit", id="limit"),
        pytest.param({"channel": "C00000001", "cursor": "?"}, "invalid_cursor", id="cursor"),
        pytest.param({"channel": "C00000001", "oldest": "now"}, "invalid_ts_oldest", id="oldest"),
    ],
)
def test_history_is_refused_like_slack(
    arguments: dict[str, Any], code: str, client: WebClient
) -> None:
    assert code_of(client.conversations_history, **arguments) == code


def test_channels_are_described_and_hidden_ones_are_not(client: WebClient) -> None:
    names = [one["name"] for one in client.conversations_list()["channels"]]
    assert names == ["leakwatch", "old", "strangers"]
    names = [one["name"] for one in client.conversations_list(exclude_archived=True)["channels"]]
    assert names == ["leakwatch", "strangers"]
    assert client.conversations_info(channel="C00000003")["channel"]["is_member"] is False
    assert code_of(client.conversations_info, channel="C00000004") == "channel_not_found"
