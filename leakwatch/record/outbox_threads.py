"""Messages that hang on another one: summaries with what they hold, and lines without a thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from leakwatch.models import Alert, AlertKind, Delivery, Form, Severity
from leakwatch.record.outbox_rows import DUE, Place, end, queue
from leakwatch.record.processes import is_gone
from leakwatch.record.rows import OutboxRow, SweepRow

_STORM = "storm:"
#: Errors of an edit that has nothing left to edit: it is done with, nobody need be alarmed.
#: The last one is a channel's own word for a message that somebody has deleted.
PARENT_DEAD, PARENT_UNKNOWN, PARENT_LOST = "parent_dead", "parent_unknown", "parent_lost"
MOOT = (PARENT_DEAD, PARENT_UNKNOWN, PARENT_LOST, "message_not_found")
_ORPHANED = {Delivery.DEAD: PARENT_DEAD, Delivery.UNKNOWN: PARENT_UNKNOWN}


def storm_of(sweep: int) -> str:
    """What the alerts of a sweep wait under when there are too many of them."""
    return f"{_STORM}{sweep}"


def settle_orphans(session: Session) -> None:
    """What hangs on a message that will not arrive: a line goes out by itself, an edit is moot."""
    parent = aliased(OutboxRow)
    orphans = (
        select(OutboxRow, col(parent.state))
        .outerjoin(parent, col(parent.key) == col(OutboxRow.parent))
        .where(
            col(OutboxRow.state).in_(DUE),
            col(OutboxRow.parent).is_not(None),
            col(parent.id).is_(None) | col(parent.state).in_(tuple(_ORPHANED)),
        )
    )
    for row, state in session.execute(orphans).all():
        if row.form == Form.UPDATE:
            end(row, Delivery.DEAD, error=_ORPHANED.get(Delivery(state), "") if state else None)
            row.error = row.error or PARENT_LOST
        else:
            row.form, row.parent = Form.POST.value, None
    session.flush()


def stand_alone(row: OutboxRow) -> None:
    """Send a line as a message of its own: the one that it answers is not there any more."""
    end(row, Delivery.WAITING, error=None)
    row.form, row.parent, row.attempts = Form.POST.value, None, 0


def release(session: Session, gather: str, parent: str, *, channel: str | None = None) -> int:
    """Hang what waits under `gather` on the entry of key `parent`; returns how many there were.

    With `channel` only what goes there; else all of it goes into the channel of `parent`.
    """
    waiting = select(OutboxRow).where(
        col(OutboxRow.gather) == gather, col(OutboxRow.state).in_(DUE)
    )
    summary = session.scalars(select(OutboxRow).where(col(OutboxRow.key) == parent)).one()
    if channel is not None:
        waiting = waiting.where(col(OutboxRow.channel) == channel)
    rows = session.scalars(waiting).all()
    for row in rows:
        row.gather, row.parent, row.form = None, parent, Form.REPLY.value
        row.channel, row.route = summary.channel, row.route or summary.route
    session.flush()
    return len(rows)


def release_storms(session: Session, now: datetime, *, host: str) -> None:
    """Tell of each sweep that found too much and has ended, or died, in one summary a channel."""
    gathered = select(col(OutboxRow.gather)).where(
        col(OutboxRow.state).in_(DUE), col(OutboxRow.gather).startswith(_STORM)
    )
    for gather in session.scalars(gathered.distinct()).all():
        sweep = int((gather or "").removeprefix(_STORM))
        if _has_ended(session.get(SweepRow, sweep), host):
            _release_storm(session, sweep, now)


def _has_ended(sweep: SweepRow | None, host: str) -> bool:
    return sweep is None or sweep.state != "running" or is_gone(sweep.holder, host)


def _release_storm(session: Session, sweep: int, now: datetime) -> None:
    gather = storm_of(sweep)
    waiting = select(OutboxRow).where(
        col(OutboxRow.gather) == gather,
        col(OutboxRow.state).in_(DUE),
        col(OutboxRow.channel).is_not(None),
    )
    by_channel: dict[str, list[OutboxRow]] = {}
    for row in session.scalars(waiting.order_by(col(OutboxRow.id))):
        by_channel.setdefault(row.channel or "", []).append(row)
    for channel, rows in by_channel.items():
        summary = _summary(rows, sweep, channel, now)
        first = min((row.next_at for row in rows if row.next_at), default=None)
        held = all(row.next_at for row in rows)
        place = Place(channel=channel, route=rows[0].route, next_at=first if held else None)
        queue(session, summary, sealed={}, place=place)
        release(session, gather, summary.key, channel=channel)


def _summary(rows: Iterable[OutboxRow], sweep: int, channel: str, now: datetime) -> Alert:
    rows = list(rows)
    counts = Counter(row.alert["findings"][0]["severity"] for row in rows)
    return Alert(
        key=f"{storm_of(sweep)}@{channel}",
        kind=AlertKind.STORM,
        source=rows[0].source,
        channel=rows[0].alert["channel"],
        created_at=now,
        counts={one.value: counts[one] for one in reversed(Severity) if counts[one]},
        sweep=sweep,
    )
