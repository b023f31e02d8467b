"""Which duties somebody was reminded of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Alert, Reminder
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.outbox_rows import queue
from leakwatch.record.rows_reminders import ReminderRow

#: Who acts where nobody pressed or typed anything.
_SERVICE = "leakwatch"
#: Whoever was told by less than this before his day was told in time: stages are days apart.
_AHEAD = timedelta(days=1)


class Reminders:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def untold(self, reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
        """Those of `reminders` that nobody got yet."""
        wanted = tuple(reminders)
        with self._database.reading() as session:
            told = _told(session, {one.duty.label for one in wanted})
        return tuple(one for one in wanted if _key(one) not in told)

    def forget_ahead(self, *, now: datetime) -> tuple[str, ...]:
        """Forget what was told on days to come, while the clock ran ahead; its labels.

        What is due on those days is told then, once more.
        """
        with self._database.writing() as session:
            rows = session.scalars(
                select(ReminderRow)
                .where(col(ReminderRow.at) > now + _AHEAD)
                .order_by(col(ReminderRow.id))
            ).all()
            labels = tuple(row.label for row in rows)
            for row in rows:
                session.delete(row)
        return labels

    def remind(self, alert: Alert, *, now: datetime) -> bool:
        """Queue `alert` and write down each of its reminders, or do neither.

        False when one of them was told meanwhile, such as by another service on this record.
        """
        # what the outbox has of it while nobody counts as told was sent by a clock ahead
        again = replace(alert, key=f"{alert.key}:again:{now.date().isoformat()}")
        with self._database.writing(durable=True) as session:
            told = _told(session, {one.duty.label for one in alert.reminders})
            if any(_key(one) in told for one in alert.reminders):
                return False
            if not (queue(session, alert, sealed={}) or queue(session, again, sealed={})):
                return False
            session.add_all(_row(one, now) for one in alert.reminders)
            for one in alert.reminders:
                self._audit.enter(
                    session,
                    "duty.remind",
                    actor=_SERVICE,
                    subject=one.duty.label,
                    reason=None,
                    now=now,
                )
            return True

    def last_told(self) -> datetime | None:
        """When somebody was last reminded of anything; None when nobody ever was."""
        with self._database.reading() as session:
            return session.scalars(select(func.max(col(ReminderRow.at)))).one()

    def of(self, label: str) -> tuple[str, ...]:
        """`what:stage` of each reminder about `label`, oldest first."""
        rows = select(ReminderRow).where(col(ReminderRow.label) == label)
        with self._database.reading() as session:
            found = session.scalars(rows.order_by(col(ReminderRow.id)))
            return tuple(f"{row.what}:{row.stage}" for row in found)


def forget(session: Session, label: str) -> int:
    """Delete what is known of reminders about `label`; how many there were."""
    rows = session.scalars(select(col(ReminderRow.id)).where(col(ReminderRow.label) == label)).all()
    session.execute(delete(ReminderRow).where(col(ReminderRow.label) == label))
    return len(rows)


_Key = tuple[str, str, date, str]


def _told(session: Session, labels: set[str]) -> set[_Key]:
    rows = session.scalars(select(ReminderRow).where(col(ReminderRow.label).in_(labels)))
    return {(row.label, row.what, row.due, row.stage) for row in rows}


def _key(one: Reminder) -> _Key:
    return (one.duty.label, one.duty.what, one.duty.due, one.step)


def _row(one: Reminder, now: datetime) -> ReminderRow:
    label, what, due, stage = _key(one)
    return ReminderRow(label=label, what=what, due=due, stage=stage, at=now, called=one.called)
