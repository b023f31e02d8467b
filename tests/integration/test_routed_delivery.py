"""From routing.yaml to what stands in Slack: channels, copies, quiet hours, and the deputy's call."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leakwatch.app.deliver import notifier_for, terms_of
from leakwatch.app.escalating import escalate_due
from leakwatch.app.placing import dressed_by
from leakwatch.app.watch import Watch
from leakwatch.config import load_settings
from leakwatch.demo.slack import SlackStandIn, Workspace
from leakwatch.demo.slack.workspace import TOKEN, Channel
from leakwatch.models import AlertKind, Delivery, Severity, Status
from leakwatch.notify import Deliveries, deliver
from leakwatch.record import Record, open_record
from tests.fakes import Clock
from tests.logged import (
    NOW,
    WATCHLIST,
    give_verdict,
    make_finding,
    make_sighting,
    make_source,
    sweep,
)
from tests.messages import ENGLISH
from tests.unit.config.right import MAIN, TODAY, write

ROUTING = """\
routes:
  - name: grave
    when: {severity: [high, critical]}
    channel: "#grave"
    also: ["#audit"]
    mention: [S0000SEC]
    lead: "{severity}: {findings}"
    escalate: {owner: hanako, after: 4h}
  - name: rest
    quiet: {hours: "17:00-08:00"}
fallback: "#fallback"
"""
REVIEWERS = """\
reviewers:
  - {id: hanako, role: reviewer, deputy: jiro}
  - {id: jiro, role: lead, slack: U0000JIRO}
"""
CHANNELS = ("leakwatch", "grave", "audit", "fallback")
HOURS = timedelta(hours=1)


class Place:
    """An installation on a clock of its own: it is 18:00 in Tokyo, a Wednesday."""

    def __init__(self, directory: Path, record: Record, slack: SlackStandIn, clock: Clock) -> None:
        main = MAIN + (
            "slack: {token: '${T}', channel: '#leakwatch', "
            f"base_url: '{slack.api_url}', interval: 10ms}}\n"
        )
        files = {"leakwatch.yaml": main, "routing.yaml": ROUTING, "reviewers.yaml": REVIEWERS}
        write(directory / "config", files)
        settings = load_settings(directory / "config", environ={"T": TOKEN}, today=TODAY)
        self.watch = Watch(settings=settings, record=record, watchlist=WATCHLIST, notices=())
        self.record, self.slack, self.clock = record, slack, clock
        self.notifier = notifier_for(settings, catalogue=ENGLISH, write=lambda _line: None)

    def find(self, *severities: Severity) -> None:
        """One sweep that finds something of each."""
        found = [
            make_finding(make_sighting(make_source(), str(number)), severity=severity)
            for number, severity in enumerate(severities, 1)
        ]
        sweep(self.record, make_source(), *found, at=self.clock(), alert_all=True)

    def deliver(self, *, after: timedelta = timedelta()) -> Deliveries:
        self.clock.now += after
        return asyncio.run(
            deliver(
                self.record.outbox,
                self.notifier,
                clock=self.clock,
                limit=100,
                terms=terms_of(self.watch.settings, self.notifier),
                style=dressed_by(self.watch.settings),
                sleep=self.clock.sleep,
            )
        )

    def escalate(self) -> int:
        return asyncio.run(escalate_due(self.watch, now=self.clock()))

    def said(self, channel: str) -> list[dict[str, Any]]:
        return list(self.slack.messages(channel))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = Clock(NOW)
    channels = [Channel(id=f"C0000000{at}", name=name) for at, name in enumerate(CHANNELS, 1)]
    workspace = Workspace(clock=lambda: clock().timestamp(), channels=channels)
    with (
        SlackStandIn(workspace) as slack,
        open_record(tmp_path / "var", sealing_key=None, now=NOW) as record,
    ):
        yield Place(tmp_path, record, slack, clock)


def test_an_alert_goes_where_its_route_says_with_a_copy_and_whom_it_calls(place: Place) -> None:
    place.find(Severity.HIGH)
    assert place.deliver() == Deliveries(delivered=2)
    for channel in ("#grave", "#audit"):
        (message,) = place.said(channel)
        text = json.dumps(message, ensure_ascii=False)
        assert "S0000SEC" in text
        assert "high: F-1001" in text
    assert place.said("#leakwatch") == []


def test_what_is_quiet_arrives_in_the_morning_in_its_order(place: Place) -> None:
    place.find(Severity.LOW, Severity.CRITICAL, Severity.MEDIUM)
    assert place.deliver() == Deliveries(delivered=2)
    assert place.deliver(after=13 * HOURS) == Deliveries()
    assert place.said("#leakwatch") == []
    assert place.deliver(after=HOURS) == Deliveries(delivered=2)
    told = [one["text"] for one in place.said("#leakwatch")]
    assert [text.rpartition(" ")[2] for text in told] == ["F-1001", "F-1003"]


def test_the_deputy_is_called_in_the_thread_and_a_decision_ends_it(place: Place) -> None:
    place.find(Severity.HIGH)
    place.deliver()
    place.clock.now += 4 * HOURS
    assert [place.escalate(), place.escalate()] == [1, 0]
    assert place.deliver() == Deliveries(delivered=1)
    alert, call = place.said("#grave")
    assert call["thread_ts"] == alert["ts"]
    assert "U0000JIRO" in json.dumps(call)
    assert "S0000SEC" not in json.dumps(call)
    assert len(place.said("#audit")) == 1
    give_verdict(place.record, Status.TAKEN, "take", now=place.clock(), actor="jiro")
    place.deliver()
    place.clock.now += 4 * HOURS
    assert place.escalate() == 0
    assert all("taken" in json.dumps(one) for one in place.said("#grave")[:2])


def test_an_alert_that_was_refused_is_escalated_elsewhere_beside_the_alarm(place: Place) -> None:
    archived = place.slack.workspace.channel("#grave")
    assert archived is not None
    archived.archived = True
    place.find(Severity.HIGH)
    place.deliver()
    place.clock.now += 4 * HOURS
    assert place.escalate() == 1
    place.deliver()
    place.deliver()
    kinds = {
        entry.alert.kind
        for entry in place.record.outbox.list(state=Delivery.DELIVERED)
        if entry.channel == "#fallback"
    }
    assert kinds == {AlertKind.ALARM, AlertKind.ESCALATION}
    told = place.said("#fallback")
    assert len(told) == 2
    assert any("U0000JIRO" in json.dumps(one) for one in told)
