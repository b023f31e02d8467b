"""What is to be sent: an alert stays here until a channel has said that it took it."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import Alert, Delivery, Form, OutboxEntry, Receipt
from leakwatch.record.alert_json import dump_alert, load_alert, with_excerpts
from leakwatch.record.database import Database
from leakwatch.record.processes import is_alive
from leakwatch.record.rows import AlertedRow, OutboxRow

#: A deliverer that has not said how it went after this long is dead or lost.
CLAIM = timedelta(minutes=5)
#: Error of an entry whose deliverer died: it may have arrived, so the next one looks before it sends.
INTERRUPTED = "unclear:interrupted"
REQUEUED = "unclear:requeued"
_DUE = (Delivery.WAITING, Delivery.RETRY)


class Outbox:
    def __init__(self, database: Database, *, host: str) -> None:
        self._database, self._host = database, host

    def claim(self, now: datetime, limit: int) -> tuple[OutboxEntry, ...]:
        """Take up to `limit` entries that are due, oldest first; nobody else gets the same ones.

        Entries come as `sending`; each must end in one of the calls below.
        """
        due = (
            select(OutboxRow)
            .where(col(OutboxRow.state).in_(_DUE))
            .where(col(OutboxRow.next_at).is_(None) | (col(OutboxRow.next_at) <= now))
            .order_by(col(OutboxRow.id))
            .limit(limit)
        )
        with self._database.writing(durable=True) as session:
            self._recover(session, now)
            rows = session.scalars(due).all()
            for row in rows:
                row.state, row.attempts = Delivery.SENDING, row.attempts + 1
                row.claimed_until = now + CLAIM
                row.claimed_by = f"{self._host}/{os.getpid()}"
            return tuple(self._entry(row) for row in rows)

    def recover(self, now: datetime) -> int:
        """Free entries that a dead deliverer left as `sending`; every claim does so first.

        They may have arrived, which their error says: they are never sent again without a look.
        """
        with self._database.writing(durable=True) as session:
            return self._recover(session, now)

    def _recover(self, session: Session, now: datetime) -> int:
        sending = select(OutboxRow).where(col(OutboxRow.state) == Delivery.SENDING)
        left = [row for row in session.scalars(sending) if self._is_left(row, now)]
        for row in left:
            _end(row, Delivery.RETRY, error=INTERRUPTED)
        session.flush()
        return len(left)

    def delivered(self, entry_id: int, receipt: Receipt | str, now: datetime) -> None:
        reference = receipt if isinstance(receipt, str) else receipt.reference
        with self._database.writing(durable=True) as session:
            row = _row(session, entry_id)
            _end(row, Delivery.DELIVERED, error=None)
            row.receipt, row.delivered_at = reference, now

    def retry(self, entry_id: int, error: str, next_at: datetime) -> None:
        """It did not arrive: to be tried again from `next_at` on."""
        with self._database.writing(durable=True) as session:
            row = _row(session, entry_id)
            _end(row, Delivery.RETRY, error=error)
            row.next_at = next_at

    def dead(self, entry_id: int, error: str) -> None:
        """The channel refuses it for good: it stays here for a person."""
        with self._database.writing(durable=True) as session:
            _end(_row(session, entry_id), Delivery.DEAD, error=error)

    def unknown(self, entry_id: int, error: str) -> None:
        """It cannot be told whether it arrived."""
        with self._database.writing(durable=True) as session:
            _end(_row(session, entry_id), Delivery.UNKNOWN, error=error)

    def requeue(self, entry_id: int, *, now: datetime, absent: bool = False) -> None:
        """Send it again; one that may have arrived is looked for in the channel first.

        With `absent` a person has looked and says that it is not there. Raises UsageError for an
        entry that arrived or is on its way.
        """
        with self._database.writing(durable=True) as session:
            row = _row(session, entry_id)
            if row.state in {Delivery.DELIVERED, Delivery.SENDING}:
                raise UsageError(
                    N_("alert {id} is {state}: only what did not arrive can be sent again"),
                    id=entry_id,
                    state=row.state,
                )
            undecided = not absent and (row.error or "").startswith("unclear")
            _end(row, Delivery.WAITING, error=REQUEUED if undecided else None)
            row.attempts, row.next_at = 0, now

    def get(self, entry_id: int) -> OutboxEntry:
        """Raises UsageError when there is no such entry."""
        with self._database.reading() as session:
            return self._entry(_row(session, entry_id))

    def list(self, state: Delivery | None = None) -> tuple[OutboxEntry, ...]:
        """Entries, oldest first."""
        query = select(OutboxRow).order_by(col(OutboxRow.id))
        if state is not None:
            query = query.where(col(OutboxRow.state) == state)
        with self._database.reading() as session:
            return tuple(self._entry(row) for row in session.scalars(query))

    def _is_left(self, row: OutboxRow, now: datetime) -> bool:
        if row.claimed_until is None or row.claimed_until <= now:
            return True
        host, _, pid = (row.claimed_by or "").rpartition("/")
        return host == self._host and pid.isdigit() and not is_alive(int(pid))

    def _entry(self, row: OutboxRow) -> OutboxEntry:
        assert row.id is not None
        alert = load_alert(row.alert)
        if row.excerpts is not None and self._database.vault.is_open:
            sealed = row.excerpts.open()
            alert = with_excerpts(alert, {int(number): text for number, text in sealed.items()})
        return OutboxEntry(
            id=row.id,
            alert=alert,
            state=Delivery(row.state),
            attempts=row.attempts,
            next_at=row.next_at,
            error=row.error,
            receipt=row.receipt,
            key=row.key,
            form=Form(row.form),
            channel=row.channel,
            route=row.route,
            parent=row.parent,
            gather=row.gather,
        )


def queue(session: Session, alert: Alert, *, sealed: dict[int, str]) -> bool:
    """Put `alert` in the outbox unless one of its key is there; False when it was.

    `sealed` are the excerpts, by finding number, that may not lie in the database in clear.
    """
    present = select(col(OutboxRow.id)).where(col(OutboxRow.key) == alert.key)
    if session.scalars(present).first() is not None:
        return False
    bare = with_excerpts(alert, dict.fromkeys(sealed, ""))
    row = OutboxRow(
        key=alert.key,
        source=alert.source,
        alert=dump_alert(bare),
        excerpts={str(number): text for number, text in sealed.items()} or None,
        state=Delivery.WAITING,
        created_at=alert.created_at,
        sweep=alert.sweep,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    numbers = dict.fromkeys(finding.number for finding in alert.findings)
    session.add_all(AlertedRow(outbox=row.id, finding=number) for number in numbers)
    return True


def _row(session: Session, entry_id: int) -> OutboxRow:
    row = session.get(OutboxRow, entry_id)
    if row is None:
        raise UsageError(N_("there is no alert {id} in the outbox"), id=entry_id)
    return row


def _end(row: OutboxRow, state: Delivery, *, error: str | None) -> None:
    row.state, row.error = state, error
    row.claimed_until = row.claimed_by = row.next_at = None
