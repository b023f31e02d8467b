"""Captures in the record: asked for, sealed, followed by verdicts, and deleted for good."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from leakwatch.errors import SealError, UsageError
from leakwatch.models import Capture, CaptureState, Shown, Status
from leakwatch.record import Record, new_key, open_record
from leakwatch.record.attachments import LARGEST
from leakwatch.record.captures_ending import erase_about
from tests.archived import BODY, packed
from tests.logged import (
    NOW,
    after_baseline,
    make_finding,
    make_secret,
    make_sighting,
    make_source,
)

FINDING = 1001
UNTIL = NOW + timedelta(days=14)


def kept(record: Record, finding: int = FINDING, *, about: str = "") -> Capture:
    label = about or f"F-{finding}"
    asked = record.captures.ask(finding, label, actor="rev", reason="証拠の保全", now=NOW)
    return record.captures.keep(asked.number, packed(), actor="rev", now=NOW)


def sealed(record: Record, finding: int = FINDING) -> Capture:
    return record.captures.seal(finding, packed(), until=UNTIL, now=NOW)


def decide(record: Record, status: Status) -> None:
    record.findings.set_status(
        FINDING, status, None, actor="rev", reason="理由", until=None, now=NOW
    )


def rows(record: Record, statement: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(record._database.path)) as connection, connection:
        return connection.execute(statement).fetchall()


def trail(record: Record) -> list[tuple[str, ...]]:
    """Actor, act and subject of everything about evidence."""
    return rows(
        record, "SELECT actor, act, subject FROM audit WHERE act LIKE 'evidence.%' ORDER BY id"
    )


def attachments(record: Record) -> int:
    return len(record.attachments.of(f"F-{FINDING}"))


@pytest.fixture
def logged(record: Record) -> Record:
    """A record with F-1001 about a person's page, and F-1002 about a term on the same page."""
    page = make_sighting(make_source())
    after_baseline(record, make_finding(page, subject="person:E012"), make_secret(page))
    return record


def test_a_capture_is_entered_before_anybody_visits_and_again_with_its_hash(
    logged: Record,
) -> None:
    asked = logged.captures.ask(FINDING, "C-3", actor="rev", reason="証拠の保全", now=NOW)
    assert (asked.label, asked.state, asked.about) == ("E-1", CaptureState.ASKED, "C-3")
    archive = packed()
    done = logged.captures.keep(asked.number, archive, actor="rev", now=NOW)
    digest = sha256(archive.content).hexdigest()
    assert (done.state, done.shown, done.sha256) == (CaptureState.KEPT, Shown.PRESENT, digest)
    assert (done.quotes, done.present, done.size) == (2, 2, len(archive.content))
    assert trail(logged) == [
        ("rev", "evidence.capture", "E-1 F-1001"),
        ("rev", "evidence.captured", f"E-1 F-1001 sha256:{digest}"),
    ]
    assert logged.audit.verify().ok
    assert logged.captures.known(digest) == done
    assert logged.captures.known("0" * 64) is None


def test_what_is_kept_is_read_by_export_alone_and_each_time_entered(logged: Record) -> None:
    one = kept(logged)
    content = logged.captures.export(one.number, actor="leg", reason="法務へ提出", now=NOW)
    assert sha256(content).hexdigest() == one.sha256
    assert trail(logged)[-1][:2] == ("leg", "evidence.export")
    assert BODY not in b"".join(
        path.read_bytes() for path in logged._database.path.parent.iterdir() if path.is_file()
    )


def test_an_archive_that_was_exchanged_in_the_record_is_not_handed_out(logged: Record) -> None:
    one = kept(logged)
    kept(logged)
    rows(logged, "UPDATE capture SET attachment = 2 WHERE number = 1")
    with pytest.raises(SealError, match="E-1 is not what was sealed"):
        logged.captures.export(one.number, actor="rev", reason="提出", now=NOW)


def test_a_page_that_was_not_to_be_had_is_entered_by_the_name_of_what_kept_it(
    logged: Record,
) -> None:
    asked = logged.captures.ask(FINDING, "F-1001", actor="rev", reason="証拠の保全", now=NOW)
    failed = logged.captures.fail(asked.number, "robots_refused", actor="rev", now=NOW)
    assert (failed.state, failed.why) == (CaptureState.FAILED, "robots_refused")
    assert trail(logged)[-1] == ("rev", "evidence.failed", "E-1 robots_refused")
    with pytest.raises(UsageError, match="E-1 is failed"):
        logged.captures.keep(asked.number, packed(), actor="rev", now=NOW)
    with pytest.raises(UsageError, match=r"E-1 holds nothing \(failed robots_refused\)"):
        logged.captures.export(asked.number, actor="rev", reason="提出", now=NOW)


def test_what_is_too_large_leaves_nothing_half_done(logged: Record) -> None:
    asked = logged.captures.ask(FINDING, "F-1001", actor="rev", reason="証拠の保全", now=NOW)
    huge = replace(packed(), content=b"x" * (LARGEST + 1))
    with pytest.raises(UsageError, match=r"larger than 25 MB"):
        logged.captures.keep(asked.number, huge, actor="rev", now=NOW)
    assert logged.captures.get(asked.number).state is CaptureState.ASKED
    assert attachments(logged) == 0


def test_without_the_key_nothing_is_asked_for(state_dir: Path, logged: Record) -> None:
    kept(logged)
    logged.close()
    (state_dir / "key").unlink()
    with open_record(state_dir, sealing_key=None, now=NOW) as closed:
        with pytest.raises(SealError):
            closed.captures.ask(FINDING, "F-1001", actor="rev", reason="証拠", now=NOW)
        with pytest.raises(SealError):
            closed.captures.export(1, actor="rev", reason="提出", now=NOW)
        assert len(closed.captures.list()) == 1


