"""What has to be renewed, by which day, and whom it is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from leakwatch.app.duties_charter import duties
from leakwatch.app.watch import Watch
from leakwatch.casework.stages import reminder_now
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


def test_a_charter_is_told_two_months_and_one_before_its_end_and_is_a_debt_after_it(
    watch: Watch,
) -> None:
    duty = Duty(what="charter.expiring", label="charter", due=ENDS, owner="", early=(60, 30))
    for days in (60, 30, 1, 0, -40):
        assert due(watch, ENDS - timedelta(days=days)) == [duty]


def test_a_charter_that_is_renewed_while_the_service_runs_is_no_debt(
    watch: Watch, tmp_path: Path
) -> None:
    renewed = CHARTER.replace("2027-03-31", "2028-03-31")
    (tmp_path / "config" / "charter.yaml").write_text(renewed, encoding="utf-8")
    assert due(watch, ENDS) == []


def test_whoever_is_responsible_is_told_when_he_is_a_reviewer(watch: Watch, tmp_path: Path) -> None:
    named = CHARTER.replace("Head of legal affairs", "hanako")
    (tmp_path / "config" / "charter.yaml").write_text(named, encoding="utf-8")
    assert [one.owner for one in due(watch, ENDS)] == ["hanako"]


def test_the_approver_of_a_group_is_told_thirty_days_before_its_end_and_not_after(
    watch: Watch,
) -> None:
    group = Duty(
        what="group.ending", label="firing", due=date(2026, 9, 30), owner="jiro", early=(30,)
    )
    assert due(watch, date(2026, 8, 31)) == [group]
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
    assert due(watch, date(2026, 8, 12)) == []


def test_its_approver_is_told_thirty_days_before_it_ends(watch: Watch) -> None:
    job = entered(watch)
    watch.record.side_jobs.approve(
        [job.number], actor="hanako", reason=None, check=lambda _: None, now=NOW
    )
    ends = date(2026, 8, 10)
    assert due(watch, date(2026, 5, 1)) == []
    assert due(watch, ends - timedelta(days=30)) == [
        Duty(what="side_job.ending", label="J-1", due=ends, owner="hanako", early=(30,))
    ]
    assert due(watch, ends + timedelta(days=1)) == []


def test_each_of_them_is_reminded_of_on_its_early_day(watch: Watch) -> None:
    early = ENDS - timedelta(days=60)
    (duty,) = due(watch, early)
    told = reminder_now(duty, today=early, warn=2, calendar=watch.settings.routing)
    assert told
    assert told.step == "ahead:60"
