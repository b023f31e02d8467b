from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from leakwatch.models import AlertKind, Delivery, Form, KeepingTerms, RetentionRun, Status
from leakwatch.record import Record
from leakwatch.record.rows import AuditReasonRow
from tests.keepers import SECRET, TERMS, close_case, open_case
from tests.logged import (
    NOW,
    acts,
    day,
    give_verdict,
    make_finding,
    make_public_source,
    make_secret,
    make_sighting,
    make_source,
    sweep,
    told,
)

PLATFORM, BLOG = make_source(), make_public_source()


def about_somebody(record: Record, status: Status = Status.CLOSED) -> None:
    finding = make_finding(make_sighting(PLATFORM), subject="person:E012")
    sweep(record, PLATFORM, finding, alert_all=True)
    if status is not Status.NEW:
        give_verdict(record, status)


def about_us(record: Record, status: Status) -> None:
    sweep(record, BLOG, make_finding(make_sighting(BLOG), subject="company"), alert_all=True)
    give_verdict(record, status)


def retain(record: Record, at: int, terms: KeepingTerms = TERMS) -> RetentionRun:
    return record.keeping.retain(terms, actor="-", now=day(at))


@pytest.mark.parametrize(
    ("status", "days"),
    [(Status.DISMISSED, 180), (Status.APPROVED, 180), (Status.CLOSED, 1095)],
)
def test_a_decided_finding_is_deleted_when_the_time_of_its_class_is_over(
    record: Record, status: Status, days: int
) -> None:
    about_us(record, status)
    assert retain(record, days).deleted == {}
    assert sum(retain(record, days + 1).deleted.values()) == 1
    finding = record.findings.get(1001, reveal=True)
    assert (finding.url, finding.title, finding.excerpts, finding.reasons) == (None, None, (), ())
    assert (finding.status, acts(record)) == (Status.CLOSED, ["expired"])
    assert retain(record, days + 2).deleted == {}
    assert record.verify() == ()


def test_findings_about_people_follow_the_charter(record: Record) -> None:
    about_somebody(record)
    assert retain(record, 365).deleted == {}
    assert retain(record, 366).deleted == {"closed": 1}
    assert record.findings.get(1001).subject == "unknown"


def test_the_page_of_somebody_unknown_is_about_people(record: Record) -> None:
    sweep(record, PLATFORM, make_finding(make_sighting(PLATFORM)))
    give_verdict(record, Status.CLOSED)
    assert retain(record, 366).deleted == {"closed": 1}


def test_a_secret_on_a_public_page_is_not_about_people(record: Record) -> None:
    sweep(record, BLOG, make_secret(make_sighting(BLOG)))
    give_verdict(record, Status.CLOSED)
    assert retain(record, 366).deleted == {}


@pytest.mark.parametrize("status", [Status.NEW, Status.TAKEN, Status.CONFIRMED])
def test_what_nobody_decided_is_kept_and_counted(record: Record, status: Status) -> None:
    about_somebody(record, status)
    run = retain(record, 4000)
    assert (run.deleted.get("closed"), run.undecided) == (None, 1)
    assert record.findings.get(1001, reveal=True).excerpts


def test_being_seen_does_not_prolong_what_was_decided(record: Record) -> None:
    about_us(record, Status.DISMISSED)
    page = make_sighting(BLOG, content_hash="other")
    sweep(record, BLOG, make_finding(page, subject="company"), at=day(170))
    assert retain(record, 182).deleted == {"dismissed": 1}


def test_a_charter_that_lapsed_is_no_reason_to_keep_anything_longer(record: Record) -> None:
    assert record.keeping.people_days(None) is None
    assert record.keeping.people_days(365) == 365
    assert record.keeping.people_days(None) == 365


def test_a_dry_run_counts_and_deletes_nothing(record: Record) -> None:
    about_us(record, Status.DISMISSED)
    run = record.keeping.retain(TERMS, actor="R01", now=day(200), dry_run=True)
    assert run.deleted == {"dismissed": 1}
    assert record.findings.get(1001).excerpts
    assert record.keeping.deletions() == ()
    assert record.keeping.tombstones() == ()


