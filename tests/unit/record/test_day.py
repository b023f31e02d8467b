from __future__ import annotations

from datetime import timedelta

from leakwatch.record import Record
from tests.logged import NOW

TODAY = NOW.date()


def test_requests_of_one_day_add_up_for_each_source_by_itself(record: Record) -> None:
    record.today.add("platform", TODAY, 20)
    record.today.add("platform", TODAY, 3)
    record.today.add("blog", TODAY, 1)
    assert record.today.requests("platform", TODAY) == 23
    assert record.today.requests("blog", TODAY) == 1
    assert record.today.requests("board", TODAY) == 0


def test_a_new_day_begins_at_nothing(record: Record) -> None:
    record.today.add("platform", TODAY, 20)
    tomorrow = TODAY + timedelta(days=1)
    assert record.today.requests("platform", tomorrow) == 0
    record.today.add("platform", tomorrow, 2)
    assert record.today.requests("platform", tomorrow) == 2


def test_what_was_not_sent_is_not_written(record: Record) -> None:
    record.today.add("platform", TODAY, 0)
    assert record.today.requests("platform", TODAY) == 0
