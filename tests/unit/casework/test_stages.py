"""When somebody is reminded: some business days before, on the day, and each week of them after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from leakwatch.casework.stages import (
    business_days_before,
    last_business_day,
    reminder_before,
    reminder_now,
)
from leakwatch.models import Duty, Routing, Stage
from leakwatch.workdays import is_business_day

CALENDAR = Routing(free_days=frozenset({date(2026, 12, 1)}))
DUTY = Duty(what="case.waiting", label="C-3", due=date(2026, 12, 4), owner="hanako")  # a Friday


def step(day: str, *, warn: int = 2) -> str | None:
    found = reminder_now(DUTY, today=date.fromisoformat(day), warn=warn, calendar=CALENDAR)
    return found.step if found else None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-12-01", None),
        ("2026-12-02", "ahead"),
        ("2026-12-03", "ahead"),
        ("2026-12-04", "day"),
        ("2026-12-10", "day"),
        ("2026-12-11", "overdue:1"),
        ("2026-12-17", "overdue:1"),
        ("2026-12-18", "overdue:2"),
    ],
)
def test_each_stage_begins_on_its_business_day(day: str, expected: str | None) -> None:
    assert step(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-02", None),
        ("2026-10-05", "ahead:60"),
        ("2026-11-03", "ahead:60"),
        ("2026-11-04", "ahead:30"),
        ("2026-12-01", "ahead:30"),
        ("2026-12-02", "ahead"),
        ("2026-12-04", "day"),
    ],
)
def test_what_takes_long_is_told_early_as_well(day: str, expected: str | None) -> None:
    early = replace(DUTY, early=(30, 60))
    found = reminder_now(early, today=date.fromisoformat(day), warn=2, calendar=CALENDAR)
    assert (found.step if found else None) == expected


def test_without_warning_the_first_word_comes_on_the_day() -> None:
    assert step("2026-12-03", warn=0) is None
    assert step("2026-12-04", warn=0) == "day"


def test_what_is_due_on_a_free_day_is_told_on_the_business_day_before() -> None:
    assert last_business_day(date(2026, 12, 6), CALENDAR) == date(2026, 12, 4)
    assert business_days_before(date(2026, 12, 2), 1, CALENDAR) == date(2026, 11, 30)


def test_only_what_is_overdue_has_a_reminder_before_it() -> None:
    last = reminder_now(DUTY, today=date(2026, 12, 18), warn=2, calendar=CALENDAR)
    assert last
    first = reminder_before(last)
    assert first
    assert (first.step, first.duty) == ("overdue:1", DUTY)
    on_the_day = reminder_before(first)
    assert on_the_day
    assert on_the_day.stage is Stage.DAY
    assert reminder_before(on_the_day) is None


@given(
    due=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    later=st.integers(-20, 400),
    warn=st.integers(0, 10),
)
def test_time_never_takes_a_stage_back(due: date, later: int, warn: int) -> None:
    duty = Duty(what="case.waiting", label="C-3", due=due, owner="")
    today = due + timedelta(days=later)
    order = {None: -2, "ahead": -1, "day": 0}

    def rank(day: date) -> int:
        found = reminder_now(duty, today=day, warn=warn, calendar=CALENDAR)
        name = found.step if found else None
        return order[name] if name in order else int(str(name).partition(":")[2])

    assert rank(today) <= rank(today + timedelta(days=1))
    if rank(today) < rank(today + timedelta(days=1)):
        assert is_business_day(today + timedelta(days=1), CALENDAR)
