from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from leakwatch.errors import RecordError, SealError
from leakwatch.record import Record, open_record
from leakwatch.record.audit import ORIGIN
from tests.logged import NOW, day


def enter(record: Record, count: int = 5) -> None:
    for number in range(count):
        record.audit.append(
            "finding.reveal",
            actor="R01",
            subject=f"F-{1001 + number}",
            reason=f"照会 {number}",
            now=day(number),
        )


def tamper(state_dir: Path, *statements: str) -> None:
    """What somebody with the file and any SQLite can do."""
    connection = sqlite3.connect(state_dir / "leakwatch.db", isolation_level=None)
    for event in ("update", "delete"):
        connection.execute(f"DROP TRIGGER audit_no_{event}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_an_empty_trail_is_whole(record: Record) -> None:
    check = record.audit.verify()
    assert (check.ok, check.rows, check.head) == (True, 0, ORIGIN)


def test_every_entry_moves_the_head(record: Record) -> None:
    heads = [record.audit.head()]
    for _ in range(3):
        enter(record, 1)
        heads.append(record.audit.head())
    assert len(set(heads)) == 4
    check = record.audit.verify(known_head=heads[1])
    assert (check.ok, check.rows, check.head) == (True, 3, heads[-1])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET actor = 'R02' WHERE id = 3",
        "UPDATE audit SET subject = 'F-9' WHERE id = 1",
        "UPDATE audit SET at = '2026-01-01 00:00:00.000000' WHERE id = 5",
        "UPDATE audit SET reason_hash = '' WHERE id = 5",
        "UPDATE audit SET hash = previous WHERE id = 5",
        "DELETE FROM audit WHERE id = 1",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit WHERE id = 5",
        "DELETE FROM audit WHERE id > 2",
        "DELETE FROM audit",
        "UPDATE audit SET id = 9 WHERE id = 5",
    ],
    ids=[
        "actor",
        "subject",
        "time",
        "reason hash",
        "hash",
        "first removed",
        "one removed",
        "last removed",
        "end cut",
        "emptied",
        "renumbered",
    ],
)
def test_any_change_shows(state_dir: Path, record: Record, change: str) -> None:
    enter(record)
    tamper(state_dir, change)
    assert not record.audit.verify().ok
    assert record.verify() != ()


def test_two_rows_that_change_places_show(state_dir: Path, record: Record) -> None:
    enter(record)
    tamper(
        state_dir,
        "UPDATE audit SET id = 99 WHERE id = 2",
        "UPDATE audit SET id = 2 WHERE id = 3",
        "UPDATE audit SET id = 3 WHERE id = 99",
    )
    messages = [problem.message for problem in record.audit.verify().problems]
    assert "the audit trail is broken before row {row}" in messages


def test_a_rewritten_chain_shows_against_a_head_that_was_sent(
    tmp_path: Path, record: Record
) -> None:
    enter(record)
    sent = record.audit.head()
    with open_record(tmp_path / "forged", sealing_key=None, now=NOW) as forged:
        enter(forged, 4)
        assert forged.audit.verify().ok
        assert not forged.audit.verify(known_head=sent).ok


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'R02'", "DELETE FROM audit"])
def test_the_database_itself_refuses_changes(
    state_dir: Path, record: Record, statement: str
) -> None:
    enter(record)
    connection = sqlite3.connect(state_dir / "leakwatch.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


def test_a_reason_can_be_deleted_without_breaking_the_chain(
    state_dir: Path, record: Record
) -> None:
    enter(record)
    connection = sqlite3.connect(state_dir / "leakwatch.db", isolation_level=None)
    connection.execute("DELETE FROM audit_reason WHERE audit_id = 2")
    connection.close()
    assert record.audit.verify().ok


def test_a_reason_that_was_exchanged_shows(state_dir: Path, record: Record) -> None:
    enter(record)
    connection = sqlite3.connect(state_dir / "leakwatch.db", isolation_level=None)
    connection.execute(
        "UPDATE audit_reason SET reason = (SELECT reason FROM audit_reason WHERE audit_id = 1)"
        " WHERE audit_id = 2"
    )
    connection.close()
    (problem,) = record.audit.verify().problems
    assert problem.values == {"row": 2}


@pytest.mark.parametrize("reason", ["substr(reason, 1, 40)", "'x'", "CAST('x' AS BLOB)"])
def test_a_reason_that_was_spoilt_shows_by_its_row_and_hides_no_other(
    state_dir: Path, record: Record, reason: str
) -> None:
    enter(record)
    tamper(
        state_dir,
        f"UPDATE audit_reason SET reason = {reason} WHERE audit_id = 2",
        "UPDATE audit SET actor = 'R02' WHERE id = 3",
    )
    problems = record.audit.verify().problems
    assert {str(one.values["row"]) for one in problems} >= {"2", "3"}


def test_without_the_key_only_acts_that_need_no_reason_are_entered(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        enter(record)
    (state_dir / "key").unlink()
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        with pytest.raises(SealError):
            enter(record, 1)
        record.audit.append("db.verify", actor="R01", subject="record", reason=None, now=NOW)
        check = record.audit.verify()
        assert (check.ok, check.rows) == (True, 6)


@pytest.mark.parametrize("reason", [None, "", "  "], ids=["none", "empty", "blank"])
def test_a_reason_of_nothing_is_no_reason(record: Record, reason: str | None) -> None:
    record.audit.append("db.verify", actor="R01", subject="record", reason=reason, now=NOW)
    assert record.audit.verify().ok


def test_an_entry_that_cannot_be_written_is_an_error(state_dir: Path, record: Record) -> None:
    enter(record, 1)
    connection = sqlite3.connect(state_dir / "leakwatch.db", isolation_level=None)
    connection.execute("DROP TABLE audit_reason")
    connection.close()
    with pytest.raises(RecordError, match="leakwatch db verify"):
        enter(record, 1)
