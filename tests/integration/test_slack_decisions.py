"""From a decision in the record to what stands in Slack: the message edited, its thread told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import FaultKind, SlackStandIn, Workspace
from leakwatch.demo.slack.workspace import TOKEN
from leakwatch.models import AlertKind, Delivery, DeliveryTerms, Finding, Routed, Status
from leakwatch.notify import Deliveries, SlackNotifier, deliver
from leakwatch.notify.actions import BUTTONS, DETAILS
from leakwatch.record import Record, open_record
from tests.fakes import Clock
from tests.logged import NOW, make_finding, make_sighting, make_source, sweep
from tests.messages import ENGLISH, buttons_of, texts_of

LATER = NOW + timedelta(hours=5, minutes=3)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def slack(clock: Clock) -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(clock=lambda: clock().timestamp())) as stand_in:
        yield stand_in


@pytest.fixture
def post(slack: SlackStandIn, record: Record, clock: Clock) -> Post:
    return Post(slack, record, clock)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as opened:
        yield opened


class Post:
    """The outbox's way to the stand-in, both by one clock."""

    def __init__(self, slack: SlackStandIn, record: Record, clock: Clock) -> None:
        settings = SlackSettings(token=TOKEN, channel="#leakwatch", base_url=slack.api_url)
        self._notifier = SlackNotifier(settings, network=Network(), catalogue=ENGLISH, timeout=5)
        self._record, self._clock = record, clock

    def deliver(self, *, after: timedelta = timedelta()) -> Deliveries:
        self._clock.now += after
        return asyncio.run(
            deliver(
                self._record.outbox,
                self._notifier,
                clock=self._clock,
                limit=100,
                sleep=self._clock.sleep,
                terms=DeliveryTerms(
                    decide=lambda alert, _now: Routed(channel=alert.channel or ""),
                    fallback="#leakwatch",
                ),
            )
        )


def found(count: int) -> list[Finding]:
    return [make_finding(make_sighting(make_source(), str(number))) for number in range(count)]


def decide(record: Record, status: Status, verdict: str, **changes: Any) -> None:
    given: dict[str, Any] = {"actor": "hanako", "reason": None, "until": None, "now": LATER}
    record.findings.set_status(1001, status, verdict, **(given | changes))


def key_of(message: dict[str, Any]) -> str:
    return str(message["metadata"]["event_payload"]["key"])


def test_a_decision_edits_the_message_and_stands_in_its_thread(
    record: Record, slack: SlackStandIn, post: Post
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    post.deliver()
    (before,) = slack.messages("#leakwatch")
    key, buttons = key_of(before), buttons_of(before["blocks"])
    assert buttons == {"F-1001": list(BUTTONS)}
    decide(record, Status.DISMISSED, "not_ours")
    assert post.deliver(after=timedelta(hours=6)).delivered == 2
    edited, reply = slack.messages("#leakwatch")
    assert key_of(edited) == key
    assert "edited" in edited
    assert "→ dismissed: not ours (hanako, 14:03)" in texts_of(edited["blocks"])
    assert buttons_of(edited["blocks"]) == {"F-1001": [DETAILS]}
    assert edited["text"].startswith("☑ ")
    assert reply["thread_ts"] == edited["ts"]
    assert reply["text"] == "F-1001 dismissed: not ours (hanako, 14:03)"


def test_a_message_that_waited_says_how_it_stands_when_it_goes_out(
    record: Record, slack: SlackStandIn, post: Post
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    decide(record, Status.TAKEN, "take")
    post.deliver()
    message = slack.messages("#leakwatch")[0]
    assert "→ taken by hanako, 14:03" in texts_of(message["blocks"])


def test_decisions_come_once_through_any_fault(
    record: Record, slack: SlackStandIn, post: Post
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    post.deliver()
    decide(record, Status.TAKEN, "take")
    slack.fail_next(FaultKind.CUT_AFTER, method="chat.update", times=2)
    slack.fail_next(FaultKind.ERROR_AFTER)
    for _ in range(4):
        post.deliver(after=timedelta(hours=6))
    assert len(slack.messages("#leakwatch")) == 2
    assert {entry.state for entry in record.outbox.list()} == {Delivery.DELIVERED}


def test_a_thread_that_was_deleted_loses_no_decision(
    record: Record, slack: SlackStandIn, post: Post
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    post.deliver()
    channel = slack.workspace.channel("#leakwatch")
    assert channel
    channel.messages.clear()
    decide(record, Status.TAKEN, "take")
    for _ in range(2):
        post.deliver(after=timedelta(hours=1))
    (alone,) = slack.messages("#leakwatch")
    assert "thread_ts" not in alone
    assert alone["text"].startswith("F-1001 taken by hanako")


def test_a_storm_is_one_summary_with_the_rest_in_its_thread(
    record: Record, slack: SlackStandIn, post: Post
) -> None:
    sweep(record, make_source(), *found(40), alert_all=True)
    for _ in range(3):
        post.deliver(after=timedelta(hours=1))
    messages = slack.messages("#leakwatch")
    kinds = {entry.alert.kind for entry in record.outbox.list()}
    assert len(messages) == len({key_of(message) for message in messages})
    assert sum("F-" in message["text"] for message in messages) == 40
    if AlertKind.STORM in kinds:
        (summary,) = (one for one in messages if one["text"].startswith("🌊"))
        below = [
            one for one in messages if one.get("thread_ts") == summary["ts"] and one != summary
        ]
        assert summary["text"] == f"🌊 platform: {len(below)} more alerts from one sweep"


def test_what_slack_refuses_for_good_raises_one_alarm(
    record: Record, slack: SlackStandIn, post: Post
) -> None:
    sweep(record, make_source(channel="#nowhere"), *found(3), alert_all=True)
    for _ in range(2):
        post.deliver(after=timedelta(hours=1))
    (alarm,) = slack.messages("#leakwatch")
    assert alarm["text"] == "🚨 An alert was not delivered"
    assert any("the app sees no channel #nowhere" in text for text in texts_of(alarm["blocks"]))
