"""From findings in the record to messages in a channel: the real SDK, a stand-in that fails."""

from __future__ import annotations

import asyncio
import gettext
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import FaultKind, SlackStandIn, Workspace
from leakwatch.demo.slack.workspace import TOKEN
from leakwatch.locale import Catalogue
from leakwatch.models import Delivery, Finding
from leakwatch.notify import Deliveries, SlackNotifier, deliver
from leakwatch.record import Record, open_record
from tests.fakes import Clock
from tests.logged import NOW, make_finding, make_public_source, make_sighting, make_source, sweep

ENGLISH = Catalogue("en", gettext.NullTranslations())


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(clock=NOW.timestamp)) as stand_in:
        yield stand_in


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as opened:
        yield opened


class Post:
    """The outbox's way to the stand-in, on a clock of its own."""

    def __init__(self, slack: SlackStandIn, *, timeout: int = 5) -> None:
        settings = SlackSettings(token=TOKEN, channel="#leakwatch", base_url=slack.api_url)
        self.notifier = SlackNotifier(
            settings, network=Network(), catalogue=ENGLISH, timeout=timeout
        )
        self.clock = Clock(NOW)

    def deliver(self, record: Record, *, after: timedelta = timedelta()) -> Deliveries:
        self.clock.now += after
        return asyncio.run(
            deliver(
                record.outbox, self.notifier, clock=self.clock, limit=50, sleep=self.clock.sleep
            )
        )


def found(count: int, *, source: str = "platform") -> list[Finding]:
    seen = [make_sighting(make_source(source), str(number)) for number in range(count)]
    return [make_finding(one) for one in seen]


def states(record: Record) -> list[tuple[Delivery, str | None]]:
    return [(entry.state, entry.error) for entry in record.outbox.list()]


def keys(slack: SlackStandIn) -> list[str]:
    return [one["metadata"]["event_payload"]["key"] for one in slack.messages("#leakwatch")]


def test_each_sighting_becomes_one_message_and_a_second_round_sends_none(
    record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(3), alert_all=True)
    post = Post(slack)
    assert post.deliver(record) == Deliveries(delivered=3)
    assert post.deliver(record, after=timedelta(days=1)) == Deliveries()
    assert keys(slack) == [entry.alert.key for entry in record.outbox.list()]
    references = [f"C00000001/{one['ts']}" for one in slack.messages("#leakwatch")]
    assert [entry.receipt for entry in record.outbox.list()] == references


def test_a_second_sweep_of_the_same_sends_nothing_again(
    record: Record, slack: SlackStandIn
) -> None:
    post = Post(slack)
    for day in range(2):
        sweep(record, make_source(), *found(2), at=NOW + timedelta(days=day), alert_all=True)
        post.deliver(record, after=timedelta(days=day))
    assert len(slack.messages("#leakwatch")) == 2


def test_a_first_sweep_is_one_summary(record: Record, slack: SlackStandIn) -> None:
    sweep(record, make_source(), *found(3))
    assert Post(slack).deliver(record) == Deliveries(delivered=1)
    (message,) = slack.messages("#leakwatch")
    assert "First sweep of platform: 3 findings to review" in message["text"]


def test_no_name_and_no_address_of_a_profile_goes_out(record: Record, slack: SlackStandIn) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    Post(slack).deliver(record)
    sent = json.dumps([call.params for call in slack.workspace.calls], ensure_ascii=False)
    assert "https://platform.example" not in sent
    assert "登録者" not in sent


def test_a_public_article_is_linked_to(record: Record, slack: SlackStandIn) -> None:
    source = make_public_source()
    sweep(record, source, make_finding(make_sighting(source, "a1")), alert_all=True)
    Post(slack).deliver(record)
    assert "https://blog.example/a1" in json.dumps(slack.messages("#leakwatch")[0]["blocks"])


def test_while_slack_is_down_the_outbox_keeps_and_later_delivers_once(
    record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(2), alert_all=True)
    post = Post(slack)
    slack.stop()
    assert post.deliver(record) == Deliveries(retried=2)
    assert states(record) == [(Delivery.RETRY, "unreachable"), (Delivery.WAITING, None)]
    slack.start()
    assert post.deliver(record) == Deliveries(retried=1)
    assert post.deliver(record, after=timedelta(minutes=1)) == Deliveries(delivered=2)
    assert keys(slack) == [entry.alert.key for entry in record.outbox.list()]


