"""Days as letters write them, whatever the machine's locale is."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_JAPANESE = re.compile(r"([0-9]{4})年\s?([0-9]{1,2})月\s?([0-9]{1,2})日")
_ENGLISH = re.compile(rf"(?<![0-9])([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}})(?![0-9])")


def written_day(day: date, language: str) -> str:
    """2026年11月26日, or 26 November 2026."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_in(text: str, language: str) -> tuple[date, ...]:
    """Days that stand in `text`, in their order; what is no day of the calendar is left out."""
    if language == "ja":
        found = [(one[1], one[2], one[3]) for one in _JAPANESE.finditer(text)]
    else:
        found = [
            (one[3], str(_MONTHS.index(one[2]) + 1), one[1]) for one in _ENGLISH.finditer(text)
        ]
    return tuple(day for parts in found if (day := _day(*parts)) is not None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
