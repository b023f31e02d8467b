from __future__ import annotations

import asyncio
import contextlib
import gettext
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import Channel, FaultKind, SlackStandIn, Workspace
from leakwatch.errors import NotifyError, NotifyRefused, NotifyUnclear
from leakwatch.locale import Catalogue
from leakwatch.models import Alert, Receipt
from leakwatch.notify import SlackNotifier
from tests.factories import SEEN_AT, make_alert, make_posting

ENGLISH = Catalogue("en", gettext.NullTranslations())
SECRET = "xoxb-secret-of-the-test"


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    channels = [
        Channel(id="C00000001", name="leakwatch"),
        Channel(id="C00000002", name="elsewhere"),
        Channel(id="C00000003", name="old", archived=True),
        Channel(id="C00000004", name="strangers", member=False),
    ]
    scopes = ("chat:write", "channels:read", "groups:read", "channels:history")
    workspace = Workspace(channels=channels, tokens={SECRET: scopes}, clock=SEEN_AT.timestamp)
    with SlackStandIn(workspace) as stand_in:
        yield stand_in


def notifier(
    slack: SlackStandIn, *, network: Network | None = None, **changes: Any
) -> SlackNotifier:
    given = {"token": SECRET, "channel": "#leakwatch", "base_url": slack.api_url} | changes
    return SlackNotifier(
        SlackSettings(**given), network=network or Network(), catalogue=ENGLISH, timeout=5
    )


def send(slack: SlackStandIn, alert: Alert | None = None, **changes: Any) -> Receipt:
    return asyncio.run(notifier(slack, **changes).send(make_posting(alert)))


def find(slack: SlackStandIn, alert: Alert | None = None, **changes: Any) -> Receipt | None:
    return asyncio.run(notifier(slack, **changes).find(make_posting(alert)))


def test_an_alert_is_posted_with_its_blocks_and_its_key(slack: SlackStandIn) -> None:
    receipt = send(slack)
    (message,) = slack.messages("#leakwatch")
    assert receipt == Receipt(reference=f"C00000001/{message['ts']}")
    assert message["metadata"]["event_payload"]["key"] == "findings/platform/17"
    assert message["blocks"][0]["type"] == "header"


def test_a_post_asks_slack_to_read_nothing_into_it(slack: SlackStandIn) -> None:
    send(slack)
    params = slack.workspace.calls[0].params
    for name in ("mrkdwn", "link_names", "unfurl_links", "unfurl_media"):
        assert params[name] is False
    assert params["parse"] == "none"


def test_a_source_may_name_a_channel_of_its_own(slack: SlackStandIn) -> None:
    send(slack, make_alert(channel="#elsewhere"))
    assert len(slack.messages("#elsewhere")) == 1
    assert slack.messages("#leakwatch") == ()


@pytest.mark.parametrize(
    ("channel", "code"),
    [
        pytest.param("#nowhere", "channel_not_found", id="unknown"),
        pytest.param("#old", "is_archived", id="archived"),
        pytest.param("#strangers", "not_in_channel", id="not-invited"),
    ],
)
def test_a_channel_that_cannot_be_posted_to_is_refused_with_a_remedy(
    channel: str, code: str, slack: SlackStandIn
) -> None:
    with pytest.raises(NotifyRefused) as caught:
        send(slack, channel=channel)
    assert caught.value.values["code"] == code
    assert channel in str(caught.value)


@pytest.mark.parametrize("token", ["xoxb-wrong", ""], ids=["unknown", "empty"])
def test_a_wrong_token_is_refused(token: str, slack: SlackStandIn) -> None:
    with pytest.raises(NotifyRefused, match="install the app again"):
        send(slack, token=token)


def test_http_200_with_ok_false_is_no_success(slack: SlackStandIn) -> None:
    slack.fail_next(FaultKind.REFUSED, code="restricted_action")
    with pytest.raises(NotifyRefused, match="ask its admins"):
        send(slack)
    assert slack.messages("#leakwatch") == ()


def test_a_missing_scope_is_named(slack: SlackStandIn) -> None:
    slack.workspace.tokens[SECRET] = ("channels:read",)
    with pytest.raises(NotifyRefused, match="chat:write"):
        send(slack)


def test_a_rate_limit_says_how_long(slack: SlackStandIn) -> None:
    slack.fail_next(FaultKind.RATE_LIMITED, retry_after=17)
    with pytest.raises(NotifyError) as caught:
        send(slack)
    assert type(caught.value) is NotifyError
    assert caught.value.retry_after == 17


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        pytest.param({"kind": FaultKind.SERVER_ERROR}, False, id="500"),
        pytest.param({"kind": FaultKind.ERROR_AFTER}, True, id="500-after-accept"),
        pytest.param({"kind": FaultKind.CUT}, False, id="cut"),
        pytest.param({"kind": FaultKind.CUT_AFTER}, True, id="cut-after-accept"),
        pytest.param({"kind": FaultKind.REFUSED, "code": "internal_error"}, False, id="internal"),
        pytest.param({"kind": FaultKind.REFUSED, "code": "fatal_error"}, False, id="fatal"),
    ],
)
def test_an_answer_that_says_nothing_is_unclear_and_the_post_not_repeated(
    fault: dict[str, Any], *, arrived: bool, slack: SlackStandIn
) -> None:
    slack.fail_next(**fault)
    with pytest.raises(NotifyUnclear):
        send(slack)
    assert len(slack.messages("#leakwatch")) == arrived
    assert [call.method for call in slack.workspace.calls] == ["chat.postMessage"]


