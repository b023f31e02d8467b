"""The register of side jobs: sealed, counted, and what comes back when one ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from leakwatch.errors import PermissionDenied, UsageError
from leakwatch.models import (
    Approval,
    Finding,
    SideJob,
    SideJobState,
    SideJobTerms,
    Status,
    person_subject,
)
from leakwatch.record import Record
from leakwatch.record.side_jobs import delete_ended, ended_before, erase_about
from tests.logged import (
    NOW,
    after_baseline,
    day,
    drain,
    make_finding,
    make_sighting,
    make_source,
    sweep,
    told,
)

SOURCE = make_source()
TODAY = NOW.date()


def make_terms(**changes: Any) -> SideJobTerms:
    given: dict[str, Any] = {
        "person": "E012",
        "platform": "platform",
        "topics": ("英会話",),
        "begins": date(2026, 1, 1),
        "ends": date(2026, 4, 10),
        "approver": "hanako",
        "reason": "許可番号 42",
    }
    return SideJobTerms(**(given | changes))


def approved(record: Record, **changes: Any) -> SideJob:
    (job,) = record.side_jobs.enter([make_terms(**changes)], actor="jiro", reason=None, now=NOW)
    record.side_jobs.approve([job.number], actor="hanako", reason=None, check=allow, now=NOW)
    return record.side_jobs.get(job.number)


def allow(job: SideJob) -> None:
    del job


def refuse(job: SideJob) -> None:
    raise PermissionDenied("no")


def seen(job: SideJob | None, *quotes: str, why: str = "within", identity: str = "17") -> Finding:
    """The registration of the person who has the side job."""
    finding = make_finding(make_sighting(SOURCE, identity), *quotes, subject=person_subject("E012"))
    return replace(finding, approval=Approval(side_job=job.number, why=why) if job else None)


def status(record: Record) -> tuple[Status, str | None]:
    (finding,) = record.findings.list()
    return finding.status, finding.verdict


def ready(record: Record) -> SideJob:
    after_baseline(record)
    return approved(record)


def test_what_it_covers_is_entered_as_approved_and_alerts_nobody(record: Record) -> None:
    job = ready(record)
    report = sweep(record, SOURCE, seen(job), at=day(1))
    assert report.new_findings == 1
    assert status(record) == (Status.APPROVED, "side_job")
    assert drain(record) == []
    assert [line.act for line in record.findings.history(1001)] == ["found", "side_job"]
    (use,) = record.side_jobs.uses()
    assert (use.side_job, use.finding, use.why) == (job.number, 1001, "within")
    assert record.side_jobs.count() == {"within": 1}


def test_even_a_first_sweep_does_not_put_it_into_its_summary(record: Record) -> None:
    sweep(record, SOURCE, seen(approved(record)))
    (summary,) = told(record)
    assert dict(summary.counts) == {}


def test_seen_again_it_stays_as_it_is_whatever_is_edited(record: Record) -> None:
    job = ready(record)
    for number in (1, 2):
        sweep(record, SOURCE, seen(job), at=day(number))
    sweep(record, SOURCE, seen(job, "蒼海マテリアル", "甲"), at=day(3))
    assert status(record) == (Status.APPROVED, "side_job")
    assert drain(record) == []
    (use,) = record.side_jobs.uses()
    assert (use.first, use.last) == (day(1), day(3))


def test_what_goes_beyond_alerts_and_says_that_an_approval_exists(record: Record) -> None:
    job = ready(record)
    sweep(record, SOURCE, seen(job, why="elsewhere"), at=day(1))
    (alert,) = told(record)
    assert alert.findings[0].approval == Approval(side_job=job.number, why="elsewhere")
    shown = record.findings.get(1001)
    assert shown.status is Status.NEW
    assert shown.explanation is not None
    assert shown.explanation.approval == Approval(side_job=job.number, why="elsewhere")


def test_a_settled_one_that_goes_beyond_comes_back(record: Record) -> None:
    job = ready(record)
    sweep(record, SOURCE, seen(job), at=day(1))
    sweep(record, SOURCE, seen(job, "蒼海マテリアル", "窯", why="confidential"), at=day(2))
    (alert,) = told(record)
    assert alert.findings[0].reopened
    assert status(record) == (Status.NEW, None)
    acts = [line.act for line in record.findings.history(1001)]
    assert acts == ["found", "side_job", "side_job_over", "reopened"]


def test_one_that_is_over_comes_back_on_the_day_after_and_once(record: Record) -> None:
    job = ready(record)
    sweep(record, SOURCE, seen(job), at=day(1))
    assert record.side_jobs.expire(job.terms.ends, now=day(9)) == ()
    assert record.side_jobs.expire(date(2026, 4, 11), now=day(10)) == (1001,)
    assert record.side_jobs.expire(date(2026, 4, 12), now=day(11)) == ()
    (alert,) = told(record)
    (one,) = alert.findings
    assert (one.number, one.approval and one.approval.why) == (1001, "ended")
    assert status(record) == (Status.NEW, None)
    sweep(record, SOURCE, seen(None), at=day(11))
    assert drain(record) == []


def test_one_that_is_withdrawn_comes_back_at_once(record: Record) -> None:
    job = ready(record)
    sweep(record, SOURCE, seen(job), at=day(1))
    back = record.side_jobs.end(
        job.number,
        actor="jiro",
        reason="退職",
        check=allow,
        now=day(2),
        channels={"platform": "#people"},
    )
    assert back == (1001,)
    assert [alert.channel for alert in told(record)] == ["#people"]
    assert record.side_jobs.get(job.number).state is SideJobState.WITHDRAWN
    with pytest.raises(UsageError, match="withdrawn already"):
        record.side_jobs.end(job.number, actor="jiro", reason="x", check=allow, now=day(2))


def test_one_that_was_gone_when_its_side_job_ended_is_news_when_it_returns(record: Record) -> None:
    job = ready(record)
    sweep(record, SOURCE, seen(job), at=day(1))
    for number in (2, 3):
        sweep(record, SOURCE, at=day(number))
    assert status(record)[0] is Status.GONE
    assert record.side_jobs.expire(date(2026, 4, 11), now=day(10)) == ()
    sweep(record, SOURCE, seen(None), at=day(11))
    assert status(record)[0] is Status.NEW
    assert len(drain(record)) == 1


def test_one_that_returns_while_it_is_covered_is_approved_as_before(record: Record) -> None:
    job = ready(record)
    sweep(record, SOURCE, seen(job), at=day(1))
    for number in (2, 3):
        sweep(record, SOURCE, at=day(number))
    sweep(record, SOURCE, seen(job), at=day(4))
    assert status(record)[0] is Status.APPROVED
    assert drain(record) == []


def test_what_was_open_is_settled_when_it_is_judged_again(record: Record) -> None:
    after_baseline(record)
    sweep(record, SOURCE, seen(None), at=day(1))
    assert len(drain(record)) == 1
    sweep(record, SOURCE, seen(approved(record)), at=day(2))
    assert status(record) == (Status.APPROVED, "side_job")


@pytest.mark.parametrize("held", [Status.TAKEN, Status.CONFIRMED, Status.DISMISSED])
def test_what_a_reviewer_decided_stands(record: Record, held: Status) -> None:
    after_baseline(record)
    sweep(record, SOURCE, seen(None), at=day(1))
    record.findings.set_status(
        1001, held, held.value, actor="jiro", reason="r", until=None, now=day(1)
    )
    job = approved(record)
    sweep(record, SOURCE, seen(job), at=day(2))
    assert status(record) == (held, held.value)
    record.side_jobs.expire(date(2026, 4, 11), now=day(10))
    assert status(record) == (held, held.value)


def test_a_reviewers_own_approval_does_not_end_with_a_side_job(record: Record) -> None:
    job = ready(record)
    sweep(record, SOURCE, seen(job), at=day(1))
    record.findings.set_status(
        1001, Status.APPROVED, "approved", actor="hanako", reason="r", until=None, now=day(1)
    )
    assert record.side_jobs.expire(date(2026, 4, 11), now=day(10)) == ()
    sweep(record, SOURCE, seen(None), at=day(11))
    assert status(record) == (Status.APPROVED, "approved")


def test_all_of_several_are_approved_or_none(record: Record) -> None:
    jobs = record.side_jobs.enter(
        [make_terms(), make_terms(person="E013")], actor="jiro", reason=None, now=NOW
    )
    with pytest.raises(UsageError, match="J-99"):
        record.side_jobs.approve([1, 2, 99], actor="hanako", reason=None, check=allow, now=NOW)
    with pytest.raises(PermissionDenied):
        record.side_jobs.approve([1], actor="hanako", reason=None, check=refuse, now=NOW)
    assert record.side_jobs.list() == jobs
    record.side_jobs.approve([1, 2, 2], actor="hanako", reason=None, check=allow, now=NOW)
    with pytest.raises(UsageError, match="approved already"):
        record.side_jobs.approve([2], actor="hanako", reason=None, check=allow, now=NOW)


def test_the_audit_trail_knows_the_label_and_nothing_else(record: Record) -> None:
    approved(record)
    with record._database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT act, subject, actor FROM audit").all()
    assert [tuple(row) for row in rows] == [
        ("side_job.enter", "J-1", "jiro"),
        ("side_job.approve", "J-1", "hanako"),
    ]
    assert record.verify() == ()


def test_nothing_of_it_lies_in_the_file_in_clear(record: Record, state_dir: Path) -> None:
    approved(record, person="E0815", reason="秘密の事情", topics=("英会話講師",))
    record.close()
    for path in state_dir.iterdir():
        content = path.read_bytes() if path.is_file() else b""
        for planted in ("E0815", "秘密の事情", "英会話講師"):
            assert planted.encode() not in content, path.name


def test_a_persons_side_jobs_are_deleted_with_him(record: Record) -> None:
    job = ready(record)
    other = approved(record, person="E013")
    sweep(record, SOURCE, seen(job), at=day(1))
    with record._database.writing(durable=True) as session:
        assert erase_about(session, "company", labels=(), now=NOW) == 0
        assert erase_about(session, person_subject("E012"), labels=(), now=NOW) == 1
    assert record.side_jobs.list() == (other,)
    assert record.side_jobs.uses() == ()


def test_those_that_ended_long_ago_can_be_deleted(record: Record) -> None:
    approved(record)
    approved(record, ends=date(2026, 12, 31))
    with record._database.writing(durable=True) as session:
        old = ended_before(session, date(2026, 5, 1))
        assert (old, delete_ended(session, old)) == ((1,), 1)
    assert [job.label for job in record.side_jobs.list()] == ["J-2"]


def test_a_side_job_of_somebody_under_legal_hold_outlives_its_time(record: Record) -> None:
    approved(record)
    with record._database.reading() as session:
        assert ended_before(session, date(2026, 5, 1), {"person:E012"}) == ()
        assert ended_before(session, date(2026, 5, 1), {"person:E013"}) == (1,)
