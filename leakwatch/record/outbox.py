"""What is to be sent: an alert stays here until a channel has said that it took it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import Alert, Delivery, DeliveryTerms, Ending, Form, OutboxEntry, Receipt
from leakwatch.record import outbox_claim, outbox_refresh, outbox_route, outbox_threads
from leakwatch.record.database import Database
from leakwatch.record.outbox_alarm import raise_alarm
from leakwatch.record.outbox_rows import (
    CLAIM,
    INTERRUPTED,
    REQUEUED,
    UNCLEAR,
    Place,
    end,
    entry_of,
    queue,
    row_of,
)
from leakwatch.record.outbox_status import told_before
from leakwatch.record.processes import holder_of
from leakwatch.record.rows import OutboxRow

__all__ = ["CLAIM", "INTERRUPTED", "REQUEUED", "Outbox", "Place", "queue"]

_PLAIN = DeliveryTerms()
#: An edit that has nothing left to edit is no use to anybody, and nobody's trouble.
_WANTED = or_(
    col(OutboxRow.form) != Form.UPDATE,
    col(OutboxRow.error).is_(None),
    col(OutboxRow.error).not_in(outbox_threads.MOOT),
)


class Outbox:
    def __init__(self, database: Database, *, host: str) -> None:
        self._database, self._host = database, host

    def put(
        self,
        alert: Alert,
        *,
        sealed: dict[int, str] | None = None,
        place: Place | None = None,
    ) -> bool:
        """Queue `alert` unless one of its key is there; False when it was. See `queue`."""
        with self._database.writing(durable=True) as session:
            return queue(session, alert, sealed=sealed or {}, place=place or Place())

    def turn(
        self,
        endings: Sequence[Ending],
        *,
        now: datetime,
        limit: int,
        terms: DeliveryTerms = _PLAIN,
    ) -> tuple[OutboxEntry, ...]:
        """Write down how entries ended, and hand out up to `limit` more, all in one transaction.

        New entries get their channels first. No channel is given more than one entry at a time,
        nor any while its last one waits to be repeated: its order holds. Each comes as `sending`
        with a `slot` before which it must not be sent, and must come back as an ending.
        """
        with self._database.writing(durable=True) as session:
            self._write(session, endings, now, terms)
            if limit <= 0:
                return ()
            outbox_claim.recover(session, now, host=self._host)
            decide = terms.decide or outbox_route.into_own_channel
            outbox_route.route(session, decide, now, default=terms.default)
            outbox_threads.release_storms(session, now, host=self._host)
            outbox_threads.settle_orphans(session)
            heads = outbox_claim.head_ids(session, now, limit)
            return self._take(session, heads, now, terms)

    def claim(self, now: datetime, limit: int) -> tuple[OutboxEntry, ...]:
        """Take up to `limit` entries that are due, oldest first, whatever their channels.

        Entries come as `sending`; each must end in one of the calls below.
        """
        with self._database.writing(durable=True) as session:
            outbox_claim.recover(session, now, host=self._host)
            outbox_route.route(session, outbox_route.into_own_channel, now)
            outbox_threads.release_storms(session, now, host=self._host)
            outbox_threads.settle_orphans(session)
            return self._take(session, outbox_claim.due_ids(session, now, limit), now, _PLAIN)

    def _take(
        self, session: Session, ids: Sequence[int], now: datetime, terms: DeliveryTerms
    ) -> tuple[OutboxEntry, ...]:
        return outbox_claim.take(
            session,
            ids,
            now=now,
            holder=holder_of(self._host),
            interval=terms.interval,
            vault=self._database.vault,
        )

    def route(self, decide: outbox_route.Decide, now: datetime) -> int:
        """Give every entry without a channel the one that `decide` names; returns how many."""
        with self._database.writing(durable=True) as session:
            return outbox_route.route(session, decide, now)

    def release(self, gather: str, parent: str) -> int:
        """Let what waits under `gather` follow in the thread of the entry of key `parent`."""
        with self._database.writing(durable=True) as session:
            return outbox_threads.release(session, gather, parent)

    def recover(self, now: datetime) -> int:
        """Free entries that a dead deliverer left as `sending`; every claim does so first.

        They may have arrived, which their error says: they are never sent again without a look.
        """
        with self._database.writing(durable=True) as session:
            return outbox_claim.recover(session, now, host=self._host)

    def behind(self, now: datetime) -> int:
        """How many entries are due but for an earlier one of their channel."""
        with self._database.reading() as session:
            return outbox_claim.count_behind(session, now)

    def is_due(self, now: datetime) -> bool:
        """Whether a turn would hand something out; asking costs much less than taking one."""
        with self._database.reading() as session:
            unrouted = outbox_route.is_unrouted(session, now)
            return unrouted or bool(outbox_claim.head_ids(session, now, 1))

    def delivered(self, entry_id: int, receipt: Receipt | str, now: datetime) -> None:
        reference = receipt if isinstance(receipt, str) else receipt.reference
        ending = Ending(entry=entry_id, state=Delivery.DELIVERED, at=now, receipt=reference)
        self.turn([ending], now=now, limit=0)

    def retry(self, entry_id: int, error: str, next_at: datetime) -> None:
        """It did not arrive: to be tried again from `next_at` on."""
        with self._database.writing(durable=True) as session:
            row = row_of(session, entry_id)
            end(row, Delivery.RETRY, error=error)
            row.next_at = next_at

    def dead(self, entry_id: int, error: str) -> None:
        """The channel refuses it for good: it stays here for a person."""
        with self._database.writing(durable=True) as session:
            end(row_of(session, entry_id), Delivery.DEAD, error=error)

    def unknown(self, entry_id: int, error: str) -> None:
        """It cannot be told whether it arrived."""
        with self._database.writing(durable=True) as session:
            end(row_of(session, entry_id), Delivery.UNKNOWN, error=error)

    def _write(
        self, session: Session, endings: Sequence[Ending], now: datetime, terms: DeliveryTerms
    ) -> None:
        written: dict[str, datetime] = {}
        for ending in endings:
            row = row_of(session, ending.entry)
            if not self._counts(row, ending):
                continue
            _write(session, row, ending, fallback=terms.fallback, now=now)
            written[row.channel or ""] = ending.at
        if written:
            session.flush()
            outbox_claim.spaced(session, written, interval=terms.interval)

    def _counts(self, row: OutboxRow, ending: Ending) -> bool:
        """Whether the word of a deliverer holds: one that was given up may only say "it arrived"."""
        if ending.state is Delivery.DELIVERED:
            return row.state != Delivery.DELIVERED
        return row.state == Delivery.SENDING and row.claimed_by == holder_of(self._host)

    def requeue(self, entry_id: int, *, now: datetime, absent: bool = False) -> None:
        """Send it again; one that may have arrived is looked for in the channel first.

        With `absent` a person has looked and says that it is not there. Raises UsageError for an
        entry that arrived or is on its way.
        """
        with self._database.writing(durable=True) as session:
            row = row_of(session, entry_id)
            if row.state in {Delivery.DELIVERED, Delivery.SENDING}:
                raise UsageError(
                    N_("alert {id} is {state}: only what did not arrive can be sent again"),
                    id=entry_id,
                    state=Delivery(row.state),
                )
            _requeue(row, now=now, absent=absent)

    def requeue_all(
        self,
        states: Iterable[Delivery],
        *,
        now: datetime,
        channel: str | None = None,
        absent: bool = False,
    ) -> tuple[int, ...]:
        """Send again all that is dead or unknown, as `states` says; returns their ids in order.

        Edits that have nothing left to edit stay where they are.
        """
        stuck = set(states) & {Delivery.DEAD, Delivery.UNKNOWN}
        wanted = select(OutboxRow).where(col(OutboxRow.state).in_(stuck), _WANTED)
        if channel is not None:
            wanted = wanted.where(col(OutboxRow.channel) == channel)
        with self._database.writing(durable=True) as session:
            rows = session.scalars(wanted.order_by(col(OutboxRow.id))).all()
            for row in rows:
                _requeue(row, now=now, absent=absent)
            return tuple(row.id for row in rows if row.id is not None)

    def refresh(self, receipt: str, *, now: datetime) -> None:
        """Let the message of `receipt` say how things stand, if it does not."""
        with self._database.writing(durable=True) as session:
            outbox_refresh.refresh(session, receipt, now)

    def get(self, entry_id: int) -> OutboxEntry:
        """Raises UsageError when there is no such entry."""
        with self._database.reading() as session:
            return entry_of(row_of(session, entry_id), self._database.vault)

    def list(
        self,
        state: Delivery | None = None,
        *,
        channel: str | None = None,
        moot: bool = True,
    ) -> tuple[OutboxEntry, ...]:
        """Entries, oldest first; without `moot` edits that have nothing left to edit are left out."""
        query = select(OutboxRow).order_by(col(OutboxRow.id))
        if not moot:
            query = query.where(_WANTED)
        if state is not None:
            query = query.where(col(OutboxRow.state) == state)
        if channel is not None:
            query = query.where(col(OutboxRow.channel) == channel)
        with self._database.reading() as session:
            vault = self._database.vault
            return tuple(entry_of(row, vault) for row in session.scalars(query))

    def counts(self) -> dict[Delivery, int]:
        """How many entries there are in each state, without edits that became moot."""
        counted = (
            select(col(OutboxRow.state), func.count()).where(_WANTED).group_by(col(OutboxRow.state))
        )
        with self._database.reading() as session:
            found = dict(session.execute(counted).all())
        return {state: found[state] for state in Delivery if state in found}


def _write(
    session: Session, row: OutboxRow, ending: Ending, *, fallback: str | None, now: datetime
) -> None:
    if ending.state is Delivery.WAITING:
        outbox_threads.stand_alone(row)
        return
    end(row, ending.state, error=ending.error)
    row.next_at = ending.next_at
    if ending.state is Delivery.DELIVERED:
        row.receipt, row.delivered_at = ending.receipt, ending.at
        if ending.found:
            told_before(session, row, now)
    elif ending.concerns is not None and fallback is not None:
        code = ending.error or ""
        raise_alarm(session, row, code=code, concerns=ending.concerns, fallback=fallback, now=now)


def _requeue(row: OutboxRow, *, now: datetime, absent: bool) -> None:
    undecided = not absent and (row.error or "").startswith(UNCLEAR)
    end(row, Delivery.WAITING, error=REQUEUED if undecided else None)
    row.attempts, row.next_at = 0, now
