"""The audit trail against its heads elsewhere: what somebody with the database cannot hide."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leakwatch.app.auditing import known_heads, month_of
from leakwatch.app.digesting import digest_due
from leakwatch.app.watch import Watch
from leakwatch.errors import OutputError, UsageError
from leakwatch.models import Cause, Status
from leakwatch.record import AuditCheck, open_record
from leakwatch.record.audit import ORIGIN, _hash
from leakwatch.record.rows import AuditRow
from tests.keepers import TERMS
from tests.logged import (
    NOW,
    day,
    give_verdict,
    make_finding,
    make_public_source,
    make_sighting,
    sweep,
)
from tests.watching import watching

DAILY = 'digests:\n  - {every: day, at: "09:00", folder: digests}\n'
MORNING = datetime(2026, 4, 2, 0, 0, tzinfo=UTC)
_COLUMNS = "id, at, actor, act, subject, reason_hash, previous, hash"


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Five acts, a digest that was delivered with the head after the fourth, and one more act."""
    with watching(tmp_path, {"routing.yaml": DAILY}) as opened:
        for number in range(4):
            enter(opened, number)
        asyncio.run(digest_due(opened, now=NOW))
        asyncio.run(digest_due(opened, now=MORNING))
        for entry in opened.record.outbox.claim(MORNING, 10):
            opened.record.outbox.delivered(entry.id, "C1/1", MORNING)
        enter(opened, 4)
        yield opened


def enter(watch: Watch, number: int) -> None:
    watch.record.audit.append(
        "finding.reveal", actor="R01", subject=f"F-{1001 + number}", reason="照会", now=day(number)
    )


def check(watch: Watch, *given: str) -> AuditCheck:
    return watch.record.audit.verify(sent=known_heads(watch, given))


def database(tmp_path: Path) -> Path:
    return tmp_path / "var" / "leakwatch.db"


