"""Threads, private answers and addresses of messages, through the real SDK."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient  # noqa: TID251 - the stand-in is for this very client
from slack_sdk.errors import SlackApiError  # noqa: TID251

from leakwatch.demo.slack import LEAD, STRANGER, SlackStandIn
from leakwatch.demo.slack.workspace import TOKEN

METADATA = {"event_type": "leakwatch_alert", "event_payload": {"key": "k1"}}
C = "C00000001"


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def client(slack: SlackStandIn) -> WebClient:
    return WebClient(token=TOKEN, base_url=slack.api_url, timeout=5, retry_handlers=[])


def code_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_a_reply_stands_in_its_thread_and_not_in_the_channel(client: WebClient) -> None:
    root = client.chat_postMessage(channel=C, text="root")["ts"]
    reply = client.chat_postMessage(channel=C, text="reply", thread_ts=root, metadata=METADATA)
    assert reply["message"]["thread_ts"] == root
    (shown,) = client.conversations_history(channel=C)["messages"]
    assert (shown["text"], shown["reply_count"], shown["latest_reply"]) == ("root", 1, reply["ts"])
    thread = client.conversations_replies(channel=C, ts=root, include_all_metadata=True)["messages"]
    assert [one["text"] for one in thread] == ["root", "reply"]
    assert thread[1]["metadata"] == METADATA


def test_a_reply_to_a_reply_joins_the_same_thread(client: WebClient) -> None:
    root = client.chat_postMessage(channel=C, text="root")["ts"]
    reply = client.chat_postMessage(channel=C, text="a", thread_ts=root)["ts"]
    deeper = client.chat_postMessage(channel=C, text="b", thread_ts=reply)
    assert deeper["message"]["thread_ts"] == root


def test_a_reply_shown_in_the_channel_too_is_in_its_history(client: WebClient) -> None:
    root = client.chat_postMessage(channel=C, text="root")["ts"]
    client.chat_postMessage(channel=C, text="loud", thread_ts=root, reply_broadcast=True)
    shown = client.conversations_history(channel=C)["messages"]
    assert [one["text"] for one in shown] == ["loud", "root"]


def test_a_thread_that_is_not_there_is_refused(client: WebClient) -> None:
    assert (
        code_of(client.chat_postMessage, channel=C, text="x", thread_ts="1.000001")
        == "thread_not_found"
    )
    assert code_of(client.conversations_replies, channel=C, ts="1.000001") == "thread_not_found"


def test_a_long_thread_comes_in_pages(client: WebClient) -> None:
    root = client.chat_postMessage(channel=C, text="0")["ts"]
    for number in range(1, 4):
        client.chat_postMessage(channel=C, text=str(number), thread_ts=root)
    first = client.conversations_replies(channel=C, ts=root, limit=3)
    assert [one["text"] for one in first["messages"]] == ["0", "1", "2"]
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_replies(channel=C, ts=root, limit=3, cursor=cursor)
    assert [one["text"] for one in second["messages"]] == ["3"]


def test_an_edit_keeps_metadata_and_thread(slack: SlackStandIn, client: WebClient) -> None:
    root = client.chat_postMessage(channel=C, text="old", metadata=METADATA)["ts"]
    client.chat_postMessage(channel=C, text="reply", thread_ts=root)
    client.chat_update(channel=C, ts=root, text="new")
    message = slack.messages(C)[0]
    assert (message["text"], message["reply_count"]) == ("new", 1)
    assert message["metadata"] == METADATA


def test_nobody_edits_what_another_wrote(slack: SlackStandIn, client: WebClient) -> None:
    ts = slack.workspace.say(LEAD, slack.workspace.channels[0], "mine")["ts"]
    assert code_of(client.chat_update, channel=C, ts=ts, text="x") == "cant_update_message"
    assert code_of(client.chat_delete, channel=C, ts=ts) == "cant_delete_message"


@pytest.mark.parametrize("method", ["chat_update", "chat_delete"])
def test_an_edit_names_its_channel_by_id(method: str, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=C, text="x")["ts"]
    code = code_of(getattr(client, method), channel="#leakwatch", ts=ts, text="y")
    assert code == "channel_not_found"


def test_only_one_person_sees_a_private_answer(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postEphemeral(channel=C, user=LEAD, text="for you")
    assert [one["text"] for one in slack.ephemerals(LEAD, "#leakwatch")] == ["for you"]
    assert slack.ephemerals(STRANGER, "#leakwatch") == ()
    assert slack.messages("#leakwatch") == ()
    ts = slack.ephemerals(LEAD, "#leakwatch")[0]["ts"]
    assert code_of(client.chat_update, channel=C, ts=ts, text="x") == "message_not_found"


def test_a_private_answer_reaches_members_only(slack: SlackStandIn, client: WebClient) -> None:
    slack.workspace.channels[0].people = {LEAD}
    for user in (STRANGER, "U0NOBODY"):
        code = code_of(client.chat_postEphemeral, channel=C, user=user, text="x")
        assert code == "user_not_in_channel"
    assert client.conversations_members(channel=C)["members"] == [LEAD, "U00000B07"]


def test_a_message_has_an_address(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=C, text="x")["ts"]
    place = client.chat_getPermalink(channel=C, message_ts=ts)["permalink"]
    assert place == f"https://stand-in.example/archives/{C}/p{ts.replace('.', '')}"
    assert code_of(client.chat_getPermalink, channel=C, message_ts="1.1") == "message_not_found"


def test_people_and_their_groups_are_known(slack: SlackStandIn, client: WebClient) -> None:
    slack.workspace.tokens[TOKEN] += ("users:read", "usergroups:read")
    assert client.users_info(user=LEAD)["user"]["name"] == "lead"
    assert code_of(client.users_info, user="U0NOBODY") == "user_not_found"
    (group,) = client.usergroups_list(include_users=True)["usergroups"]
    assert (group["id"], LEAD in group["users"]) == ("S0000TRIAGE", True)
    assert client.usergroups_users_list(usergroup="S0000TRIAGE")["users"] == group["users"]
    assert code_of(client.usergroups_users_list, usergroup="S0NONE") == "no_such_subteam"
