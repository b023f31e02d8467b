"""Where each new entry goes, decided once and written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Alert, Routed
from leakwatch.record.alert_json import load_alert
from leakwatch.record.outbox_rows import DUE, UNCLEAR
from leakwatch.record.rows import AlertedRow, OutboxRow, table_of

Decide = Callable[[Alert, datetime], Routed]
#: What alerts wait under that are told in the thread of the next digest.
_DIGEST = "digest"


def into_own_channel(alert: Alert, _now: datetime) -> Routed:
    """Into the channel that the alert names, else the medium's default one."""
    return Routed(channel=alert.channel or "")


def route(session: Session, decide: Decide, now: datetime, *, default: str = "") -> int:
    """Give every entry that has none its channel; returns how many got one.

    What answers or edits another message goes where that went. What may have arrived, tried before
    there were routes, is to be looked for where it was sent: in its own channel, else in `default`.
    """
    unrouted = (
        select(OutboxRow)
        .where(col(OutboxRow.state).in_(DUE), col(OutboxRow.channel).is_(None))
        .order_by(col(OutboxRow.parent).is_not(None), col(OutboxRow.id))
    )
    rows = session.scalars(unrouted).all()
    for row in rows:
        parent = _parent(session, row)
        if parent is not None and parent.channel is not None:
            row.channel, row.route = parent.channel, parent.route
        elif (row.error or "").startswith(UNCLEAR):
            row.channel = load_alert(row.alert).channel or default
        else:
            _place(session, row, decide(load_alert(row.alert), now))
    session.flush()
    return len(rows)


def is_unrouted(session: Session, now: datetime) -> bool:
    """Whether an entry that may go out has no channel yet."""
    unrouted = (
        select(col(OutboxRow.id))
        .where(
            col(OutboxRow.state).in_(DUE),
            col(OutboxRow.channel).is_(None),
            col(OutboxRow.next_at).is_(None) | (col(OutboxRow.next_at) <= now),
        )
        .limit(1)
    )
    return session.scalars(unrouted).first() is not None


def _parent(session: Session, row: OutboxRow) -> OutboxRow | None:
    if row.parent is None:
        return None
    return session.scalars(select(OutboxRow).where(col(OutboxRow.key) == row.parent)).first()


def _place(session: Session, row: OutboxRow, routed: Routed) -> None:
    row.channel, row.route = routed.channel, routed.route
    if row.parent is not None:
        return
    row.gather = routed.gather or row.gather
    row.next_at = row.next_at or routed.not_before
    if row.gather != _DIGEST:
        for channel in dict.fromkeys(routed.also):
            if channel != routed.channel:
                _copy(session, row, channel)


def _copy(session: Session, row: OutboxRow, channel: str) -> None:
    """The same once more, for another channel and under a key of its own."""
    key = f"{row.key}@{channel}"
    present = select(col(OutboxRow.id)).where(col(OutboxRow.key) == key)
    if session.scalars(present).first() is not None:
        return
    copy = OutboxRow(
        key=key,
        source=row.source,
        alert=row.alert,
        excerpts=row.excerpts,
        state=row.state,
        created_at=row.created_at,
        next_at=row.next_at,
        form=row.form,
        channel=channel,
        route=row.route,
        gather=row.gather,
        sweep=row.sweep,
    )
    session.add(copy)
    session.flush()
    told = select(col(AlertedRow.finding)).where(col(AlertedRow.outbox) == row.id)
    lines = [{"outbox": copy.id, "finding": number} for number in session.scalars(told)]
    if lines:
        session.execute(insert(table_of(AlertedRow)), lines)
