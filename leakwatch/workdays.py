"""Pure: which days are worked: not weekends, not Japan's public holidays, not the company's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol

import jpholiday

_DAY = timedelta(days=1)
_SATURDAY = 5


class Calendar(Protocol):
    """A company's own days, as `models.Routing` holds them."""

    @property
    def free_days(self) -> frozenset[date]:
        """Free beside weekends and public holidays."""

    @property
    def work_days(self) -> frozenset[date]:
        """Worked all the same, whatever else the day is."""


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Whether `day` is worked; what the company says of a day counts before everything else."""
    if day in calendar.work_days:
        return True
    if day in calendar.free_days or day.weekday() >= _SATURDAY:
        return False
    return not _is_holiday(day)


@lru_cache(maxsize=4_096)
def _is_holiday(day: date) -> bool:
    """Some eleven years of days: what lies long is asked after again and again."""
    return bool(jpholiday.is_holiday(day))


def add_business_days(day: date, count: int, calendar: Calendar) -> date:
    """The business day that comes `count` (1 or more) after `day`, which need not be one itself."""
    following = _business_days_after(day, calendar)
    for _ in range(count - 1):
        next(following)
    return next(following)


def after_business_days(at: datetime, count: int, calendar: Calendar, zone: tzinfo) -> datetime:
    """The moment by which `count` (1 or more) business days have passed since `at`; aware, in `zone`.

    From Friday at ten one day lasts until Monday at ten; what begins on a free day begins with the
    next business day, so from Saturday it lasts until Monday is over.
    """
    local = at.astimezone(zone)
    if is_business_day(local.date(), calendar):
        return _moment(add_business_days(local.date(), count, calendar), local.time(), zone)
    begin = add_business_days(local.date(), 1, calendar)
    return _moment(add_business_days(begin, count, calendar), time(), zone)


def _business_days_after(day: date, calendar: Calendar) -> Iterator[date]:
    while True:
        day += _DAY
        if is_business_day(day, calendar):
            yield day


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone)
