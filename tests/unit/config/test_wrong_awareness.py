"""Mistakes in how the staff is told."""

from __future__ import annotations

import pytest

from tests.unit.config.right import Case, Fail, check_case


def awareness(*lines: str) -> str:
    return "awareness:\n" + "".join(f"  {line}\n" for line in lines)


def day(written: str) -> str:
    return awareness("calendar:", f"  - {{{written}}}")


MANY = awareness("headcount:", *(f"  D{number}: 10" for number in range(100)))
CASES = [
    Case(
        "a day that there is not",
        "casework.yaml",
        day("month: 4, day: 31, title: T"),
        3,
        "awareness.calendar[0]",
        ("a day that there is in month 4",),
    ),
    Case(
        "a letter to somebody else",
        "casework.yaml",
        day("month: 4, day: 1, title: T, letter: hr_contact"),
        3,
        "awareness.calendar[0].letter",
        ("guideline, leaver_reminder, staff_notice",),
    ),
    Case(
        "the same twice",
        "casework.yaml",
        awareness("calendar:", *["  - {month: 4, day: 1, title: T}"] * 2),
        2,
        "awareness.calendar",
        ("4-1 comes twice",),
    ),
    Case(
        "no channel",
        "casework.yaml",
        awareness("channel: all-staff"),
        2,
        "awareness.channel",
        ("a channel such as",),
    ),
    Case(
        "no mail address",
        "casework.yaml",
        awareness("mail: all staff"),
        2,
        "awareness.mail",
        ("mail address",),
    ),
    Case(
        "groups of one",
        "casework.yaml",
        awareness("smallest_group: 1"),
        2,
        "awareness.smallest_group",
        ("2",),
    ),
    Case(
        "more divisions than can be chosen from",
        "casework.yaml",
        MANY,
        2,
        "awareness.headcount",
        ("at most 99 divisions",),
    ),
    Case(
        "an empty division",
        "casework.yaml",
        awareness("headcount: {KILN: 0}"),
        2,
        "awareness.headcount.KILN",
        ("1",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_mistake_is_named_where_it_stands(fail: Fail, case: Case) -> None:
    check_case(fail, case)
