from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from leakwatch.models import Cause, HoldState, KeepingTerms, Status
from leakwatch.record import Record, Restored, new_key, open_record, restore_record
from leakwatch.record.keeping_journal import JOURNAL
from tests.keepers import TERMS, close_case, open_case
from tests.logged import (
    NOW,
    day,
    give_verdict,
    make_finding,
    make_person,
    make_public_source,
    make_sighting,
    make_source,
    sweep,
)

PLATFORM, BLOG = make_source(), make_public_source()


def filled(record: Record) -> None:
    """A person with a case, and a dismissed finding of ours, in a backup."""
    record.people.replace([make_person()], actor="R01", now=NOW)
    sweep(record, PLATFORM, make_finding(make_sighting(PLATFORM), subject="person:E012"))
    open_case(record)
    close_case(record, 1, at=1)
    sweep(record, BLOG, make_finding(make_sighting(BLOG), subject="company"))
    record.findings.set_status(
        1002,
        Status.DISMISSED,
        "not_ours",
        actor="R01",
        reason="無関係",
        until=None,
        now=day(1),
    )


def backed_up(record: Record, place: Path) -> Path:
    backup = place / "backup.db"
    record.backup(backup)
    record.keeping.note_backup(backup.name, actor="R01", now=day(2))
    return backup


def restored(state_dir: Path, backup: Path, *, key: str | None = None) -> Restored:
    return restore_record(state_dir, backup, sealing_key=key, actor="R01", now=day(300))


@pytest.mark.parametrize("lost", [False, True], ids=["in use", "database lost"])
def test_what_was_deleted_since_a_backup_is_deleted_anew(
    tmp_path: Path, state_dir: Path, *, lost: bool
) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        backup = backed_up(record, tmp_path)
        record.people.delete(
            "E012", actor="R01", reason="本人の請求", now=day(3), cause=Cause.REQUEST
        )
        record.keeping.retain(TERMS, actor="-", now=day(200))
        assert record.keeping.tombstones()
    if lost:
        for path in state_dir.glob("leakwatch.db*"):
            path.unlink()
    done = restored(state_dir, backup)
    assert (done.again, done.missing, done.unread) == (2, 0, False)
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        assert record.people.load() == ()
        assert record.cases.list() == ()
        for number in (1001, 1002):
            assert record.findings.get(number, reveal=True).excerpts == ()
        assert len(record.keeping.tombstones()) == 1
        assert [one.name for one in record.keeping.backups()] == ["backup.db"]
        assert record.verify() == ()
        assert record.keeping.catch_up(actor="-", now=day(301)) == Restored()


def test_a_hold_made_since_the_backup_stands_and_stops_what_would_be_repeated(
    tmp_path: Path, state_dir: Path
) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        backup = backed_up(record, tmp_path)
        record.people.delete("E012", actor="R01", reason="請求", now=day(3))
        record.keeping.hold(
            "F-1002", until=date(2040, 1, 1), reason="係争", actor="R01", now=day(4)
        )
    done = restored(state_dir, backup)
    assert done.again == 1
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        (hold,) = record.keeping.holds()
        assert (hold.about, hold.state) == ("F-1002", HoldState.ASKED)


def test_a_backup_copied_by_hand_is_noticed_by_the_next_run(
    tmp_path: Path, state_dir: Path
) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        backup = backed_up(record, tmp_path)
        record.people.delete("E012", actor="R01", reason="請求", now=day(3))
    for path in state_dir.glob("leakwatch.db-*"):
        path.unlink()
    shutil.copy(backup, state_dir / "leakwatch.db")
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        record.keeping.note_backup("another.db", actor="R01", now=day(4))
        assert record.people.load()
        assert record.keeping.catch_up(actor="-", now=day(5)).again == 1
        assert record.people.load() == ()


def test_a_list_of_deletions_that_does_not_open_is_said_and_set_aside(
    tmp_path: Path, state_dir: Path
) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        backup = backed_up(record, tmp_path)
        old = (state_dir / "key").read_text(encoding="utf-8").strip()
        record.people.delete("E012", actor="R01", reason="請求", now=day(3))
        record.rotate(new_key(), actor="R01", now=day(4))
    (state_dir / "key").unlink()
    done = restored(state_dir, backup, key=old)
    assert done == Restored(unread=True)
    with open_record(state_dir, sealing_key=old, now=NOW) as record:
        record.keeping.note_backup("another.db", actor="R01", now=day(5))
    assert (state_dir / f"{JOURNAL}.unread").is_file()


def test_the_list_of_deletions_opens_with_a_new_key(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        record.people.delete("E012", actor="R01", reason="請求", now=day(3))
        record.rotate(new_key(), actor="R01", now=day(4))
        assert record.keeping.catch_up(actor="-", now=day(5)) == Restored()
    assert not (state_dir / f"{JOURNAL}.unread").exists()


def test_what_only_the_list_of_deletions_knows_survives_a_new_key(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        days = defaultdict[str, int](lambda: 1000)
        record.keeping.retain(KeepingTerms(days=days, people=None), actor="-", now=day(3))
        kept = record.keeping.sent_heads()
        assert kept
        record.rotate(new_key(), actor="R01", now=day(4))
        assert record.keeping.sent_heads() == kept


def test_the_list_of_deletions_is_sealed_and_its_owners_alone(state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        give_verdict(record, Status.CLOSED)
        record.people.delete("E012", actor="R01", reason="請求", now=day(3))
    file = state_dir / JOURNAL
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"E012" not in file.read_bytes()


def test_a_damaged_list_of_deletions_is_no_end(tmp_path: Path, state_dir: Path) -> None:
    with open_record(state_dir, sealing_key=None, now=NOW) as record:
        filled(record)
        backup = backed_up(record, tmp_path)
    (state_dir / JOURNAL).write_bytes(b"\0\xff" * 100)
    assert restored(state_dir, backup).unread
