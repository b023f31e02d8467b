"""Entries of the outbox as they are written and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_
from leakwatch.models import Alert, AlertKind, Delivery, Form, OutboxEntry, Standing
from leakwatch.record.alert_json import dump_alert, load_alert, with_excerpts
from leakwatch.record.numbered import numbered
from leakwatch.record.rows import AlertedRow, OutboxRow
from leakwatch.record.sealing import Vault

#: A deliverer that has not said how it went after this long is dead or lost.
CLAIM = timedelta(minutes=5)
#: Beginning of the error of an entry that may stand in its channel already.
UNCLEAR = "unclear"
#: Error of an entry whose deliverer died: it may have arrived, so the next one looks before it sends.
INTERRUPTED = f"{UNCLEAR}:interrupted"
REQUEUED = f"{UNCLEAR}:requeued"
#: States of what is still to be sent.
DUE = (Delivery.WAITING, Delivery.RETRY)
#: Kinds of messages that tell of findings, and so have to say how those stand.
TELLING = frozenset({AlertKind.FINDINGS, AlertKind.ESCALATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a new entry goes, as far as that is known already."""

    form: Form = Form.POST
    channel: str | None = None  #: None: routing decides
    route: str | None = None
    parent: str | None = None
    gather: str | None = None
    next_at: datetime | None = None


_ANYWHERE = Place()


def queue(
    session: Session,
    alert: Alert,
    *,
    sealed: Mapping[int, str],
    place: Place = _ANYWHERE,
) -> bool:
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
        form=place.form,
        channel=place.channel,
        route=place.route,
        parent=place.parent,
        gather=place.gather,
        next_at=place.next_at,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    if alert.kind in TELLING:
        numbers = dict.fromkeys(finding.number for finding in alert.findings)
        session.add_all(AlertedRow(outbox=row.id, finding=number) for number in numbers)
    return True


def row_of(session: Session, entry_id: int) -> OutboxRow:
    """Raises UsageError when there is no such entry."""
    message = N_("there is no alert {id} in the outbox")
    return numbered(session, OutboxRow, entry_id, message, id=entry_id)


def end(row: OutboxRow, state: Delivery, *, error: str | None) -> None:
    """Let go of `row` in `state`; nothing holds it any more."""
    row.state, row.error = state, error
    row.claimed_until = row.claimed_by = row.next_at = None


def alert_of(row: OutboxRow, vault: Vault) -> Alert:
    """The alert of `row`, with its sealed excerpts where they can be opened."""
    alert = load_alert(row.alert)
    if row.excerpts is None or not vault.is_open:
        return alert
    sealed = row.excerpts.open()
    return with_excerpts(alert, {int(number): text for number, text in sealed.items()})


def entry_of(
    row: OutboxRow,
    vault: Vault,
    *,
    alert: Alert | None = None,
    thread: str | None = None,
    standings: Mapping[int, Standing] | None = None,
    slot: datetime | None = None,
) -> OutboxEntry:
    """`row` as it is handed out; `alert` stands for its own one where it edits another's message."""
    assert row.id is not None
    return OutboxEntry(
        id=row.id,
        alert=alert or alert_of(row, vault),
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
        thread=thread,
        gather=row.gather,
        standings=standings or {},
        slot=slot,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
    )
