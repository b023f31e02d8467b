"""Nobody has touched a grave finding in time: the deputy is called, once, and nobody it is about."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from leakwatch.app.escalating import escalate_due
from leakwatch.app.watch import Watch
from leakwatch.config import load_settings
from leakwatch.models import (
    AlertKind,
    Delivery,
    Form,
    OutboxEntry,
    Routed,
    Routing,
    Severity,
    Status,
)
from leakwatch.record import Record, open_record
from tests.logged import (
    NOW,
    WATCHLIST,
    give_verdict,
    make_finding,
    make_public_source,
    make_sighting,
    make_source,
    sweep,
)
from tests.unit.config.right import write

DAY = timedelta(days=1)
ROUTING = """\
routes:
  - name: grave
    channel: "#grave"
    escalate: {owner: hanako, after: 4h}
"""
REVIEWERS = """\
reviewers:
  - {id: hanako, role: reviewer, deputy: jiro, slack: U00HANAKO}
  - {id: jiro, role: reviewer, slack: U0000JIRO, roster_id: E012}
  - {id: rika, role: lead, slack: U0000RIKA}
"""


class Place:
    """A watch whose alerts the test itself delivers."""

    def __init__(self, directory: Path, record: Record) -> None:
        self.directory, self.record = directory, record
        self.routing(ROUTING)

    def routing(self, text: str) -> None:
        files = {"routing.yaml": text, "reviewers.yaml": REVIEWERS}
        write(self.directory / "config", files)
        settings = load_settings(
            self.directory / "config", environ={}, today=date(2026, 4, 1), channels=True
        )
        self.watch = Watch(settings=settings, record=self.record, watchlist=WATCHLIST, notices=())

    def find(self, *, at: datetime = NOW, **changes: Any) -> None:
        """One sweep that finds something, with its alert in the outbox."""
        finding = make_finding(make_sighting(make_source()), **changes)
        sweep(self.record, make_source(), finding, at=at, alert_all=True)

    def tell(self, at: datetime = NOW, *, state: Delivery = Delivery.DELIVERED) -> None:
        """Every alert that waits goes the way of the route `grave`."""
        outbox = self.record.outbox
        outbox.route(lambda _alert, _now: Routed(channel="#grave", route="grave"), at)
        for entry in outbox.claim(at, 100):
            match state:
                case Delivery.DEAD:
                    outbox.dead(entry.id, "is_archived")
                case Delivery.UNKNOWN:
                    outbox.unknown(entry.id, "unclear")
                case _:
                    outbox.delivered(entry.id, "C1/1", at)

    def escalate(self, now: datetime) -> int:
        return asyncio.run(escalate_due(self.watch, now=now))

    def calls(self) -> list[OutboxEntry]:
        return [one for one in self.record.outbox.list() if one.alert.kind is AlertKind.ESCALATION]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with open_record(tmp_path / "var", sealing_key=None, now=NOW) as record:
        yield Place(tmp_path, record)


HOURS = timedelta(hours=1)


def test_after_the_time_of_its_route_the_deputy_is_called_in_the_thread(place: Place) -> None:
    place.find()
    place.tell()
    assert place.escalate(NOW + 4 * HOURS - timedelta(seconds=1)) == 0
    assert place.escalate(NOW + 4 * HOURS) == 1
    (call,) = place.calls()
    (told,) = [one for one in place.record.outbox.list() if one.alert.kind is AlertKind.FINDINGS]
    assert call.key == "escalation:F-1001:1"
    assert (call.form, call.parent) == (Form.REPLY, told.key)
    assert (call.channel, call.route, call.state) == ("#grave", "grave", Delivery.WAITING)
    assert call.alert.mention == ("U0000JIRO",)
    assert call.alert.since == NOW
    assert [(one.label, one.excerpt) for one in call.alert.findings] == [("F-1001", "")]


def test_each_opening_is_escalated_once(place: Place) -> None:
    place.find()
    place.tell()
    assert [place.escalate(NOW + number * DAY) for number in (1, 2, 3)] == [1, 0, 0]
    give_verdict(place.record, Status.DISMISSED, "not_ours", now=NOW + 4 * DAY)
    seen = make_sighting(make_source())
    more = make_finding(seen, "蒼海マテリアル", "紅蓮計画")
    sweep(place.record, make_source(), more, at=NOW + 5 * DAY)
    place.tell(NOW + 5 * DAY)
    assert place.escalate(NOW + 6 * DAY) == 1
    assert [call.key for call in place.calls()] == ["escalation:F-1001:1", "escalation:F-1001:2"]


def test_an_alert_of_an_earlier_opening_says_nothing_of_this_one(place: Place) -> None:
    place.find()
    place.tell()
    give_verdict(place.record, Status.DISMISSED, "not_ours", now=NOW + HOURS)
    more = make_finding(make_sighting(make_source()), "蒼海マテリアル", "紅蓮計画")
    sweep(place.record, make_source(), more, at=NOW + DAY)
    assert place.escalate(NOW + 2 * DAY) == 0  # the alert of today still waits


@pytest.mark.parametrize("verdict", ["taken", "reopen"])
def test_what_somebody_touched_is_left_to_him(place: Place, verdict: str) -> None:
    place.find()
    place.tell()
    give_verdict(place.record, Status.TAKEN, "take", now=NOW + HOURS)
    if verdict == "reopen":
        give_verdict(place.record, Status.NEW, "reopen", now=NOW + 2 * HOURS)
    assert place.escalate(NOW + DAY) == 0


def test_what_has_not_arrived_yet_does_not_count(place: Place) -> None:
    place.find()
    assert place.escalate(NOW + DAY) == 0
    place.tell(NOW + DAY)
    assert place.escalate(NOW + DAY + 3 * HOURS) == 0
    assert place.escalate(NOW + DAY + 4 * HOURS) == 1


@pytest.mark.parametrize("state", [Delivery.DEAD, Delivery.UNKNOWN])
def test_an_alert_that_never_arrived_is_escalated_by_a_message_elsewhere(
    place: Place, state: Delivery
) -> None:
    place.routing(ROUTING + 'fallback: "#other"\n')
    place.find()
    place.tell(state=state)
    assert place.escalate(NOW + 4 * HOURS) == 1
    (call,) = place.calls()
    assert (call.form, call.parent, call.channel) == (Form.POST, None, "#other")
    assert call.alert.mention == ("U0000JIRO",)


def test_a_route_for_escalations_says_where_such_a_message_goes(place: Place) -> None:
    first = 'routes:\n  - {name: calls, when: {alert: escalation}, channel: "#calls"}\n'
    place.routing(ROUTING.replace("routes:\n", first))
    place.find()
    place.tell(state=Delivery.DEAD)
    assert place.escalate(NOW + 4 * HOURS) == 1
    (call,) = place.calls()
    assert (call.channel, call.route) == ("#calls", "calls")


def test_only_the_severities_of_the_escalation_are_watched_over(place: Place) -> None:
    place.find(severity=Severity.MEDIUM)
    place.tell()
    assert place.escalate(NOW + DAY) == 0
    place.routing(ROUTING.replace("after: 4h", "after: 4h, severity: medium"))
    assert place.escalate(NOW + DAY) == 1


def test_without_an_escalation_on_its_route_nobody_is_called(place: Place) -> None:
    place.find()
    place.tell()
    place.routing(ROUTING.replace("    escalate: {owner: hanako, after: 4h}\n", ""))
    assert place.escalate(NOW + DAY) == 0


def test_business_days_do_not_run_on_free_days(place: Place) -> None:
    place.routing(ROUTING.replace("after: 4h", "business_days: 1"))
    friday = NOW + 2 * DAY  # 3 April 2026, 18:00 in Tokyo
    place.find(at=friday)
    place.tell(friday)
    assert place.escalate(friday + 2 * DAY) == 0
    assert place.escalate(friday + 3 * DAY - HOURS) == 0
    assert place.escalate(friday + 3 * DAY) == 1


def test_whom_it_is_about_is_not_called(place: Place) -> None:
    place.find(subject="person:E012")
    place.tell()
    assert place.escalate(NOW + DAY) == 1
    (call,) = place.calls()
    assert call.alert.mention == ("U0000RIKA",)


def test_each_finding_of_one_alert_is_answered_by_itself(place: Place) -> None:
    page = make_sighting(make_public_source())
    both = (make_finding(page), make_finding(page, subject="company"))
    sweep(place.record, make_public_source(), *both, alert_all=True)
    place.tell()
    assert place.escalate(NOW + DAY) == 2
    assert len({call.parent for call in place.calls()}) == 1


def test_without_routes_the_record_is_not_even_asked(place: Place) -> None:
    settings = replace(place.watch.settings, routing=Routing())
    watch = replace(place.watch, settings=settings, record=None)  # type: ignore[arg-type]
    assert asyncio.run(escalate_due(watch, now=NOW)) == 0