def test_a_sealed_capture_is_read_by_nobody_and_a_newer_one_takes_its_place(
    logged: Record,
) -> None:
    first, second = sealed(logged), sealed(logged)
    with pytest.raises(UsageError, match=r"E-2 stays sealed until F-1001 is confirmed"):
        logged.captures.export(second.number, actor="rev", reason="提出", now=NOW)
    older = logged.captures.get(first.number)
    assert (older.state, older.why) == (CaptureState.DROPPED, "replaced")
    assert attachments(logged) == 1


def test_confirmed_it_is_evidence_and_outlives_its_day(logged: Record) -> None:
    one = sealed(logged)
    decide(logged, Status.CONFIRMED)
    assert logged.captures.expire(UNTIL + timedelta(days=1)) == ()
    now = logged.captures.get(one.number)
    assert (now.state, now.until, now.sha256) == (CaptureState.KEPT, None, one.sha256)
    assert trail(logged)[-1] == ("rev", "evidence.kept", f"E-1 F-1001 sha256:{one.sha256}")


@pytest.mark.parametrize("status", [Status.DISMISSED, Status.APPROVED, Status.CLOSED])
def test_it_goes_at_once_where_nothing_is_left_to_be_shown(logged: Record, status: Status) -> None:
    sealed(logged)
    evidence = kept(logged)
    decide(logged, status)
    gone, other = logged.captures.list(finding=FINDING)
    assert (gone.state, gone.why, gone.size) == (CaptureState.DROPPED, status.value, 0)
    assert other == evidence
    assert attachments(logged) == 1
    assert trail(logged)[-1] == ("rev", "evidence.delete", f"E-1 {status.value}")


@pytest.mark.parametrize("status", [Status.TAKEN, Status.SNOOZED])
def test_it_stays_while_somebody_looks(logged: Record, status: Status) -> None:
    one = sealed(logged)
    decide(logged, status)
    assert logged.captures.get(one.number) == one


def test_it_goes_when_its_days_are_over_and_is_counted(logged: Record) -> None:
    sealed(logged)
    assert logged.captures.expire(UNTIL - timedelta(seconds=1)) == ()
    (gone,) = logged.captures.expire(UNTIL)
    assert (gone.label, gone.why) == ("E-1", "expired")
    assert logged.captures.counts() == {(CaptureState.DROPPED, "expired"): 1}
    assert logged.captures.expire(UNTIL) == ()
    assert attachments(logged) == 0


def test_a_visit_whose_process_was_killed_is_given_up_after_a_day(logged: Record) -> None:
    logged.captures.ask(FINDING, "F-1001", actor="rev", reason="証拠の保全", now=NOW)
    logged.captures.expire(NOW + timedelta(hours=23))
    assert logged.captures.get(1).state is CaptureState.ASKED
    logged.captures.expire(NOW + timedelta(days=1))
    assert (logged.captures.get(1).state, logged.captures.get(1).why) == (
        CaptureState.FAILED,
        "died",
    )


def test_what_is_held_is_neither_expired_nor_deleted_by_a_dismissal(logged: Record) -> None:
    one = sealed(logged)
    logged.keeping.hold("F-1001", until=date(2026, 12, 31), reason="訴訟", actor="rev", now=NOW)
    decide(logged, Status.DISMISSED)
    assert logged.captures.expire(UNTIL) == ()
    assert logged.captures.get(one.number).state is CaptureState.SEALED
    assert attachments(logged) == 1


def test_whoever_is_erased_goes_from_what_was_kept_of_his_page_for_others_too(
    logged: Record,
) -> None:
    kept(logged), kept(logged, 1002), sealed(logged, 1002)
    elsewhere = make_sighting(make_source(), "99")
    after_baseline(logged, make_finding(elsewhere))
    other = kept(logged, 1003)
    with logged._database.writing(durable=True) as session:
        assert erase_about(session, "person:E012", labels=(), now=NOW) == 3
    assert {one.why for one in logged.captures.list()} == {"erased", ""}
    assert logged.captures.get(other.number) == other
    with logged._database.writing(durable=True) as session:
        assert erase_about(session, "person:E999", labels=("F-1003",), now=NOW) == 1


def test_a_page_that_is_held_for_another_finding_stays(logged: Record) -> None:
    own, other = kept(logged), kept(logged, 1002)
    logged.keeping.hold("F-1002", until=date(2026, 12, 31), reason="訴訟", actor="rev", now=NOW)
    with logged._database.writing(durable=True) as session:
        assert erase_about(session, "person:E012", labels=(), now=NOW) == 1
    assert logged.captures.get(own.number).why == "erased"
    assert logged.captures.get(other.number).state is CaptureState.KEPT


def test_what_is_kept_of_a_page_is_about_everybody_found_on_it(logged: Record) -> None:
    assert "person:E012" in logged.captures.subjects(kept(logged, 1002).number)


def test_a_new_key_seals_evidence_anew(logged: Record) -> None:
    one = kept(logged)
    logged.rotate(new_key(), actor="rev", now=NOW)
    content = logged.captures.export(one.number, actor="rev", reason="提出", now=NOW)
    assert sha256(content).hexdigest() == one.sha256


def test_evidence_that_is_not_there_is_said_to_be_none(logged: Record) -> None:
    with pytest.raises(UsageError, match=r"there is no evidence E-9"):
        logged.captures.get(9)
