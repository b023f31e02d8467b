"""A finding from its alert to its verdict without leaving Slack: outbox, messages, buttons, log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leakwatch.config import Network, SlackSettings
from leakwatch.demo.slack import LEAD, REVIEWER, FaultKind, SlackStandIn, Workspace
from leakwatch.locale import catalogue
from leakwatch.models import Delivery, Form, Status, Term, TermKind
from leakwatch.notify import Deliveries, SlackNotifier, deliver
from leakwatch.notify.actions import CONFIRM, DETAILS, DISMISS, TAKE
from leakwatch.record import Record, open_record
from tests.fakes import Clock
from tests.logged import (
    NOW,
    WATCHLIST,
    day,
    make_finding,
    make_person,
    make_secret,
    make_sighting,
    make_source,
    sweep,
)
from tests.servers.triaging import CHANNEL, Lent, Person, Triage, make_settings, trail

SECRET = Term(id="T08", text="紅蓮計画", sensitivity=3, kind=TermKind.CODE_NAME)


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(Workspace(clock=NOW.timestamp)) as stand_in:
        yield stand_in


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "state", sealing_key=None, now=NOW) as opened:
        yield opened


@pytest.fixture
def lent(slack: SlackStandIn, record: Record, tmp_path: Path) -> Lent:
    settings = SlackSettings(token=slack.token, channel=CHANNEL, base_url=slack.api_url)
    return Lent(settings=make_settings(tmp_path, settings), record=record)


@pytest.fixture
def triage(slack: SlackStandIn, lent: Lent) -> Iterator[Triage]:
    with Triage(slack, lent) as running:
        yield running


def deliver_now(lent: Lent, *, after: timedelta = timedelta()) -> Deliveries:
    settings = lent.settings.slack
    assert settings is not None
    notifier = SlackNotifier(settings, network=Network(), catalogue=catalogue("en"))
    clock = Clock(lent.clock + after)
    return asyncio.run(
        deliver(lent.record.outbox, notifier, clock=clock, limit=50, sleep=clock.sleep)
    )


def told(slack: SlackStandIn, lent: Lent, *findings: Any, **changes: Any) -> str:
    """The `ts` of the message that tells of `findings`."""
    given = findings or (make_finding(make_sighting(make_source())),)
    sweep(lent.record, make_source(), *given, alert_all=True, **changes)
    assert deliver_now(lent).delivered
    return str(slack.messages(CHANNEL)[-1]["ts"])


def words(message: Any) -> str:
    return f"{message['blocks']} {message['text']}"


def test_taken_and_confirmed_the_message_says_so_and_its_thread_tells_the_story(
    slack: SlackStandIn, lent: Lent, triage: Triage
) -> None:
    person = Person(slack, REVIEWER, told(slack, lent))
    person.press(TAKE)
    slack.wait_for(lambda: lent.wakes)
    assert deliver_now(lent) == Deliveries(delivered=2)
    lent.clock = day(2)
    assert person.submits(person.opens(CONFIRM), reason="山川花子 wrote it herself") == {}
    assert deliver_now(lent) == Deliveries(delivered=2)
    message, *thread = slack.messages(CHANNEL)
    assert "confirmed" in words(message)
    assert "taro" in words(message)
    assert [one["thread_ts"] for one in thread] == [message["ts"]] * 2
    assert TAKE not in words(message)
    assert "山川花子" not in repr([slack.messages(CHANNEL), slack.workspace.calls])
    assert trail(lent.record) == [
        ("finding.take", "taro", "F-1001"),
        ("finding.confirm", "taro", "F-1001"),
    ]


def test_who_is_too_late_hears_it_and_an_edit_that_was_refused_has_another_go(
    slack: SlackStandIn, lent: Lent, triage: Triage
) -> None:
    ts = told(slack, lent)
    lead, late = (Person(slack, user, ts) for user in (LEAD, REVIEWER))
    view = late.opens(DISMISS)
    lead.submits(lead.opens(CONFIRM), reason="our plant")
    slack.fail_next(FaultKind.REFUSED, method="chat.update", code="cant_update_message")
    deliver_now(lent)
    edits = [one for one in lent.record.outbox.list() if one.form is Form.UPDATE]
    assert edits[-1].state is Delivery.DEAD
    late.submits(view, reason="not ours", verdict="not_ours")
    assert "hanako confirmed it" in late.modal()
    slack.wait_for(lambda: lent.record.outbox.get(edits[-1].id).state is Delivery.WAITING)
    deliver_now(lent)
    (message,) = [one for one in slack.messages(CHANNEL) if one["ts"] == lead.ts]
    assert "confirmed" in words(message)


def test_details_show_the_excerpt_in_labels_and_no_id_of_a_person(
    slack: SlackStandIn, lent: Lent, triage: Triage
) -> None:
    source, person = make_source(), make_person()
    lent.record.people.replace([person], actor="hanako", now=NOW)
    sighting = make_sighting(source)
    ts = told(
        slack,
        lent,
        make_finding(sighting, "東雲朔太郎", subject=f"person:{person.id}"),
        make_secret(sighting),
        watchlist=replace(WATCHLIST, people=(person,), terms=(SECRET,)),
    )
    reader = Person(slack, REVIEWER, ts)
    for label in ("F-1001", "F-1002"):
        reader.press(DETAILS, block_id=f"leakwatch_{label}")
        slack.wait_for(lambda label=label: f"{label} in detail" in reader.told())  # type: ignore[misc]
    shown = repr(slack.ephemerals(REVIEWER, CHANNEL))
    for secret in ("東雲", "朔太郎", "紅蓮", person.id, "platform.example/17"):
        assert secret not in shown
    assert [act for act, _, _ in trail(lent.record)] == ["finding.view"] * 2


def test_a_message_in_a_thread_is_answered_in_that_thread(
    slack: SlackStandIn, lent: Lent, triage: Triage
) -> None:
    ts = told(slack, lent)
    channel = slack.workspace.channels[0]
    blocks = slack.messages(CHANNEL)[0]["blocks"]
    reply = slack.workspace.post(channel, {"text": "x", "thread_ts": ts, "blocks": blocks})
    person = Person(slack, REVIEWER, str(reply["ts"]))
    person.press(DETAILS)
    person.hears()
    assert slack.ephemerals(REVIEWER, CHANNEL)[-1]["thread_ts"] == ts


def test_a_message_with_a_thread_below_it_is_answered_where_it_stands_itself(
    slack: SlackStandIn, lent: Lent, triage: Triage
) -> None:
    ts = told(slack, lent)
    slack.workspace.post(slack.workspace.channels[0], {"text": "x", "thread_ts": ts})
    assert slack.messages(CHANNEL)[0]["thread_ts"] == ts  # as Slack shows it from then on
    person = Person(slack, REVIEWER, ts)
    person.press(DETAILS)
    person.hears()
    assert "thread_ts" not in slack.ephemerals(REVIEWER, CHANNEL)[-1]


def test_a_finding_erased_while_its_modal_is_open_decides_nothing(
    slack: SlackStandIn, lent: Lent, triage: Triage
) -> None:
    watched = make_person()
    lent.record.people.replace([watched], actor="hanako", now=NOW)
    finding = make_finding(make_sighting(make_source()), subject=f"person:{watched.id}")
    person = Person(slack, REVIEWER, told(slack, lent, finding))
    view = person.opens(CONFIRM)
    lent.record.people.delete(watched.id, actor="hanako", reason="asked to", now=day(2))
    person.submits(view, reason="our plant")
    assert lent.record.findings.get(1001).status is Status.CLOSED
    assert "1001" in person.modal()