def test_messages_that_were_posted_are_rewritten(record: Record) -> None:
    about_somebody(record)
    assert [alert.kind for alert in told(record)] == [AlertKind.FINDINGS]
    retain(record, 366)
    (edit,) = record.outbox.claim(day(366), 10)
    (shown,) = edit.alert.findings
    assert (edit.form, edit.state) == (Form.UPDATE, Delivery.SENDING)
    assert (shown.subject, shown.excerpt, shown.reasons) == ("unknown", "", ())
    assert record.verify() == ()


def test_a_deleted_finding_leaves_no_page_in_the_ledger(record: Record) -> None:
    about_somebody(record)
    with record._database.reading() as session:
        pages = "SELECT count(*) FROM page"
        before = session.connection().exec_driver_sql(pages).scalar()
    retain(record, 366)
    with record._database.reading() as session:
        assert session.connection().exec_driver_sql(pages).scalar() == 0, before


def test_reasons_go_after_their_time_and_the_chain_stays_whole(record: Record) -> None:
    about_us(record, Status.DISMISSED)
    retain(record, 1825)
    assert reasons(record) == 1
    assert retain(record, 1827).deleted == {"reasons": 1}
    assert reasons(record) == 0
    assert record.audit.verify().ok


def test_what_is_held_stays_and_is_counted(record: Record) -> None:
    about_us(record, Status.DISMISSED)
    record.keeping.hold("F-1001", until=date(2040, 1, 1), reason="係争", actor="R01", now=NOW)
    run = retain(record, 2000)
    assert (run.deleted, run.held) == ({}, {"dismissed": 1, "reasons": 2})
    assert record.findings.get(1001).excerpts


def test_a_finding_of_an_open_case_waits_for_its_end(record: Record) -> None:
    about_somebody(record)
    open_case(record)
    run = retain(record, 400)
    assert (run.deleted, run.under_way) == ({}, {"closed": 1})
    close_case(record, 1, at=400)
    assert retain(record, 401).deleted == {"closed": 1}


def test_a_case_goes_with_letters_and_answers(state_dir: Path, record: Record) -> None:
    about_somebody(record)
    case = open_case(record)
    close_case(record, 1, at=1)
    run = retain(record, 1100)
    assert {"cases", "letters"} <= set(run.deleted)
    assert record.attachments.of(case.label) == ()
    assert record.letters.of(case.label) == ()
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in state_dir.iterdir())
    labels = {(one.what, one.about) for one in record.keeping.deletions()}
    assert {("cases", "C-1"), ("letters", "L-1"), ("closed", "F-1001")} <= labels


@pytest.mark.parametrize("about", ["C-1", "F-1001", "person:E012"])
def test_a_hold_on_a_case_covers_all_that_belongs_to_it(record: Record, about: str) -> None:
    about_somebody(record)
    case = open_case(record)
    close_case(record, 1, at=1)
    record.keeping.hold(about, until=date(2040, 1, 1), reason="係争", actor="R01", now=NOW)
    retain(record, 1100)
    assert record.findings.get(1001, reveal=True).excerpts
    if about != "F-1001":
        assert record.letters.of(case.label)
        assert record.attachments.of(case.label)


def test_each_backup_made_before_is_named_until_it_is_destroyed(record: Record) -> None:
    about_us(record, Status.DISMISSED)
    record.keeping.note_backup("before.db", actor="R01", now=day(10))
    retain(record, 200)
    record.keeping.note_backup("after.db", actor="R01", now=day(201))
    assert {one.backups for one in record.keeping.deletions()} == {("before.db",)}
    record.keeping.note_destroyed("before.db", actor="R01", now=day(202))
    assert {one.backups for one in record.keeping.deletions()} == {()}


def reasons(record: Record) -> int:
    with record._database.reading() as session:
        return len(session.scalars(select(AuditReasonRow)).all())
