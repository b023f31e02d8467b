"""What has to be renewed, by which day, and whom it is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from leakwatch.app.duties_charter import duties
from leakwatch.app.watch import Watch
from leakwatch.models import Duty, SideJob
from tests.logged import NOW
from tests.unit.config.right import CHARTER
from tests.unit.record.test_side_jobs import make_terms
from tests.watching import watching

ENDS = date(2027, 3, 31)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    charter = (
        CHARTER + "groups:\n  - {id: firing, reason: r, until: 2026-09-30, approved_by: jiro}\n"
    )
    with watching(tmp_path, {"charter.yaml": charter}) as opened:
        yield opened


def due(watch: Watch, today: date) -> list[Duty]:
    return [*duties(watch, today=today)]


def test_far_from_any_end_nothing_is_due(watch: Watch) -> None:
    assert due(watch, date(2026, 6, 1)) == []


@pytest.mark.parametrize("days", [60, 30])
@pytest.mark.parametrize("late", [0, 6])
def test_a_charter_is_reminded_of_two_months_and_one_before(
    watch: Watch, days: int, late: int
) -> None:
    early = ENDS - timedelta(days=days)
    assert due(watch, early - timedelta(days=1)) == []
    assert due(watch, early + timedelta(days=late)) == [
        Duty(what="charter.expiring", label="charter", due=early, owner="")
    ]
    assert due(watch, early + timedelta(days=7)) == []


def test_in_its_last_days_and_after_them_its_end_is_due(watch: Watch) -> None:
    for today in (ENDS - timedelta(days=14), ENDS, ENDS + timedelta(days=40)):
        assert [one.due for one in due(watch, today)] == [ENDS]


def test_the_approver_of_a_group_is_reminded_before_its_end_and_not_after(watch: Watch) -> None:
    early = date(2026, 8, 31)
    assert due(watch, early) == [Duty(what="group.ending", label="firing", due=early, owner="jiro")]
    assert due(watch, date(2026, 10, 1)) == []


def entered(watch: Watch) -> SideJob:
    terms = make_terms(ends=date(2026, 8, 10))
    (job,) = watch.record.side_jobs.enter([terms], actor="jiro", reason=None, now=NOW)
    return job


def test_a_side_job_that_waits_is_its_approvers_duty(watch: Watch) -> None:
    entered(watch)
    assert due(watch, date(2026, 5, 1)) == [
        Duty(what="side_job.approve", label="J-1", due=NOW.date(), owner="hanako")
    ]
    assert due(watch, date(2026, 8, 11)) == []


def test_its_approver_is_reminded_thirty_days_before_it_ends(watch: Watch) -> None:
    job = entered(watch)
    watch.record.side_jobs.approve(
        [job.number], actor="hanako", reason=None, check=lambda _: None, now=NOW
    )
    assert due(watch, date(2026, 5, 1)) == []
    early = date(2026, 7, 11)
    assert due(watch, early) == [
        Duty(what="side_job.ending", label="J-1", due=early, owner="hanako")
    ]
    assert due(watch, date(2026, 8, 11)) == []
