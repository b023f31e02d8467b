from __future__ import annotations

from datetime import UTC, datetime, timedelta

from leakwatch.triage.allowance import Allowance

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_nobody_asks_more_often_than_allowed_and_later_he_may_again() -> None:
    allowance = Allowance(each=2, together=10, span=MINUTE)
    assert [allowance.take("U1", now=NOON) for _ in range(3)] == [True, True, False]
    assert allowance.take("U2", now=NOON)
    assert allowance.take("U1", now=NOON + MINUTE)


def test_many_together_are_held_back_as_well() -> None:
    allowance = Allowance(each=5, together=3, span=MINUTE)
    assert [allowance.take(f"U{n}", now=NOON) for n in range(4)] == [True, True, True, False]
    assert allowance.take("U9", now=NOON + MINUTE)


def test_what_was_refused_does_not_count() -> None:
    allowance = Allowance(each=1, together=9, span=MINUTE)
    assert allowance.take("U1", now=NOON)
    assert not allowance.take("U1", now=NOON + MINUTE / 2)
    assert allowance.take("U1", now=NOON + MINUTE)
