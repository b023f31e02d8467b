"""Business days: weekends, Japan's public holidays, and the days of a company's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from leakwatch.models import Routing
from leakwatch.workdays import add_business_days, after_business_days, is_business_day

TOKYO = ZoneInfo("Asia/Tokyo")
PLAIN = Routing()
#: A company that is closed from 29 December to 4 January and works on one Saturday.
OWN = Routing(
    free_days=frozenset(
        {date(2026, 12, day) for day in (29, 30, 31)} | {date(2027, 1, day) for day in (1, 2, 3, 4)}
    ),
    work_days=frozenset({date(2026, 11, 28), date(2026, 11, 23)}),
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 26), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2026, 11, 23), False),
        (date(2026, 9, 22), False),
        (date(2026, 5, 6), False),
        (date(2026, 12, 29), True),
    ],
    ids=["thursday", "saturday", "sunday", "holiday", "between two", "substitute", "year's end"],
)
def test_weekends_and_public_holidays_are_free(day: date, *, worked: bool) -> None:
    assert is_business_day(day, PLAIN) is worked


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 28), True),
        (date(2026, 11, 23), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 5), True),
    ],
)
def test_what_the_company_says_of_a_day_counts_first(day: date, *, worked: bool) -> None:
    assert is_business_day(day, OWN) is worked


def test_days_are_counted_over_what_is_free() -> None:
    assert add_business_days(date(2026, 11, 20), 1, PLAIN) == date(2026, 11, 24)
    assert add_business_days(date(2026, 11, 20), 1, OWN) == date(2026, 11, 23)
    assert add_business_days(date(2026, 12, 28), 1, OWN) == date(2027, 1, 5)
    assert add_business_days(date(2026, 11, 29), 1, PLAIN) == date(2026, 11, 30)


def test_a_day_on_duty_lasts_until_the_same_time_of_the_next() -> None:
    friday = datetime(2026, 11, 27, 10, 30, tzinfo=TOKYO)
    assert after_business_days(friday, 1, PLAIN, TOKYO) == datetime(
        2026, 11, 30, 10, 30, tzinfo=TOKYO
    )


def test_what_begins_on_a_free_day_begins_with_the_next_business_day() -> None:
    saturday = datetime(2026, 11, 28, 10, 30, tzinfo=TOKYO)
    assert after_business_days(saturday, 1, PLAIN, TOKYO) == datetime(2026, 12, 1, tzinfo=TOKYO)


def test_the_day_is_that_of_the_zone() -> None:
    at = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)  # Saturday in Tokyo
    assert after_business_days(at, 1, PLAIN, TOKYO) == datetime(2026, 12, 1, tzinfo=TOKYO)
    assert after_business_days(at, 1, PLAIN, UTC) == at + timedelta(days=3)


@given(DAYS, st.integers(1, 30))
def test_so_many_business_days_lie_between(day: date, count: int) -> None:
    end = add_business_days(day, count, OWN)
    after = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert sum(is_business_day(one, OWN) for one in after) == count
    assert is_business_day(end, OWN)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - gets its zone below
    st.integers(1, 5),
    st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC"]),
)
def test_a_business_day_is_never_shorter_than_its_shortest_day(
    at: datetime, count: int, zone: str
) -> None:
    begin = at.replace(tzinfo=UTC)
    end = after_business_days(begin, count, OWN, ZoneInfo(zone)).astimezone(UTC)
    assert end - begin >= timedelta(hours=23) + (count - 1) * timedelta(days=1)
