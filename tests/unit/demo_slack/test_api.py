"""The Web API as the real SDK meets it, and in the shapes of Slack's own samples."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient  # noqa: TID251 - the stand-in is for this very client
from slack_sdk.errors import SlackApiError  # noqa: TID251

from leakwatch.demo.slack import Channel, FaultKind, SlackStandIn, Workspace
from leakwatch.demo.slack.workspace import TOKEN

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "slack"
SAMPLES = [
    "auth.test",
    "chat.postMessage",
    "chat.update",
    "conversations.info",
    "conversations.list",
]
BLOCKS = [{"type": "header", "text": {"type": "plain_text", "text": "hello"}}]
METADATA = {"event_type": "leakwatch_alert", "event_payload": {"key": "k1"}}


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    channels = [
        Channel(id="C00000001", name="leakwatch"),
        Channel(id="C00000002", name="old", archived=True),
        Channel(id="C00000003", name="strangers", member=False),
        Channel(id="C00000004", name="hidden", member=False, private=True),
    ]
    with SlackStandIn(Workspace(channels=channels)) as stand_in:
        yield stand_in


@pytest.fixture
def client(slack: SlackStandIn) -> WebClient:
    return WebClient(token=TOKEN, base_url=slack.api_url, timeout=5, retry_handlers=[])


def raw(
    slack: SlackStandIn, method: str, body: bytes = b"", **headers: str
) -> tuple[int, Mapping[str, str], Any]:
    """One POST without any SDK between; status, headers (lower case) and JSON."""
    given = {"Authorization": f"Bearer {TOKEN}"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    request = urllib.request.Request(slack.api_url + method, data=body, headers=given)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            found, status, content = answer.headers, answer.status, answer.read()
    except urllib.error.HTTPError as error:
        found, status, content = error.headers, error.code, error.read()
    shown = {name.lower(): value for name, value in found.items()}
    return status, shown, json.loads(content) if content[:1] == b"{" else content


def code_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_a_posted_message_stands_in_its_channel(slack: SlackStandIn, client: WebClient) -> None:
    answer = client.chat_postMessage(
        channel="#leakwatch", text="hello", blocks=BLOCKS, metadata=METADATA
    )
    (message,) = slack.messages("leakwatch")
    assert answer["channel"] == "C00000001"
    assert answer["ts"] == message["ts"]
    assert message["blocks"] == BLOCKS
    assert message["metadata"] == METADATA


def test_no_two_messages_share_a_time_stamp(slack: SlackStandIn, client: WebClient) -> None:
    slack.workspace.clock = lambda: 1_700_000_000.0
    stamps = [client.chat_postMessage(channel="leakwatch", text="x")["ts"] for _ in range(3)]
    assert stamps == ["1700000000.000000", "1700000000.000001", "1700000000.000002"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param({"channel": "nowhere", "text": "x"}, "channel_not_found", id="unknown"),
        pytest.param({"channel": "hidden", "text": "x"}, "channel_not_found", id="private"),
        pytest.param({"channel": "old", "text": "x"}, "is_archived", id="archived"),
        pytest.param({"channel": "strangers", "text": "x"}, "not_in_channel", id="not-a-member"),
        pytest.param({"channel": "leakwatch", "text": ""}, "no_text", id="nothing-to-say"),
        pytest.param({"channel": "leakwatch", "text": "x" * 40_001}, "msg_too_long", id="long"),
        pytest.param(
            {"channel": "leakwatch", "text": "x", "blocks": [{"type": "toast"}]},
            "invalid_blocks",
            id="blocks",
        ),
        pytest.param(
            {
                "channel": "leakwatch",
                "text": "x",
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_000}}]
                * 5,
            },
            "msg_blocks_too_long",
            id="blocks-too-long-together",
        ),
        pytest.param(
            {"channel": "leakwatch", "text": "x", "metadata": {"event_type": "No Such"}},
            "invalid_metadata_format",
            id="metadata-shape",
        ),
        pytest.param(
            {
                "channel": "leakwatch",
                "text": "x",
                "metadata": {"event_type": "a", "event_payload": {"k": "x" * 8_000}},
            },
            "metadata_too_large",
            id="metadata-size",
        ),
    ],
)
def test_a_message_slack_would_refuse_is_refused(
    arguments: dict[str, Any], code: str, slack: SlackStandIn, client: WebClient
) -> None:
    assert code_of(client.api_call, api_method="chat.postMessage", json=arguments) == code
    assert all(not channel.messages for channel in slack.workspace.channels)


def test_a_limit_is_reported_in_the_shape_slack_reports_it(client: WebClient) -> None:
    text = {"type": "plain_text", "text": "x" * 3_001}
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(
            channel="leakwatch", text="x", blocks=[{"type": "section", "text": text}]
        )
    problem = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert caught.value.response.data == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [problem],
        "response_metadata": {"messages": [f"[ERROR] {problem}"]},
    }


def test_forms_carry_blocks_and_metadata_as_json(slack: SlackStandIn) -> None:
    form = {
        "channel": "leakwatch",
        "text": "x",
        "blocks": json.dumps(BLOCKS),
        "metadata": json.dumps(METADATA),
    }
    kind = "application/x-www-form-urlencoded"
    _, _, answer = raw(slack, "chat.postMessage", urlencode(form).encode(), Content_Type=kind)
    assert answer["ok"]
    assert answer["message"]["blocks"] == BLOCKS
    assert answer["message"]["metadata"] == METADATA


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        pytest.param({"Authorization": ""}, "not_authed", id="none"),
        pytest.param({"Authorization": "Bearer xoxb-wrong"}, "invalid_auth", id="unknown"),
        pytest.param({"Authorization": f"Basic {TOKEN}"}, "not_authed", id="other-scheme"),
    ],
)
def test_a_call_without_a_known_token_is_refused(
    headers: dict[str, str], code: str, slack: SlackStandIn
) -> None:
    status, _, answer = raw(slack, "auth.test", b"", **headers)
    assert (status, answer) == (200, {"ok": False, "error": code})


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        pytest.param(b"{", "application/json", "invalid_json", id="broken-json"),
        pytest.param(b"[]", "application/json", "json_not_object", id="list"),
        pytest.param(b"\xff", "application/x-www-form-urlencoded", "invalid_charset", id="charset"),
        pytest.param(b"x", "text/plain", "invalid_post_type", id="type"),
    ],
)
def test_a_body_slack_cannot_read_is_refused(
    body: bytes, kind: str, code: str, slack: SlackStandIn
) -> None:
    _, _, answer = raw(slack, "auth.test", body, Content_Type=kind)
    assert answer == {"ok": False, "error": code}


def test_every_answer_names_the_scopes(slack: SlackStandIn) -> None:
    slack.workspace.tokens[TOKEN] = ("chat:write", "channels:read")
    _, headers, answer = raw(slack, "auth.test")
    assert answer["ok"]
    assert headers["x-oauth-scopes"] == "chat:write,channels:read"


def test_a_method_without_its_scope_says_which(slack: SlackStandIn, client: WebClient) -> None:
    slack.workspace.tokens[TOKEN] = ("chat:write",)
    with pytest.raises(SlackApiError) as caught:
        client.conversations_history(channel="C00000001")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "channels:history"
    assert caught.value.response["provided"] == "chat:write"


def test_a_method_that_is_none_is_unknown(slack: SlackStandIn) -> None:
    assert raw(slack, "chat.shout")[2] == {
        "ok": False,
        "error": "unknown_method",
        "req_method": "chat.shout",
    }


def test_a_message_can_be_rewritten_and_deleted(slack: SlackStandIn, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="leakwatch", text="old", blocks=BLOCKS)["ts"]
    client.chat_update(channel="C00000001", ts=ts, text="new")
    (message,) = slack.messages("leakwatch")
    assert message["text"] == "new"
    assert "edited" in message
    client.chat_delete(channel="C00000001", ts=ts)
    assert slack.messages("leakwatch") == ()
    assert code_of(client.chat_update, channel="C00000001", ts=ts, text="x") == "message_not_found"


def test_too_fast_is_429_with_retry_after(slack: SlackStandIn, client: WebClient) -> None:
    now = [100.0]
    slack.workspace.interval, slack.workspace.monotonic = 2.5, lambda: now[0]
    client.chat_postMessage(channel="leakwatch", text="1")
    now[0] += 1
    body = urlencode({"channel": "leakwatch", "text": "2"}).encode()
    status, headers, answer = raw(
        slack, "chat.postMessage", body, Content_Type="application/x-www-form-urlencoded"
    )
    assert (status, headers["retry-after"]) == (429, "2")
    assert answer == {"ok": False, "error": "ratelimited"}
    now[0] += 2
    client.chat_postMessage(channel="leakwatch", text="2")
    assert len(slack.messages("leakwatch")) == 2


def test_a_fault_hits_its_method_as_often_as_asked(slack: SlackStandIn, client: WebClient) -> None:
    slack.fail_next(FaultKind.REFUSED, code="fatal_error", times=2)
    assert client.auth_test()["ok"]
    for _ in range(2):
        assert code_of(client.chat_postMessage, channel="leakwatch", text="x") == "fatal_error"
    assert client.chat_postMessage(channel="leakwatch", text="x")["ok"]


def test_a_fault_after_the_post_does_not_post_what_slack_refuses(
    slack: SlackStandIn,
) -> None:
    slack.fail_next(FaultKind.ERROR_AFTER)
    form = urlencode({"channel": "old", "text": "x"}).encode()
    status, _, _ = raw(
        slack, "chat.postMessage", form, Content_Type="application/x-www-form-urlencoded"
    )
    assert status == 500
    assert slack.messages("old") == ()


def test_calls_are_remembered_without_their_token(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postMessage(channel="leakwatch", text="x")
    (call,) = slack.workspace.calls
    assert call.method == "chat.postMessage"
    assert "slackclient" in call.user_agent
    assert TOKEN not in repr(call)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is absent")
@pytest.mark.parametrize("method", SAMPLES)
def test_answers_have_no_property_that_slacks_own_samples_lack(
    method: str, client: WebClient
) -> None:
    posted = client.chat_postMessage(channel="leakwatch", text="x")
    arguments: dict[str, dict[str, Any]] = {
        "chat.postMessage": {"channel": "leakwatch", "text": "x"},
        "chat.update": {"channel": "C00000001", "ts": posted["ts"], "text": "y"},
        "conversations.info": {"channel": "C00000001"},
    }
    answer = client.api_call(method, params=arguments.get(method, {}))
    sample = json.loads((CORPUS / f"api__{method}.json").read_text(encoding="utf-8"))
    assert isinstance(answer.data, dict)
    assert answer.data.keys() <= sample.keys()
    if "channel" in sample and isinstance(sample["channel"], dict):
        assert answer["channel"].keys() <= sample["channel"].keys()
