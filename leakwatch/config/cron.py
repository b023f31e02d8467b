"""Cron expressions of five fields, checked, in a spelling that means the same to every scheduler.

The rules are those of crontab(5) but one: day of month and weekday may not both be restricted, since
cron takes that as "either" and APScheduler as "both". Weekdays come out as names, because APScheduler
counts them from Monday and cron from Sunday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from leakwatch.config.mistakes import Phrase
from leakwatch.errors import N_

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LEAP_YEAR = 2_024  # 29 February exists

_ITEM = re.compile(r"(?:\*|(\w{1,3})(?:-(\w{1,3}))?)(?:/(\d{1,3}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Field:
    title: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()


_FIELDS = (
    _Field(N_("minute"), 0, 59),
    _Field(N_("hour"), 0, 23),
    _Field(N_("day of the month"), 1, 31),
    _Field(N_("month"), 1, 12, _MONTHS),
    _Field(N_("weekday"), 0, 7, _WEEKDAYS),
)


class CronProblem(Exception):
    """Why an expression names no moment; never leaves this package."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.phrase = Phrase(message, values)


def normal_cron(expression: str) -> str:
    """`expression` with month and weekday names resolved. Raises CronProblem."""
    parts = expression.lower().split()
    if len(parts) != len(_FIELDS):
        raise CronProblem(
            N_("five fields (minute, hour, day, month, weekday), as in {example}"),
            example='"0 6 * * *"',
        )
    values = [_values(part, field) for part, field in zip(parts, _FIELDS, strict=True)]
    _refuse_never(parts, values)
    days = sorted({day % 7 for day in values[4]})
    months = ",".join(map(str, values[3])) if re.search("[a-z]", parts[3]) else parts[3]
    weekdays = "*" if len(days) == len(_WEEKDAYS) else ",".join(_WEEKDAYS[day] for day in days)
    return " ".join([*parts[:3], months, weekdays])


def firing_minutes(expression: str) -> tuple[int, ...]:
    """The minutes of a day at which a right expression fires, in order."""
    minutes, hours = (
        _values(part, field)
        for part, field in zip(expression.lower().split()[:2], _FIELDS, strict=False)
    )
    return tuple(60 * hour + minute for hour in hours for minute in minutes)


def _values(part: str, field: _Field) -> list[int]:
    found: set[int] = set()
    for item in part.split(","):
        found.update(_item_values(item, field))
    return sorted(found)


def _item_values(item: str, field: _Field) -> range:
    match = _ITEM.fullmatch(item)
    if match is None:
        raise _not_understood(item, field)
    first, last, step = match.groups()
    if first is None:
        low, high = field.lowest, field.highest - (1 if field.names is _WEEKDAYS else 0)
    else:
        low = _number(first, field)
        high = _number(last, field) if last else field.highest if step else low
    pace = int(step) if step else 1
    if low > high or pace < 1 or (step and pace > high - low):
        raise _not_understood(item, field)
    return range(low, high + 1, pace)


def _number(word: str, field: _Field) -> int:
    if word in field.names:
        return field.names.index(word) + (1 if field.names is _MONTHS else 0)
    if not word.isdigit() or not field.lowest <= int(word) <= field.highest:
        raise _not_understood(word, field)
    return int(word)


def _not_understood(item: str, field: _Field) -> CronProblem:
    return CronProblem(
        N_("{lowest} to {highest} for the {field} (there is: {item})"),
        lowest=field.lowest,
        highest=field.highest,
        field=Phrase(field.title),
        item=item,
    )


def _refuse_never(parts: list[str], values: list[list[int]]) -> None:
    if parts[2] != "*" and parts[4] != "*":
        raise CronProblem(N_("either days of the month or weekdays, not both"))
    longest = max(monthrange(_LEAP_YEAR, month)[1] for month in values[3])
    if min(values[2]) > longest:
        raise CronProblem(N_("a day that exists in its month"))
