"""That something was deleted, and which backups may still hold it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Backup, Cause, Deletion
from leakwatch.record.rows_keeping import BackupRow, DeletionRow


def note_deletion(
    session: Session,
    *,
    cause: Cause,
    what: str,
    about: str,
    count: int,
    actor: str,
    now: datetime,
) -> None:
    session.add(
        DeletionRow(
            id=uuid4().hex,
            at=now,
            cause=cause.value,
            what=what,
            about=about,
            count=count,
            actor=actor,
        )
    )


def deletions(
    session: Session, *, since: datetime | None, until: datetime | None
) -> Iterable[Deletion]:
    """Oldest first, each with the backups that were made before it and are not destroyed."""
    backups = [one for one in all_backups(session) if one.destroyed_at is None]
    rows = select(DeletionRow).order_by(col(DeletionRow.at), col(DeletionRow.id))
    if since is not None:
        rows = rows.where(col(DeletionRow.at) >= since)
    if until is not None:
        rows = rows.where(col(DeletionRow.at) < until)
    for row in session.scalars(rows):
        yield Deletion(
            id=row.id,
            at=row.at,
            cause=Cause(row.cause),
            what=row.what,
            about=row.about,
            count=row.count,
            actor=row.actor,
            backups=tuple(one.name for one in backups if one.at <= row.at),
        )


def all_backups(session: Session) -> tuple[Backup, ...]:
    rows = session.scalars(select(BackupRow).order_by(col(BackupRow.id)))
    return tuple(
        Backup(name=row.name, at=row.at, actor=row.actor, destroyed_at=row.destroyed_at)
        for row in rows
    )
