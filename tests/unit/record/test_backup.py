from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from leakwatch.errors import RecordError
from leakwatch.record import Record, VaultState, open_record, restore_record
from leakwatch.record.rows import AuditRow
from tests.logged import (
    NOW,
    begin,
    day,
    make_finding,
    make_person,
    make_report,
    make_sighting,
    make_source,
    sweep,
)

SOURCE = make_source()


def numbers(record: Record) -> list[int]:
    return [finding.number for finding in record.findings.list()]


def restore(state_dir: Path, backup: Path) -> None:
    restore_record(state_dir, backup, sealing_key=None, actor="R01", now=day(5))


@pytest.fixture
def backup(tmp_path: Path, record: Record) -> Path:
    """A backup of a record with one finding and one person."""
    record.people.replace([make_person()], actor="R01", now=NOW)
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE)))
    record.backup(tmp_path / "backup.db")
    return tmp_path / "backup.db"


def test_a_backup_is_one_private_file(tmp_path: Path, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "var"]


def test_a_backup_is_made_in_the_middle_of_a_sweep(tmp_path: Path, record: Record) -> None:
    writer = begin(record, SOURCE)
    writer.add(make_sighting(SOURCE), (make_finding(make_sighting(SOURCE)),), now=NOW)
    writer.flush(NOW)
    record.backup(tmp_path / "backup.db")
    writer.finish(make_report(SOURCE), now=NOW)
    assert record.verify() == ()


def test_a_backup_replaces_an_older_one(record: Record, backup: Path) -> None:
    before = backup.read_bytes()
    sweep(record, make_source("board"))
    record.backup(backup)
    assert backup.read_bytes() != before


def test_a_backup_needs_its_directory(tmp_path: Path, record: Record) -> None:
    with pytest.raises(RecordError, match=r"backup\.db cannot be written"):
        record.backup(tmp_path / "nowhere" / "backup.db")


def test_a_restored_record_is_as_it_was_and_says_so(
    state_dir: Path, record: Record, backup: Path
) -> None:
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE, "18")), at=day(1))
    sent = record.audit.head()
    record.close()
    restore(state_dir, backup)
    with open_record(state_dir, sealing_key=None, now=day(5)) as restored:
        assert numbers(restored) == [1001]
        assert restored.people.load() == (make_person(),)
        assert restored.audit.verify(known_head=sent).ok
        with restored._database.reading() as session:
            last = session.query(AuditRow).order_by(AuditRow.id.desc()).first()  # type: ignore[union-attr]
        assert last is not None
        assert (last.act, last.actor) == ("restored", "R01")
        assert restored.verify() == ()


def test_a_head_that_was_sent_after_the_backup_shows_the_way_back(
    state_dir: Path, record: Record, backup: Path
) -> None:
    record.findings.reveal(1001, actor="R01", reason="確認", now=day(1))
    sent = record.audit.head()
    record.close()
    restore(state_dir, backup)
    with open_record(state_dir, sealing_key=None, now=day(5)) as restored:
        assert restored.audit.verify().ok
        assert not restored.audit.verify(known_head=sent).ok


def test_a_record_in_use_is_restored_under_its_users(
    state_dir: Path, record: Record, backup: Path
) -> None:
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE, "18")), at=day(1))
    restore(state_dir, backup)
    assert numbers(record) == [1001]
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE, "19")), at=day(6))
    assert numbers(record) == [1001, 1002]
    assert record.verify() == ()


def test_a_damaged_record_is_moved_aside_and_restored(
    state_dir: Path, record: Record, backup: Path
) -> None:
    record.close()
    (state_dir / "leakwatch.db").write_bytes(b"no database at all " * 300)
    restore(state_dir, backup)
    with open_record(state_dir, sealing_key=None, now=day(5)) as restored:
        assert numbers(restored) == [1001]
    assert (state_dir / "leakwatch.db.damaged-20260406T090000").exists()


def test_a_record_is_restored_where_none_is(tmp_path: Path, backup: Path) -> None:
    restore(tmp_path / "new", backup)
    with open_record(tmp_path / "new", sealing_key=None, now=day(5)) as restored:
        assert numbers(restored) == [1001]
        assert restored.vault.state is VaultState.MISSING
    assert not (tmp_path / "new" / "key").exists()


def test_what_is_no_backup_is_refused_and_changes_nothing(
    tmp_path: Path, state_dir: Path, record: Record, backup: Path
) -> None:
    garbage, foreign, newer = (tmp_path / name for name in ("garbage", "foreign", "newer"))
    garbage.write_bytes(b"x" * 5000)
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    connection.close()
    newer.write_bytes(backup.read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for path in (garbage, foreign, newer, tmp_path / "absent"):
        with pytest.raises(RecordError, match=path.name):
            restore(state_dir, path)
        assert numbers(record) == [1001]


def test_a_damaged_backup_is_refused(state_dir: Path, record: Record, backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    backup.write_bytes(content)
    with pytest.raises(RecordError, match="damaged"):
        restore(state_dir, backup)
    assert numbers(record) == [1001]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("DELETE FROM history", "{finding} has no history"),
        ("DELETE FROM finding", "the table {table} refers to a row that is not there"),
        (
            "DELETE FROM history; DELETE FROM finding",
            "alert {id} lists {finding}, which is not in the log",
        ),
    ],
    ids=["history", "finding", "both"],
)
def test_what_was_written_together_must_be_there_together(
    state_dir: Path, record: Record, damage: str, message: str
) -> None:
    sweep(record, SOURCE, make_finding(make_sighting(SOURCE)), alert_all=True)
    assert record.verify() == ()
    connection = sqlite3.connect(state_dir / "leakwatch.db", isolation_level=None)
    connection.executescript(damage)
    connection.close()
    problems = record.verify()
    assert message in {problem.message for problem in problems}
    assert all(problem.message.format(**problem.values) for problem in problems)
