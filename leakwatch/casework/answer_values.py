"""Days, numbers and answers as people write them into tables; what can be read two ways is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from leakwatch.casework.answer_words import CELLS, HEADINGS
from leakwatch.casework.campaign_lines import MOST_REGISTRANTS
from leakwatch.errors import N_, UsageError
from leakwatch.models import AnswerKind
from leakwatch.text import fold_key, numbers_in

#: First year of an era, less one: 令和元年 is 2019.
_ERAS: Final[Mapping[str, int]] = {
    "令和": 2018, "令": 2018, "r": 2018, "平成": 1988, "平": 1988, "h": 1988,
}  # fmt: skip
_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
#: A weekday in brackets and a time of day say nothing of the day.
_BESIDE = re.compile(
    r"[(\[][月火水木金土日a-z]{1,9}(?:曜日?)?[)\]]|[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.]|年\s?)(\d{1,2})(?:[-/.]|月\s?)(\d{1,2})日?")
_PLAIN = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_ERA = re.compile(
    r"(令和|平成|令|平|r|h)\s?\.?(元|\d{1,2})(?:[-/.]|年\s?)(\d{1,2})(?:[-/.]|月\s?)(\d{1,2})日?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3})[a-z]*\.?,?[ -](\d{4})")
_WORD_DAY = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_SERIAL = re.compile(r"[45]\d{4}(?:\.0+)?")
_MOST_MONTHS = 12
_SHOWN = 20  # characters of a cell that a message repeats: no room for a sentence

_COUNT = re.compile(
    r"(?:(?:登録者|該当者|合計|計)\s?)?(.+?)\s?(?:名|人|件|people|persons?|registrants?)?"
)
_DIGITS = re.compile(r"\d{1,9}|[〇零一二三四五六七八九十百千万]{1,9}")


def folded_heading(text: str) -> str:
    """A heading for comparing: without blanks at its ends, marks of need, and brackets."""
    return re.sub(r"\s*[(\[【*].*$", "", fold_key(text)).strip(" :_").replace("_", " ")


_COLUMNS = {
    folded_heading(heading): column for column, names in HEADINGS.items() for heading in names
} | {"#": "aside"}
_KINDS = {fold_key(word): kind for kind, words in CELLS.items() for word in words}


def column_of(heading: str) -> str | None:
    """The column a heading stands for; None for an unknown one."""
    return _COLUMNS.get(folded_heading(heading))


def read_day(text: str) -> date:
    """The day in a cell. Raises UsageError when there is none, or two could be meant."""
    cell = _BESIDE.sub("", " ".join(fold_key(text).split())).strip()
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_PLAIN, (1, 2, 3))):
        if match := pattern.fullmatch(cell):
            year, month, day = (int(match[at]) for at in order)
            return _day(year, month, day, text)
    if match := _ERA.fullmatch(cell):
        year = 1 if match[2] == "元" else int(match[2])
        return _day(_ERAS[match[1]] + year, int(match[3]), int(match[4]), text)
    if match := _DAY_WORD.fullmatch(cell):
        return _day(int(match[3]), _month(match[2], text), int(match[1]), text)
    if match := _WORD_DAY.fullmatch(cell):
        return _day(int(match[3]), _month(match[1], text), int(match[2]), text)
    return _american_or_not(cell, text)


def _american_or_not(cell: str, text: str) -> date:
    match = _YEAR_LAST.fullmatch(cell)
    if match is None:
        raise _no_day(cell, text)
    one, two, year = (int(match[at]) for at in (1, 2, 3))
    if one <= _MOST_MONTHS and two <= _MOST_MONTHS and one != two:
        raise UsageError(
            N_("{found} can be two days ({one} or {two}): write it as YYYY-MM-DD"),
            found=_short(text),
            one=_day(year, one, two, text).isoformat(),
            two=_day(year, two, one, text).isoformat(),
        )
    month, day = (one, two) if one <= _MOST_MONTHS else (two, one)
    return _day(year, month, day, text)


def _no_day(cell: str, text: str) -> UsageError:
    if _SERIAL.fullmatch(cell):
        return UsageError(
            N_("{found} is a day as a spreadsheet counts it: format the column as a date"),
            found=_short(text),
        )
    return UsageError(
        N_("{found} is no day with its year: write it as YYYY-MM-DD"), found=_short(text)
    )


def _month(word: str, text: str) -> int:
    if word not in _MONTHS:
        raise _no_day("", text)
    return _MONTHS[word]


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UsageError(
            N_("{found} is a day that does not exist: write it as YYYY-MM-DD"), found=_short(text)
        ) from error


def read_count(text: str) -> int:
    """The number of people in a cell: `3`, `３名`, `三人`. Raises UsageError."""
    cell = "".join(fold_key(text).split(","))
    match = _COUNT.fullmatch(cell)
    digits = match[1].strip() if match else ""
    values = [number.value for number in numbers_in(digits)] if _DIGITS.fullmatch(digits) else []
    if len(values) != 1 or not 0 <= values[0] <= MOST_REGISTRANTS or values[0] % 1:
        raise UsageError(
            N_("{found} is no number of people: write it as digits, as in 3"), found=_short(text)
        )
    return int(values[0])


def read_kind(text: str) -> AnswerKind | None:
    """What a whole cell answers; None when it is not one of the words for it."""
    cell = fold_key(text).strip(" .。")
    return _KINDS.get(cell)


def _short(text: str) -> str:
    cell = " ".join(text.split())
    return cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…"
