"""Answers in threads and edits in place, and what becomes of them when Slack is not well."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import Channel, FaultKind, SlackStandIn, Workspace
from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.models import AlertKind, Form, Posting, Receipt, Standing, Status
from leakwatch.notify import SlackNotifier
from leakwatch.notify.actions import DETAILS
from leakwatch.notify.refusals import GONE, About
from tests.factories import SEEN_AT, make_alert, make_posting
from tests.messages import ENGLISH, buttons_of, texts_of
from tests.servers.hooks import Receiver, receiver

SECRET = "xoxb-secret-of-the-test"
SCOPES = ("chat:write", "channels:read", "groups:read", "channels:history")
STANDING = Standing(
    number=1042, status=Status.DISMISSED, verdict="not_ours", actor="hanako", at=SEEN_AT
)
PLACE = "C00000001/1700000000.000100"


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    channels = [Channel(id="C00000001", name="leakwatch"), Channel(id="C00000002", name="red")]
    workspace = Workspace(channels=channels, tokens={SECRET: SCOPES}, clock=SEEN_AT.timestamp)
    with SlackStandIn(workspace) as stand_in:
        yield stand_in


def notifier(slack: SlackStandIn) -> SlackNotifier:
    settings = SlackSettings(token=SECRET, channel="#leakwatch", base_url=slack.api_url)
    return SlackNotifier(settings, network=Network(), catalogue=ENGLISH, timeout=5)


def send(slack: SlackStandIn, posting: Posting) -> Receipt:
    return asyncio.run(notifier(slack).send(posting))


def find(slack: SlackStandIn, posting: Posting) -> Receipt | None:
    return asyncio.run(notifier(slack).find(posting))


def answer(thread: str, *, key: str = "status:F-1042:7:reply") -> Posting:
    alert = make_alert(key, kind=AlertKind.STATUS, standing=STANDING)
    return make_posting(alert, form=Form.REPLY, thread=thread, parent="findings/platform/17")


def edit(thread: str, **changes: Any) -> Posting:
    given: dict[str, Any] = {
        "key": "status:F-1042:7:update",
        "form": Form.UPDATE,
        "thread": thread,
        "parent": "findings/platform/17",
        "standings": {1042: STANDING},
    }
    return make_posting(make_alert(), **(given | changes))


def key_of(message: dict[str, Any]) -> str:
    return str(message["metadata"]["event_payload"]["key"])


def test_an_answer_stands_in_the_thread_of_its_message(slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    receipt = send(slack, answer(told.reference))
    parent, reply = slack.messages("#leakwatch")
    assert reply["thread_ts"] == parent["ts"]
    assert receipt == Receipt(reference=f"C00000001/{reply['ts']}")
    assert texts_of(reply["blocks"]) == ["F-1042", " ", "dismissed: not ours (hanako, 09:00)"]
    assert "reply_broadcast" not in slack.workspace.calls[-1].params


def test_an_answer_goes_where_its_message_stands_whatever_the_channel_is_called_now(
    slack: SlackStandIn,
) -> None:
    told = send(slack, make_posting(make_alert(channel="#red")))
    send(slack, answer(told.reference))
    assert len(slack.messages("#red")) == 2
    assert slack.messages("#leakwatch") == ()


def test_an_answer_without_a_message_is_said_by_itself(slack: SlackStandIn) -> None:
    send(slack, answer("terminal/findings/platform/17"))
    (message,) = slack.messages("#leakwatch")
    assert "thread_ts" not in message
    assert "Source platform, 2026-04-01 09:00 UTC" in texts_of(message["blocks"])


def test_an_edit_shows_how_it_stands_and_leaves_the_message_its_key(slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    assert send(slack, edit(told.reference)) == told
    (message,) = slack.messages("#leakwatch")
    assert key_of(message) == "findings/platform/17"
    assert "→ dismissed: not ours (hanako, 09:00)" in texts_of(message["blocks"])
    assert buttons_of(message["blocks"]) == {"F-1042": [DETAILS]}
    assert find(slack, make_posting(make_alert())) == told


def test_an_edit_passes_the_metadata_again(slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    send(slack, edit(told.reference))
    metadata = slack.workspace.calls[-1].params["metadata"]
    given = json.loads(metadata) if isinstance(metadata, str) else metadata
    assert given["event_payload"]["key"] == "findings/platform/17"


def test_an_edit_of_a_copy_leaves_it_the_key_of_the_copy(slack: SlackStandIn) -> None:
    copy = make_posting(make_alert(), key="findings/platform/17@#red", channel="#red")
    told = send(slack, copy)
    send(slack, edit(told.reference, parent=copy.key, channel="#red"))
    (message,) = slack.messages("#red")
    assert key_of(message) == copy.key


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"kind": FaultKind.SERVER_ERROR}, id="500"),
        pytest.param({"kind": FaultKind.ERROR_AFTER}, id="500-after-accept"),
        pytest.param({"kind": FaultKind.RATE_LIMITED, "retry_after": 1}, id="short-rate-limit"),
    ],
)
def test_an_edit_is_made_again_on_the_spot(fault: dict[str, Any], slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    slack.fail_next(**fault, method="chat.update")
    assert send(slack, edit(told.reference)) == told
    (message,) = slack.messages("#leakwatch")
    assert buttons_of(message["blocks"]) == {"F-1042": [DETAILS]}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"kind": FaultKind.CUT_AFTER}, id="cut"),
        pytest.param({"kind": FaultKind.REFUSED, "code": "fatal_error"}, id="fatal"),
        pytest.param({"kind": FaultKind.RATE_LIMITED, "retry_after": 600}, id="long-rate-limit"),
    ],
)
def test_an_edit_that_ends_without_a_word_can_simply_be_tried_again(
    fault: dict[str, Any], slack: SlackStandIn
) -> None:
    told = send(slack, make_posting(make_alert()))
    slack.fail_next(**fault, method="chat.update", times=5)
    with pytest.raises(NotifyError) as caught:
        send(slack, edit(told.reference))
    assert type(caught.value) is NotifyError
    assert find(slack, edit(told.reference)) is None


@pytest.mark.parametrize("fault", [FaultKind.ERROR_AFTER, FaultKind.CUT_AFTER])
def test_an_answer_is_never_repeated_blindly(fault: FaultKind, slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    slack.fail_next(fault)
    with pytest.raises(NotifyUnclear):
        send(slack, answer(told.reference))
    _, reply = slack.messages("#leakwatch")
    assert find(slack, answer(told.reference)) == Receipt(reference=f"C00000001/{reply['ts']}")
    assert find(slack, answer(told.reference, key="status:F-1042:8:reply")) is None


def test_a_clock_far_ahead_of_slacks_doubles_nothing() -> None:
    def ours() -> datetime:
        return datetime.now(UTC) + timedelta(hours=3)

    with SlackStandIn(Workspace(tokens={SECRET: SCOPES})) as slack:
        settings = SlackSettings(token=SECRET, channel="#leakwatch", base_url=slack.api_url)
        ahead = SlackNotifier(settings, network=Network(), catalogue=ENGLISH, timeout=5, clock=ours)
        posting = make_posting(make_alert(created_at=ours()))
        told = asyncio.run(ahead.send(posting))
        assert asyncio.run(ahead.find(posting)) == told
        assert (
            asyncio.run(ahead.find(make_posting(make_alert("another", created_at=ours())))) is None
        )


def test_an_answer_is_looked_for_in_its_thread_page_by_page(slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    channel = slack.workspace.channel("#leakwatch")
    assert channel
    thread_ts = told.reference.partition("/")[2]
    for number in range(250):
        slack.workspace.post(channel, {"text": f"chat {number}", "thread_ts": thread_ts})
    receipt = send(slack, answer(told.reference))
    assert find(slack, answer(told.reference)) == receipt
    asked = [call.method for call in slack.workspace.calls]
    assert asked.count("conversations.replies") == 2
    assert "conversations.history" not in asked


def test_a_thread_that_may_not_be_read_cannot_be_decided(slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    slack.workspace.tokens[SECRET] = ("chat:write", "channels:read", "groups:read")
    with pytest.raises(NotifyRefused, match="channels:history"):
        find(slack, answer(told.reference))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        pytest.param("missing_scope", About.SCOPE, id="scope"),
        pytest.param("unknown_method", About.SCOPE, id="no-such-method"),
        pytest.param("not_in_channel", About.CHANNEL, id="not-invited"),
        pytest.param("token_revoked", About.SIGN_IN, id="revoked"),
    ],
)
@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies"])
def test_what_cannot_be_looked_up_needs_a_person(
    method: str, code: str, kind: About, slack: SlackStandIn
) -> None:
    slack.fail_next(FaultKind.REFUSED, method=method, code=code)
    posting = answer(PLACE) if method.endswith("replies") else make_posting(make_alert())
    with pytest.raises(NotifyRefused) as caught:
        find(slack, posting)
    assert caught.value.values["code"] == code
    assert caught.value.values["about"] is kind


@pytest.mark.parametrize("posting", [answer(PLACE), edit(PLACE)], ids=["answer", "edit"])
def test_a_message_that_was_deleted_is_said_to_be_gone(
    posting: Posting, slack: SlackStandIn
) -> None:
    with pytest.raises(NotifyRefused) as caught:
        send(slack, posting)
    assert caught.value.values["code"] in GONE
    assert slack.messages("#leakwatch") == ()


def test_an_edit_of_what_slack_never_had_is_refused(slack: SlackStandIn) -> None:
    with pytest.raises(NotifyRefused, match="not there any more"):
        send(slack, edit("terminal/findings/platform/17"))
    assert slack.workspace.calls == []


@pytest.mark.parametrize("form", [Form.POST, Form.UPDATE])
def test_an_unknown_user_group_does_not_cost_the_message(form: Form, slack: SlackStandIn) -> None:
    told = send(slack, make_posting(make_alert()))
    method = "chat.update" if form is Form.UPDATE else "chat.postMessage"
    slack.fail_next(FaultKind.REFUSED, method=method, code="invalid_blocks")
    posting = make_posting(
        make_alert(), key="another", form=form, thread=told.reference, mention=("S0UNKNOWN",)
    )
    send(slack, posting)
    texts = texts_of(slack.messages("#leakwatch")[-1]["blocks"])
    assert "Slack does not know one of S0UNKNOWN: check mention in routing.yaml." in texts


def test_blocks_that_slack_takes_amiss_without_a_mention_are_reported(slack: SlackStandIn) -> None:
    slack.fail_next(FaultKind.REFUSED, code="invalid_blocks")
    with pytest.raises(NotifyRefused, match="report it"):
        send(slack, make_posting(make_alert()))
    assert slack.messages("#leakwatch") == ()


def test_a_route_may_speak_japanese_where_the_installation_speaks_english(
    slack: SlackStandIn,
) -> None:
    send(slack, make_posting(make_alert(), language="ja"))
    send(slack, make_posting(make_alert(), key="other", language="en"))
    japanese, english = (message["text"] for message in slack.messages("#leakwatch"))
    assert "登録" in japanese
    assert "possible registration" in english


def stranger(one: Receiver, answer: object) -> SlackNotifier:
    """A notifier for whom something that is no Slack answers `ok`."""
    one.answer = json.dumps(answer).encode()
    one.answer_headers["content-type"] = "application/json"
    settings = SlackSettings(token=SECRET, channel="C00000001", base_url=f"{one.url}/api/")
    return SlackNotifier(settings, network=Network(), catalogue=ENGLISH, timeout=5)


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "channel": "#red", "ts": ""}])
def test_an_answer_that_does_not_say_where_the_message_stands_is_unclear(answer: object) -> None:
    with receiver() as one, pytest.raises(NotifyUnclear, match="no_receipt"):
        asyncio.run(stranger(one, answer).send(make_posting(make_alert())))


def test_a_history_without_messages_is_not_taken_for_an_empty_one() -> None:
    with receiver() as one, pytest.raises(NotifyError, match="without messages") as caught:
        asyncio.run(stranger(one, {"ok": True}).find(make_posting(make_alert())))
    assert type(caught.value) is NotifyError