def test_ok_false_is_kept_for_a_person_and_goes_out_once_it_is_mended(
    record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    post = Post(slack)
    channel = slack.workspace.channels[0]
    channel.member = False
    assert post.deliver(record) == Deliveries(dead=1)
    assert states(record) == [(Delivery.DEAD, "not_in_channel")]
    channel.member = True
    assert post.deliver(record, after=timedelta(days=1)) == Deliveries()
    record.outbox.requeue(record.outbox.list()[0].id, now=post.clock.now)
    assert post.deliver(record) == Deliveries(delivered=1)
    assert len(keys(slack)) == 1


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        pytest.param(3, Deliveries(delivered=1), id="short-is-waited-for"),
        pytest.param(600, Deliveries(retried=1), id="long-is-left-for-later"),
    ],
)
def test_a_rate_limit_is_obeyed(
    asked: int, first: Deliveries, record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    post = Post(slack)
    slack.fail_next(FaultKind.RATE_LIMITED, retry_after=asked)
    assert post.deliver(record) == first
    if first.retried:
        assert post.deliver(record, after=timedelta(seconds=asked - 1)) == Deliveries()
        post.deliver(record, after=timedelta(seconds=asked))
    assert len(keys(slack)) == 1
    assert states(record)[0][0] is Delivery.DELIVERED


@pytest.mark.parametrize("fault", [FaultKind.ERROR_AFTER, FaultKind.CUT_AFTER])
def test_what_arrived_without_an_answer_is_found_and_not_doubled(
    fault: FaultKind, record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(2), alert_all=True)
    post = Post(slack)
    slack.fail_next(fault)
    assert post.deliver(record) == Deliveries(delivered=2)
    assert keys(slack) == [entry.alert.key for entry in record.outbox.list()]


def test_a_time_out_after_the_post_is_found_and_not_doubled(
    record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    slack.fail_next(FaultKind.SLOW_AFTER, seconds=3)
    assert Post(slack, timeout=1).deliver(record) == Deliveries(delivered=1)
    assert len(keys(slack)) == 1


@pytest.mark.parametrize("fault", [FaultKind.SERVER_ERROR, FaultKind.CUT])
def test_what_did_not_arrive_is_sent_after_a_second_look(
    fault: FaultKind, record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    post = Post(slack)
    slack.fail_next(fault)
    assert post.deliver(record) == Deliveries(retried=1)
    assert post.deliver(record, after=timedelta(minutes=1)) == Deliveries(delivered=1)
    assert len(keys(slack)) == 1


def test_what_cannot_be_looked_up_is_unknown_and_not_sent_blindly(
    record: Record, slack: SlackStandIn
) -> None:
    slack.workspace.tokens[TOKEN] = ("chat:write", "channels:read", "groups:read")
    sweep(record, make_source(), *found(1), alert_all=True)
    post = Post(slack)
    slack.fail_next(FaultKind.SERVER_ERROR)
    assert post.deliver(record) == Deliveries(unknown=1)
    assert states(record) == [(Delivery.UNKNOWN, "unclear:missing_scope")]
    assert post.deliver(record, after=timedelta(days=1)) == Deliveries()
    assert keys(slack) == []


def test_a_slack_that_dies_between_post_and_look_is_asked_again_first(
    record: Record, slack: SlackStandIn
) -> None:
    sweep(record, make_source(), *found(1), alert_all=True)
    post = Post(slack)
    slack.fail_next(FaultKind.ERROR_AFTER)
    slack.fail_next(FaultKind.CUT, method="users.conversations", times=5)
    assert post.deliver(record) == Deliveries(retried=1)
    slack.workspace.faults.clear()
    assert post.deliver(record, after=timedelta(minutes=1)) == Deliveries(delivered=1)
    assert len(keys(slack)) == 1


#: Takes an entry, lets Slack have the message, and dies before it can say so.
DELIVERER = """
import asyncio, os, sys
from datetime import datetime
from pathlib import Path
from leakwatch.config import Network, SlackSettings
from leakwatch.locale import catalogue
from leakwatch.notify import SlackNotifier, posting_of
from leakwatch.record import open_record
directory, url, token, now = sys.argv[1:]
at = datetime.fromisoformat(now)
with open_record(Path(directory), sealing_key=None, now=at) as record:
    (entry,) = record.outbox.claim(at, 1)
    settings = SlackSettings(token=token, channel="#leakwatch", base_url=url)
    notifier = SlackNotifier(settings, network=Network(), catalogue=catalogue("en"))
    asyncio.run(notifier.send(posting_of(entry)))
    os.kill(os.getpid(), 9)
"""


def test_a_deliverer_killed_after_the_post_doubles_nothing(
    record: Record, slack: SlackStandIn, tmp_path: Path
) -> None:
    sweep(record, make_source(), *found(2), alert_all=True)
    command = [sys.executable, "-c", DELIVERER, str(tmp_path / "var"), slack.api_url, TOKEN]
    ended = subprocess.run(
        [*command, NOW.isoformat()], check=False, timeout=60, cwd=Path.cwd(), env=dict(os.environ)
    )
    assert ended.returncode == -9
    assert len(keys(slack)) == 1
    assert Post(slack).deliver(record) == Deliveries(delivered=2)
    assert keys(slack) == [entry.alert.key for entry in record.outbox.list()]


def test_sources_with_channels_of_their_own_do_not_wait_for_each_other(
    record: Record, slack: SlackStandIn
) -> None:
    other = replace(make_source("board"), channel="#nowhere")
    sweep(record, other, *found(1, source="board"), alert_all=True)
    sweep(record, make_source(), *found(1), alert_all=True)
    assert Post(slack).deliver(record) == Deliveries(delivered=1, dead=1)
    assert len(keys(slack)) == 1