def test_a_time_out_after_the_post_is_unclear(slack: SlackStandIn) -> None:
    slack.fail_next(FaultKind.SLOW_AFTER, seconds=5)
    settings = SlackSettings(token=SECRET, channel="#leakwatch", base_url=slack.api_url)
    hasty = SlackNotifier(settings, network=Network(), catalogue=ENGLISH, timeout=1)
    with pytest.raises(NotifyUnclear, match="TimeoutError"):
        asyncio.run(hasty.send(make_posting(make_alert())))
    assert len(slack.messages("#leakwatch")) == 1


def test_a_slack_that_is_down_is_tried_again(slack: SlackStandIn) -> None:
    slack.stop()
    with pytest.raises(NotifyError, match="cannot be reached") as caught:
        send(slack)
    assert type(caught.value) is NotifyError


def test_a_name_that_is_no_slack_is_tried_again_with_a_hint(slack: SlackStandIn) -> None:
    with pytest.raises(NotifyError, match="is that Slack"):
        send(slack, base_url=slack.url + "nothing/here/")


def test_a_posted_alert_is_found_by_its_key(slack: SlackStandIn) -> None:
    receipt = send(slack)
    send(slack, make_alert("findings/platform/18"))
    assert find(slack) == receipt
    assert find(slack, channel="C00000001") == receipt
    assert find(slack, make_alert("findings/platform/19")) is None


def test_the_key_of_another_apps_event_is_not_ours(slack: SlackStandIn) -> None:
    channel = slack.workspace.channel("#leakwatch")
    assert channel
    metadata = {"event_type": "other", "event_payload": {"key": "findings/platform/17"}}
    slack.workspace.post(channel, {"text": "by another app", "metadata": metadata})
    slack.workspace.post(channel, {"text": "by a person"})
    assert find(slack) is None


def test_the_look_goes_back_to_when_the_alert_was_made(slack: SlackStandIn) -> None:
    send(slack)
    late = make_alert(created_at=SEEN_AT + timedelta(hours=1))
    assert find(slack, late) is None
    skewed = make_alert(created_at=SEEN_AT + timedelta(minutes=5))
    assert find(slack, skewed) is not None


def test_the_look_goes_through_several_pages(slack: SlackStandIn) -> None:
    receipt = send(slack)
    channel = slack.workspace.channel("#leakwatch")
    assert channel
    for number in range(450):
        slack.workspace.post(channel, {"text": f"chat {number}"})
    assert find(slack) == receipt
    asked = [call for call in slack.workspace.calls if call.method == "conversations.history"]
    assert len(asked) == 3


def test_a_channel_too_busy_to_look_through_cannot_be_decided(slack: SlackStandIn) -> None:
    channel = slack.workspace.channel("#leakwatch")
    assert channel
    for number in range(2_001):
        slack.workspace.post(channel, {"text": f"chat {number}"})
    with pytest.raises(NotifyRefused, match="more than can be looked through"):
        find(slack)


def test_a_history_that_may_not_be_read_is_refused(slack: SlackStandIn) -> None:
    slack.workspace.tokens[SECRET] = ("chat:write", "channels:read", "groups:read")
    with pytest.raises(NotifyRefused, match="channels:history"):
        find(slack)


def test_a_look_survives_a_short_trouble(slack: SlackStandIn) -> None:
    receipt = send(slack)
    slack.fail_next(FaultKind.SERVER_ERROR, method="conversations.history")
    assert find(slack) == receipt


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"kind": FaultKind.RATE_LIMITED, "retry_after": 3_600}, id="long-rate-limit"),
        pytest.param({"kind": FaultKind.CUT}, id="cut"),
        pytest.param({"kind": FaultKind.REFUSED, "code": "internal_error"}, id="internal"),
    ],
)
def test_a_look_that_fails_for_now_can_be_tried_again(
    fault: dict[str, Any], slack: SlackStandIn
) -> None:
    slack.fail_next(**fault, method="conversations.history", times=5)
    with pytest.raises(NotifyError) as caught:
        find(slack)
    assert type(caught.value) is NotifyError


def test_one_reading_of_the_list_finds_the_channels_before_it_too(slack: SlackStandIn) -> None:
    one = notifier(slack)

    async def look() -> None:
        for channel in ("#strangers", "#elsewhere", "#leakwatch"):
            with contextlib.suppress(NotifyRefused):  # not a member of the first
                await one.find(make_posting(make_alert(channel=channel)))

    asyncio.run(look())
    asked = [call.method for call in slack.workspace.calls]
    assert asked.count("users.conversations") == 1
    assert asked.count("conversations.history") == 2


def test_a_channel_is_found_by_its_name_among_thousands_of_others(slack: SlackStandIn) -> None:
    others = [Channel(id=f"C1{n:07}", name=f"c{n}", member=False) for n in range(2_500)]
    slack.workspace.channels[:0] = others
    assert find(slack) is None
