"""Cron expressions: which are taken, and that the scheduler takes them the same way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger  # noqa: TID251 - what will read them
from hypothesis import given, reject, settings, strategies as st

from leakwatch.config.cron import CronProblem, normal_cron

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("0 6 * * *", "0 6 * * *"),
        ("  0   6 * *  * ", "0 6 * * *"),
        ("*/15 8-18 * * *", "*/15 8-18 * * *"),
        ("0 6 1,15 * *", "0 6 1,15 * *"),
        ("0 6 * JAN-mar *", "0 6 * 1,2,3 *"),
        ("0 6 * * 1-5", "0 6 * * mon,tue,wed,thu,fri"),
        ("0 6 * * MON-FRI", "0 6 * * mon,tue,wed,thu,fri"),
        ("0 6 * * 0", "0 6 * * sun"),
        ("0 6 * * 7", "0 6 * * sun"),
        ("0 6 * * 0-6", "0 6 * * *"),
        ("0 6 * * */2", "0 6 * * sun,tue,thu,sat"),
        ("0 6 29 2 *", "0 6 29 2 *"),
        ("0 6 31 1,2 *", "0 6 31 1,2 *"),
    ],
)
def test_an_expression_comes_out_in_one_spelling(written: str, normal: str) -> None:
    assert normal_cron(written) == normal


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "0 6 * *",
        "0 0 6 * * *",
        "@daily",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 8",
        "-1 * * * *",
        "5-1 * * * *",
        "*/0 * * * *",
        "*/60 * * * *",
        "1,,2 * * * *",
        "a * * * *",
        "0 6 * * monday",
        "0 6 * * fri-mon",
        "0 6 L * *",
        "0 6 ? * *",
        "0 6 * * 5#2",
        "0 6 30 2 *",
        "0 6 31 4,6,9,11 *",
        "0 6 1 * mon",
        "٣ * * * *",
        "0 6 * * *\n0 7 * * *",
    ],
)
def test_an_expression_that_names_no_moment_is_refused(expression: str) -> None:
    with pytest.raises(CronProblem):
        normal_cron(expression)


def numbers(lowest: int, highest: int) -> st.SearchStrategy[str]:
    value = st.integers(lowest, highest)
    pair = st.tuples(value, value).map(sorted)
    item = st.one_of(
        st.just("*"),
        value.map(str),
        pair.map(lambda two: f"{two[0]}-{two[1]}"),
        st.tuples(pair, st.integers(1, 12)).map(lambda it: f"{it[0][0]}-{it[0][1]}/{it[1]}"),
        st.integers(1, 12).map(lambda step: f"*/{step}"),
    )
    return st.lists(item, min_size=1, max_size=3).map(",".join)


EXPRESSIONS = st.tuples(
    numbers(0, 59), numbers(0, 23), numbers(1, 31), numbers(1, 12), numbers(0, 7)
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_the_scheduler_can_read_every_expression_that_is_taken(expression: str) -> None:
    try:
        normal = normal_cron(expression)
    except CronProblem:
        reject()
    trigger = CronTrigger.from_crontab(normal, timezone=UTC)
    assert trigger.get_next_fire_time(None, MONDAY) is not None


@pytest.mark.parametrize(
    ("expression", "days"), [("0 6 * * 0", 6), ("0 6 * * 1", 0), ("0 6 * * 5", 4), ("0 6 * * 7", 6)]
)
def test_the_scheduler_counts_weekdays_as_cron_does(expression: str, days: int) -> None:
    trigger = CronTrigger.from_crontab(normal_cron(expression), timezone=UTC)
    expected = MONDAY + timedelta(days=days, hours=6)
    assert trigger.get_next_fire_time(None, MONDAY) == expected