def forge(path: Path, *, keep: int, actor: str = "R01") -> None:
    """Write the trail anew, with sound links and a fitting end, as far as row `keep`."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY id").fetchall()
        for event in ("update", "delete"):
            connection.execute(f"DROP TRIGGER audit_no_{event}")
        connection.execute("DELETE FROM audit_reason")
        connection.execute("DELETE FROM audit")
        previous, last = ORIGIN, 0
        for number, at, _, act, subject, reason, _, _ in rows[:keep]:
            row = AuditRow(
                id=number,
                at=datetime.fromisoformat(at).replace(tzinfo=UTC),
                actor=actor,
                act=act,
                subject=subject,
                reason_hash=reason,
                previous=previous,
                hash="",
            )
            previous, last = _hash(row), number
            connection.execute(
                f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, at, actor, act, subject, reason, row.previous, previous),
            )
        connection.execute(
            "UPDATE meta SET value = ? WHERE name = 'audit_head'", (f"{last} {previous}",)
        )


def test_a_whole_trail_agrees_with_the_digests_that_were_sent(watch: Watch) -> None:
    heads = known_heads(watch, ())
    assert {one.where for one in heads} == {"digest"}
    assert [one.rows for one in heads] == [4]
    assert check(watch).ok


def test_a_cut_tail_that_fits_in_itself_shows_against_the_digest(
    tmp_path: Path, watch: Watch
) -> None:
    forge(database(tmp_path), keep=3)
    assert watch.record.audit.verify().ok, "the forgery is sound in itself"
    (problem,) = check(watch).problems
    assert problem.values["where"] == "digest"


def test_a_full_rewrite_with_sound_links_shows_against_the_digest(
    tmp_path: Path, watch: Watch
) -> None:
    forge(database(tmp_path), keep=5, actor="R02")
    assert watch.record.audit.verify().ok, "the forgery is sound in itself"
    assert not check(watch).ok


def test_a_tail_cut_after_the_last_digest_shows_against_a_head_that_somebody_holds(
    tmp_path: Path, watch: Watch
) -> None:
    head = watch.record.audit.head()
    forge(database(tmp_path), keep=4)
    assert check(watch).ok, "no digest knows of the last row"
    assert not check(watch, head).ok
    assert not check(watch, head[:12].upper()).ok


def test_a_tail_cut_after_the_last_digest_shows_against_the_sealed_file(
    tmp_path: Path, watch: Watch
) -> None:
    watch.record.keeping.retain(TERMS, actor="-", now=day(5))
    assert check(watch).ok
    forge(database(tmp_path), keep=4)
    (problem,) = check(watch).problems
    assert problem.values["where"] == "journal"


def test_digests_taken_out_of_the_outbox_stand_in_their_files(tmp_path: Path, watch: Watch) -> None:
    with closing(sqlite3.connect(database(tmp_path), isolation_level=None)) as connection:
        connection.execute("DELETE FROM outbox")
    forge(database(tmp_path), keep=2)
    folder = Path(watch.settings.routing.digests[0].folder or "")
    assert list(folder.glob("digest-*.md"))
    (problem,) = check(watch).problems
    assert problem.values["where"] == "file"


def test_an_edited_row_a_removed_one_and_two_that_changed_places_show(
    tmp_path: Path, watch: Watch
) -> None:
    for statements in (
        ["UPDATE audit SET actor = 'R02' WHERE id = 2"],
        ["DELETE FROM audit WHERE id = 3"],
        [
            "UPDATE audit SET id = 90 WHERE id = 4",
            "UPDATE audit SET id = 4 WHERE id = 5",
            "UPDATE audit SET id = 5 WHERE id = 90",
        ],
    ):
        copy = tmp_path / "copy"
        copy.mkdir(exist_ok=True)
        watch.record.backup(copy / "leakwatch.db")
        with closing(sqlite3.connect(copy / "leakwatch.db", isolation_level=None)) as connection:
            for event in ("update", "delete"):
                connection.execute(f"DROP TRIGGER audit_no_{event}")
            connection.execute("PRAGMA foreign_keys=OFF")
            for statement in statements:
                connection.execute(statement)
        key = (tmp_path / "var" / "key").read_text(encoding="utf-8")
        with open_record(copy, sealing_key=key, now=NOW) as forged:
            assert not forged.audit.verify(sent=known_heads(watch, ())).ok, statements


@pytest.mark.parametrize("head", ["", "abc", "x" * 64, "0" * 65, "../../etc"])
def test_what_is_no_head_is_refused(watch: Watch, head: str) -> None:
    with pytest.raises(UsageError, match="is no head"):
        known_heads(watch, (head,))


def test_a_file_with_heads_that_cannot_be_read_is_not_passed_by(watch: Watch) -> None:
    folder = Path(watch.settings.routing.digests[0].folder or "")
    (folder / "digest-2026-04-01.md").mkdir(parents=True)
    with pytest.raises(OutputError, match="the heads in it are missing"):
        check(watch)


def test_a_head_that_never_was_shows(watch: Watch) -> None:
    assert not check(watch, "0123456789ab").ok


def test_a_month_tells_acts_deletions_and_holds_by_id(watch: Watch) -> None:
    record = watch.record
    blog = make_public_source()
    sweep(record, blog, make_finding(make_sighting(blog), subject="company"))
    give_verdict(record, Status.DISMISSED, "not_ours")
    record.keeping.retain(TERMS, actor="-", now=day(200))
    month = month_of(watch, "2026-10", now=day(400))
    assert [(one.what, one.about, one.cause) for one in month.deletions] == [
        ("dismissed", "F-1001", Cause.RETENTION)
    ]
    assert month.acts == {("-", "retention.run"): 1}
    april = month_of(watch, "2026-04", now=day(400))
    assert april.acts["R01", "finding.not_ours"] == 1
    assert april.runs == {("blog", "ok"): 1}
    assert (month.rows, month.head) == (april.rows + 1, record.audit.head())


def test_the_month_before_is_told_without_a_month(watch: Watch) -> None:
    month = month_of(watch, None, now=datetime(2026, 5, 3, tzinfo=UTC))
    assert month.since == datetime(2026, 3, 31, 15, 0, tzinfo=UTC), "April begins in Tokyo"
    assert month.until == datetime(2026, 4, 30, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-00", "0000-01", "11-2026", "", "４月"])
def test_what_is_no_month_is_refused(watch: Watch, month: str) -> None:
    with pytest.raises(UsageError, match="2026-11"):
        month_of(watch, month or " ", now=NOW)


def test_a_month_to_come_is_refused(watch: Watch) -> None:
    with pytest.raises(UsageError, match="not begun"):
        month_of(watch, "2026-05", now=NOW)
