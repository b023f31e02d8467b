"""Pure: when somebody is reminded of a duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from leakwatch.models import Duty, Reminder, Stage
from leakwatch.workdays import Calendar, add_business_days, is_business_day

#: Business days between two reminders of what is overdue.
AGAIN = 5
#: An overdue duty is not counted any further than this many reminders (some five years).
_MOST = 260


def reminder_now(duty: Duty, *, today: date, warn: int, calendar: Calendar) -> Reminder | None:
    """The last reminder whose day has come by `today`; None before the first one.

    On its early days, `warn` business days before it is due (0: not then), on the day (on the last business day
    before it, if it is none), and again after each five business days.
    """
    found = None
    for day, reminder in takewhile(lambda one: one[0] <= today, _days(duty, warn, calendar)):
        del day
        found = reminder
    return found


def reminder_before(one: Reminder) -> Reminder | None:
    """The one that comes before an overdue one; None for the others, which may be the first."""
    if one.stage is not Stage.OVERDUE:
        return None
    if one.times > 1:
        return Reminder(duty=one.duty, stage=Stage.OVERDUE, times=one.times - 1)
    return Reminder(duty=one.duty, stage=Stage.DAY)


def _days(duty: Duty, warn: int, calendar: Calendar) -> Iterator[tuple[date, Reminder]]:
    """Each reminder of `duty` with its day, in order."""
    day = last_business_day(duty.due, calendar)
    for days in sorted(duty.early, reverse=True):
        early = last_business_day(duty.due - timedelta(days=days), calendar)
        yield early, Reminder(duty=duty, stage=Stage.AHEAD, times=days)
    if warn > 0:
        yield business_days_before(day, warn, calendar), Reminder(duty=duty, stage=Stage.AHEAD)
    yield day, Reminder(duty=duty, stage=Stage.DAY)
    for times in range(1, _MOST + 1):
        day = add_business_days(day, AGAIN, calendar)
        yield day, Reminder(duty=duty, stage=Stage.OVERDUE, times=times)


def last_business_day(day: date, calendar: Calendar) -> date:
    """`day`, or the last business day before it."""
    while not is_business_day(day, calendar):
        day -= timedelta(days=1)
    return day


def business_days_before(day: date, count: int, calendar: Calendar) -> date:
    """The business day `count` ones before `day`."""
    for _ in range(count):
        day = last_business_day(day - timedelta(days=1), calendar)
    return day
