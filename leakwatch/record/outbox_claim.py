"""Who sends what next: the oldest due entry of each channel, at the channel's pace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from leakwatch.models import Delivery, Form, OutboxEntry
from leakwatch.record.outbox_rows import CLAIM, DUE, INTERRUPTED, alert_of, end, entry_of
from leakwatch.record.processes import is_gone
from leakwatch.record.rows import OutboxRow, PaceRow
from leakwatch.record.sealing import Vault
from leakwatch.record.standings import standings_of

#: No repeat is put off for longer, not even by a receiver: one farther ahead was reckoned by a
#: clock that has been set back since, and must not silence its channel until then.
_FARTHEST = timedelta(days=2)


def recover(session: Session, now: datetime, *, host: str) -> int:
    """Free what a dead deliverer left as `sending`; it may have arrived, which its error says."""
    sending = select(OutboxRow).where(col(OutboxRow.state) == Delivery.SENDING)
    left = [row for row in session.scalars(sending) if _is_left(row, now, host)]
    for row in left:
        end(row, Delivery.RETRY, error=INTERRUPTED)
    session.flush()
    return len(left)


def _is_left(row: OutboxRow, now: datetime, host: str) -> bool:
    return row.claimed_until is None or row.claimed_until <= now or is_gone(row.claimed_by, host)


def due_ids(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Every entry that is due, oldest first."""
    due = select(col(OutboxRow.id)).where(*_due(now)).order_by(col(OutboxRow.id)).limit(limit)
    return [number for number in session.scalars(due) if number is not None]


def head_ids(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """The oldest due entry of each channel that nobody writes to and that waits for no repeat.

    With one message of a channel on its way at a time, a later one cannot overtake an earlier one,
    whoever sends them.
    """
    head = func.min(col(OutboxRow.id))
    heads = (
        select(head)
        .where(*_due(now), col(OutboxRow.channel).not_in(_busy(now)))
        .group_by(col(OutboxRow.channel))
        .order_by(head)
        .limit(limit)
    )
    return list(session.scalars(heads))


def count_behind(session: Session, now: datetime) -> int:
    """How many entries are due but for an earlier one of their channel."""
    behind = (
        select(func.count())
        .select_from(OutboxRow)
        .where(*_due(now), col(OutboxRow.channel).in_(_busy(now)))
    )
    return session.scalar(behind) or 0


def _busy(now: datetime) -> Select[str | None]:
    row = aliased(OutboxRow)
    ahead = (col(row.next_at) > now) & (col(row.next_at) <= now + _FARTHEST)
    repeats = (col(row.state) == Delivery.RETRY) & ahead
    return select(col(row.channel)).where(
        (col(row.state) == Delivery.SENDING) | repeats, col(row.channel).is_not(None)
    )


def _due(now: datetime) -> Iterable[ColumnElement[bool]]:
    """What an entry must fulfil; one with a parent waits for the parent's receipt."""
    parent = aliased(OutboxRow)
    told = (
        select(col(parent.id))
        .where(col(parent.key) == col(OutboxRow.parent), col(parent.state) == Delivery.DELIVERED)
        .exists()
    )
    next_at = col(OutboxRow.next_at)
    misreckoned = (col(OutboxRow.state) == Delivery.RETRY) & (next_at > now + _FARTHEST)
    return (
        col(OutboxRow.state).in_(DUE),
        next_at.is_(None) | (next_at <= now) | misreckoned,
        col(OutboxRow.gather).is_(None),
        col(OutboxRow.parent).is_(None) | told,
    )


def take(
    session: Session,
    ids: Sequence[int],
    *,
    now: datetime,
    holder: str,
    interval: Callable[[str], float],
    vault: Vault,
) -> tuple[OutboxEntry, ...]:
    """Hand out the entries `ids` as `sending`, each with its channel's next slot reserved."""
    if not ids:
        return ()
    chosen = select(OutboxRow).where(col(OutboxRow.id).in_(ids)).order_by(col(OutboxRow.id))
    rows = session.scalars(chosen).all()
    parents = _by_key(session, {row.parent for row in rows if row.parent})
    above = _by_key(session, {row.parent for row in parents.values() if row.parent})
    pace = _Pace(session, {row.channel or "" for row in rows}, interval)
    standings = standings_of(session, {number for row in rows for number in _told(row, parents)})
    entries = []
    for row in rows:
        slot = pace.reserve(row.channel or "", now)
        row.state, row.attempts = Delivery.SENDING, row.attempts + 1
        row.claimed_until, row.claimed_by = max(now, slot) + CLAIM, holder
        parent = parents.get(row.parent or "")
        edited = parent if row.form == Form.UPDATE else None
        entries.append(
            entry_of(
                row,
                vault,
                alert=alert_of(edited, vault) if edited else None,
                thread=_thread(row, parent, above),
                standings={n: standings[n] for n in _told(row, parents) if n in standings},
                slot=slot,
            )
        )
    return tuple(entries)


def _by_key(session: Session, keys: set[str]) -> dict[str, OutboxRow]:
    if not keys:
        return {}
    named = select(OutboxRow).where(col(OutboxRow.key).in_(keys))
    return {row.key: row for row in session.scalars(named)}


def _told(row: OutboxRow, parents: dict[str, OutboxRow]) -> list[int]:
    """Numbers of the findings that the message shows."""
    parent = parents.get(row.parent or "") if row.form == Form.UPDATE else None
    return [finding["number"] for finding in (parent or row).alert["findings"]]


def _thread(row: OutboxRow, parent: OutboxRow | None, above: dict[str, OutboxRow]) -> str | None:
    """Receipt of the message that is edited or answered; threads are one level deep."""
    if parent is None:
        return None
    if row.form == Form.REPLY and parent.form == Form.REPLY:
        top = above.get(parent.parent or "")
        return (top or parent).receipt
    return parent.receipt


class _Pace:
    """When the channels take their next messages, whoever sends them."""

    def __init__(
        self, session: Session, channels: set[str], interval: Callable[[str], float]
    ) -> None:
        self._session, self._interval = session, interval
        known = select(PaceRow).where(col(PaceRow.channel).in_(channels))
        self._rows = {row.channel: row for row in session.scalars(known)}

    def reserve(self, channel: str, now: datetime) -> datetime:
        """The channel's next free moment, which nobody else gets any more."""
        interval = timedelta(seconds=self._interval(channel))
        row = self._rows.get(channel)
        if row is None:
            row = self._rows[channel] = PaceRow(channel=channel, free_at=now)
            self._session.add(row)
        # a clock that was set back must not silence a channel
        slot = min(max(now, row.free_at), now + interval) if interval else now
        row.free_at = slot + interval
        return slot


def spaced(
    session: Session, written: dict[str, datetime], *, interval: Callable[[str], float]
) -> None:
    """Count each channel's interval from when it last answered: what is under way may be late."""
    rows = select(PaceRow).where(col(PaceRow.channel).in_(written))
    for row in session.scalars(rows):
        after = written[row.channel] + timedelta(seconds=interval(row.channel))
        row.free_at = max(row.free_at, after)
