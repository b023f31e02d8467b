"""What is kept and for how long: holds, tombstones, deletions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import (
    AuditMonth,
    Backup,
    Deletion,
    KeepingTerms,
    Request,
    RetentionRun,
    SentHead,
    Tombstone,
    Wish,
    person_subject,
)
from leakwatch.record.audit_heads import sent_heads
from leakwatch.record.audit_month import audit_month
from leakwatch.record.keeping_deletions import all_backups, deletions
from leakwatch.record.keeping_export import export_about
from leakwatch.record.keeping_holding import Holding
from leakwatch.record.keeping_journal import read_journal, write_journal
from leakwatch.record.keeping_requests import all_requests, note_request
from leakwatch.record.keeping_restored import Restored, delete_anew
from leakwatch.record.keeping_retention import run_retention
from leakwatch.record.keeping_tombstones import tombstone_of
from leakwatch.record.rows import MetaRow
from leakwatch.record.rows_keeping import BackupRow, TombstoneRow

#: Names of the rows that hold the day of the last daily run, and how long the last charter kept people.
_LAST_RUN, _PEOPLE_DAYS = "retention", "retention_people"


class Keeping(Holding):
    def retain(
        self, terms: KeepingTerms, *, actor: str, now: datetime, dry_run: bool = False
    ) -> RetentionRun:
        """Delete everything whose time is over, for good; `dry_run` only counts it.

        Raises SealError while the vault is closed: what belongs together cannot be told then.
        """
        vault = self._database.vault
        vault.require()
        if dry_run:
            with self._database.reading() as session:
                return run_retention(session, vault, terms, actor=actor, now=now, delete_it=False)
        with self._database.writing(durable=True) as session:
            run = run_retention(session, vault, terms, actor=actor, now=now, delete_it=True)
            if run.deleted:
                counts = " ".join(f"{what}={count}" for what, count in sorted(run.deleted.items()))
                self._audit.enter(
                    session, "retention.run", actor=actor, subject=counts, reason=None, now=now
                )
        emptied = self._database.clear_journal()
        write_journal(self._database, now=now)
        return replace(run, journal_emptied=emptied)

    def last_run(self) -> str | None:
        """Day of the last daily run."""
        with self._database.reading() as session:
            row = session.get(MetaRow, _LAST_RUN)
            return row.value if row else None

    def note_run(self, today: date) -> None:
        with self._database.writing() as session:
            session.merge(MetaRow(name=_LAST_RUN, value=today.isoformat()))

    def people_days(self, charter: int | None) -> int | None:
        """How long findings about people are kept: as the charter says, or the last one there was."""
        with self._database.writing() as session:
            if charter is not None:
                session.merge(MetaRow(name=_PEOPLE_DAYS, value=str(charter)))
                return charter
            row = session.get(MetaRow, _PEOPLE_DAYS)
            return int(row.value) if row and row.value else None

    def deletions(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Deletion, ...]:
        """What was deleted, oldest first, with the backups that may still hold it."""
        with self._database.reading() as session:
            return tuple(deletions(session, since=since, until=until))

    def backups(self) -> tuple[Backup, ...]:
        with self._database.reading() as session:
            return all_backups(session)

    def note_backup(self, name: str, *, actor: str, now: datetime) -> None:
        """Enter that the database was copied to a file of that name."""
        with self._database.writing(durable=True) as session:
            session.add(BackupRow(name=name, at=now, actor=actor))
            self._audit.enter(
                session, "record.backup", actor=actor, subject="record", reason=None, now=now
            )
        write_journal(self._database)

    def note_destroyed(self, name: str, *, actor: str, now: datetime) -> int:
        """Enter that the backups of that name are no more; how many. Raises UsageError."""
        with self._database.writing(durable=True) as session:
            rows = session.scalars(
                select(BackupRow).where(
                    col(BackupRow.name) == name, col(BackupRow.destroyed_at).is_(None)
                )
            ).all()
            if not rows:
                raise UsageError(
                    N_(
                        "no backup called {name} is known: leakwatch retention deletions names them"
                    ),
                    name=name,
                )
            for row in rows:
                row.destroyed_at = now
            self._audit.enter(
                session, "backup.destroyed", actor=actor, subject="record", reason=None, now=now
            )
        write_journal(self._database)
        return len(rows)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Every tombstone there is, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(TombstoneRow).order_by(col(TombstoneRow.id)))
            return tuple(tombstone_of(row) for row in rows)

    def sent_heads(self) -> tuple[SentHead, ...]:
        """Heads of the audit trail: those in delivered digests, and those the sealed file holds."""
        with self._database.reading() as session:
            sent = tuple(sent_heads(session))
        journal = read_journal(self._database.path.parent, self._database.vault)
        known = {one.head for one in sent}
        kept = journal.heads if journal else ()
        return (*sent, *(one for one in kept if one.head not in known))

    def month(self, since: datetime, until: datetime) -> AuditMonth:
        """What there was in that time, for the self-audit."""
        with self._database.reading() as session:
            return audit_month(session, since, until)

    def requests(self) -> tuple[Request, ...]:
        with self._database.reading() as session:
            return all_requests(session)

    def export(
        self, roster_id: str, *, actor: str, reason: str, now: datetime
    ) -> dict[str, list[dict[str, Any]]]:
        """Everything kept about one person, by sort, in clear; entered as his request.

        Raises UsageError when there is nothing, and SealError.
        """
        self._database.vault.require()
        subject = person_subject(roster_id)
        with self._database.writing(durable=True) as session:
            told = export_about(session, roster_id)
            if not told:
                raise UsageError(N_("there is nobody with the id {roster_id}"), roster_id=roster_id)
            counts = {sort: len(rows) for sort, rows in told.items()}
            note_request(
                session, Wish.EXPORT, subject, counts=counts, actor=actor, reason=reason, now=now
            )
            self._audit.enter(
                session, "request.export", actor=actor, subject=subject, reason=reason, now=now
            )
        write_journal(self._database)
        return told

    def catch_up(self, *, actor: str, now: datetime) -> Restored:
        """Delete anew what was deleted since the backup that stands here now, if it is one.

        The sealed file beside the database knows. Raises RecordError.
        """
        with self._database.writing(durable=True) as session:
            done = delete_anew(session, self._database.path.parent, self._database.vault, now=now)
            if done.again or done.missing or done.held:
                self._audit.enter(
                    session,
                    "retention.restored",
                    actor=actor,
                    subject=f"again={done.again} missing={done.missing} held={done.held}",
                    reason=None,
                    now=now,
                )
        if done.again:
            self._database.clear_journal()
            write_journal(self._database)
        return done
