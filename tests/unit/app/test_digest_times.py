"""When a digest is due: by the wall clock of the installation, whatever is done to that clock."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from leakwatch.app.digesting import before, due_at
from leakwatch.models import DigestPlan, Period

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = timedelta(days=1)


def plan(period: Period, at: str, *, weekday: int = 0) -> DigestPlan:
    hours, minutes = map(int, at.split(":"))
    return DigestPlan(period=period, minute=60 * hours + minutes, weekday=weekday)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-26T08:59+09:00", "2026-11-23T09:00+09:00"),
        ("2026-11-23T09:00+09:00", "2026-11-23T09:00+09:00"),
        ("2026-11-23T08:59+09:00", "2026-11-16T09:00+09:00"),
        ("2026-11-22T23:59+09:00", "2026-11-16T09:00+09:00"),
    ],
)
def test_a_weekly_digest_is_due_on_its_day(now: str, expected: str) -> None:
    weekly = plan(Period.WEEKLY, "09:00", weekday=0)
    assert due_at(weekly, TOKYO, datetime.fromisoformat(now)) == datetime.fromisoformat(expected)
    week = timedelta(days=7)
    moment = datetime.fromisoformat(expected)
    assert before(weekly, TOKYO, moment) == moment - week


@pytest.mark.parametrize("at", ["01:30", "02:30", "03:30"])
@pytest.mark.parametrize("month", [3, 10])
def test_no_change_of_the_clock_drops_or_doubles_a_day(at: str, month: int) -> None:
    zone, daily = ZoneInfo("Europe/Berlin"), plan(Period.DAILY, at)
    start = datetime(2026, month, 20, tzinfo=UTC)
    seen = {
        due_at(daily, zone, start + timedelta(minutes=10 * step)) for step in range(20 * 24 * 6)
    }
    days = [moment.astimezone(zone).date() for moment in sorted(seen)]
    assert len(days) == len(set(days))
    assert [b - a for a, b in itertools.pairwise(days)] == [DAY] * (len(days) - 1)
    assert all(
        before(daily, zone, b) == a for a, b in zip(sorted(seen), sorted(seen)[1:], strict=False)
    )
