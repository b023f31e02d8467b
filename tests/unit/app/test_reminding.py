"""Duties reach whoever has to see to them: in time, once each, and never in a flood."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from leakwatch.app.reminding import remind, remind_due
from leakwatch.app.watch import Watch
from leakwatch.config import load_settings
from leakwatch.models import AlertKind, Duty, OutboxEntry, Stage
from leakwatch.record import Record, open_record
from tests.logged import WATCHLIST
from tests.unit.config.right import write

REVIEWERS = """\
reviewers:
  - {id: hanako, role: reviewer, deputy: jiro, slack: U00HANAKO}
  - {id: jiro, role: reviewer, slack: U0000JIRO}
  - {id: rika, role: lead, slack: U0000RIKA}
"""
MORNING = timedelta(hours=1)  # ten o'clock in Tokyo


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) + MORNING


def duty(label: str = "C-3", due: str = "2026-12-04", owner: str = "hanako") -> Duty:
    return Duty(what="case.waiting", label=label, due=date.fromisoformat(due), owner=owner)


class Place:
    def __init__(self, directory: Path, record: Record) -> None:
        self.directory, self.record = directory, record
        write(directory / "config", {"reviewers.yaml": REVIEWERS})
        settings = load_settings(
            directory / "config", environ={}, today=date(2026, 11, 26), channels=True
        )
        self.watch = Watch(settings=settings, record=record, watchlist=WATCHLIST, notices=())

    def on(self, day: str, *due: Duty) -> int:
        return remind(self.watch, due or (duty(),), now=at(day))

    def told(self) -> list[OutboxEntry]:
        return [one for one in self.record.outbox.list() if one.alert.kind is AlertKind.REMINDER]

    def away(self, name: str) -> None:
        text = REVIEWERS.replace(
            f"id: {name},", f"id: {name}, away: [{{from: 2026-12-01, until: 2026-12-31}}],"
        )
        (self.directory / "config" / "reviewers.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with open_record(tmp_path / "var", sealing_key=None, now=at("2026-11-26")) as record:
        yield Place(tmp_path, record)


def test_each_stage_is_told_once_to_its_owner(place: Place) -> None:
    days = ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-07", "2026-12-11")
    assert [place.on(day) for day in days] == [0, 1, 0, 1, 0, 1]
    told = [one.alert.reminders[0] for one in place.told()]
    assert [one.step for one in told] == ["ahead", "day", "overdue:1"]
    assert {one.called for one in told} == {"hanako"}
    assert {one.alert.mention for one in place.told()} == {("U00HANAKO",)}
    assert place.record.reminders.of("C-3") == (
        "case.waiting:ahead",
        "case.waiting:day",
        "case.waiting:overdue:1",
    )


def test_what_a_clock_ahead_told_too_early_is_told_again_on_its_day(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    assert place.on("2026-12-02") == 1
    assert place.on("2026-12-11") == 1  # the clock ran ahead
    assert place.on("2026-12-03") == 0  # and is back
    (line,) = [one for one in caplog.records if one.message == "duty.told_on_days_to_come"]
    assert line.__dict__["duties"] == ["C-3"]
    assert place.record.reminders.of("C-3") == ("case.waiting:ahead",)
    days = ("2026-12-04", "2026-12-07", "2026-12-11", "2026-12-14")
    assert [place.on(day) for day in days] == [1, 0, 1, 0]
    assert [one.alert.reminders[0].step for one in place.told()] == [
        *("ahead", "overdue:1", "day", "overdue:1")
    ]


def test_a_clock_that_is_some_hours_off_tells_nothing_twice(place: Place) -> None:
    assert place.on("2026-12-02") == 1
    assert remind(place.watch, (duty(),), now=at("2026-12-02") - timedelta(hours=23)) == 0
    assert place.on("2026-12-02") == 0


def test_two_services_on_one_record_send_once(place: Place, tmp_path: Path) -> None:
    with open_record(tmp_path / "var", sealing_key=None, now=at("2026-12-02")) as other:
        second = Watch(settings=place.watch.settings, record=other, watchlist=WATCHLIST, notices=())
        assert place.on("2026-12-02") + remind(second, [duty()], now=at("2026-12-02")) == 1
        (entry,) = place.told()
        assert other.reminders.remind(entry.alert, now=at("2026-12-02")) is False
    assert len(place.told()) == 1


def test_who_is_away_is_not_called_but_his_deputy_is(place: Place) -> None:
    place.away("hanako")
    place.on("2026-12-02")
    (entry,) = place.told()
    (one,) = entry.alert.reminders
    assert (one.called, one.instead_of, entry.alert.mention) == ("jiro", "hanako", ("U0000JIRO",))


def test_a_day_that_was_moved_is_told_of_anew(place: Place) -> None:
    place.on("2026-12-02")
    assert place.on("2026-12-09", duty(due="2026-12-11")) == 1


def test_half_a_year_of_silence_brings_one_message(place: Place) -> None:
    every = [duty(f"C-{number}") for number in range(1, 40)]
    assert place.on("2027-06-04", *every) == 1
    (entry,) = place.told()
    assert len(entry.alert.reminders) == 39
    assert {one.stage for one in entry.alert.reminders} == {Stage.OVERDUE}
    assert place.on("2027-06-04", *every) == 0


def test_two_that_lay_too_long_are_told_together_beside_one_in_time(place: Place) -> None:
    due = [duty("C-1"), duty("C-2"), duty("C-3", due="2027-06-04")]
    assert place.on("2027-06-04", *due) == 2
    assert [len(one.alert.reminders) for one in place.told()] == [2, 1]


def test_what_comes_up_while_a_matter_is_worked_through_is_told_when_that_had_time(
    place: Place,
) -> None:
    assert place.on("2026-12-02") == 1
    began, due = at("2026-12-02"), (duty(), duty("C-4"), duty("C-5"))
    minutes = [remind(place.watch, due, now=began + timedelta(minutes=one)) for one in (1, 14)]
    assert minutes == [0, 0]
    assert remind(place.watch, (duty(), duty("C-5")), now=began + timedelta(minutes=15)) == 1
    assert sorted(one.alert.reminders[0].duty.label for one in place.told()) == ["C-3", "C-5"]


def test_nobody_is_called_at_night_or_on_a_free_day(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leakwatch.app.duties.PARTS", (lambda _watch, today: iter([duty()]),))
    moments = [
        datetime(2026, 12, 3, 23, 30, tzinfo=UTC),  # half past eight on Friday in Tokyo
        datetime(2026, 12, 5, 1, 0, tzinfo=UTC),  # Saturday
        datetime(2026, 12, 4, 0, 0, tzinfo=UTC),  # nine o'clock on Friday
    ]
    queued = [asyncio.run(remind_due(place.watch, now=moment)) for moment in moments]
    assert queued == [0, 0, 1]


def test_a_reminder_stands_in_the_audit_trail_by_its_label(place: Place) -> None:
    place.on("2026-12-02")
    assert place.record.audit.verify().ok
    assert place.record.audit.verify().rows == 1
