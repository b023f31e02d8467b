"""That the service lives: one bit a minute, and when the company's monitor was last told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Delivery, Minutes, Pulse
from leakwatch.record.database import Database
from leakwatch.record.outbox_rows import DUE
from leakwatch.record.rows import MetaRow, OutboxRow

_BEAT, _PING, _DAY = "heartbeat", "heartbeat ping", "heartbeat minutes "
#: Longer than any digest looks back.
_KEPT = timedelta(days=40)
_MINUTE = timedelta(minutes=1)
#: A channel that took nothing for so long although something is due is stuck; shorter is a hitch.
_STUCK = timedelta(minutes=30)
#: Repeats that are no hitch any more: about two and a half minutes.
_REPEATS = 5


class Heartbeats:
    def __init__(self, database: Database) -> None:
        self._database = database

    def is_due(self, now: datetime) -> bool:
        """Whether nobody has noted this minute yet."""
        with self._database.reading() as session:
            return _minute(_pulse(session).at) != _minute(now)

    def beat(self, now: datetime, troubles: Iterable[str] = ()) -> bool:
        """Note that the service lives, and what is wrong, once a minute whoever calls.

        False when this minute was noted already. Raises RecordError.
        """
        with self._database.writing() as session:
            if _minute(_pulse(session).at) == _minute(now):
                return False
            _note(session, now, tuple(troubles))
            return True

    def pulse(self) -> Pulse:
        with self._database.reading() as session:
            return _pulse(session)

    def minutes(self, since: datetime, until: datetime) -> Minutes:
        """How many of the minutes from `since` to before `until` there was a heartbeat."""
        since, until = _start(since), _start(until)
        lived = healthy = 0
        with self._database.reading() as session:
            for day, mask in _masks(since, until):
                bits = _bits(session, day)
                lived += (bits[0] & mask).bit_count()
                healthy += (bits[1] & mask).bit_count()
        return Minutes(all=max(0, int((until - since) / _MINUTE)), lived=lived, healthy=healthy)

    def pinged(self, now: datetime) -> None:
        """The monitor took a ping."""
        with self._database.writing() as session:
            _put(session, _PING, {"at": now.isoformat()})

    def ping_failed(self, now: datetime, error: str) -> None:
        """The monitor did not take it; when it last did stays known."""
        with self._database.writing() as session:
            last = _get(session, _PING).get("at")
            _put(session, _PING, {"at": last, "failed_at": now.isoformat(), "error": error})

    def stuck(self, now: datetime) -> tuple[str, ...]:
        """Channels that took nothing lately although something is due there."""
        with self._database.reading() as session:
            return tuple(sorted(set(_stuck(session, now))))


def _minute(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() // 60)


def _start(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _note(session: Session, now: datetime, troubles: tuple[str, ...]) -> None:
    at = now.astimezone(UTC)
    lived, healthy = _bits(session, at.date())
    if not lived:
        _forget(session, at.date() - _KEPT)
    bit = 1 << (at.hour * 60 + at.minute)
    healthy |= 0 if troubles else bit
    _put(session, _DAY + at.date().isoformat(), {"lived": f"{lived | bit:x}", "ok": f"{healthy:x}"})
    _put(session, _BEAT, {"at": at.isoformat(), "troubles": list(troubles)})


def _forget(session: Session, before: date) -> None:
    days = col(MetaRow.name).startswith(_DAY) & (col(MetaRow.name) < _DAY + before.isoformat())
    session.execute(delete(MetaRow).where(days))


def _bits(session: Session, day: date) -> tuple[int, int]:
    said = _get(session, _DAY + day.isoformat())
    return int(said.get("lived") or "0", 16), int(said.get("ok") or "0", 16)


def _masks(since: datetime, until: datetime) -> Iterator[tuple[date, int]]:
    """Each day of a time in UTC, with a bit for each of its minutes."""
    day = since.date()
    while datetime.combine(day, time(), tzinfo=UTC) < until:
        midnight = datetime.combine(day, time(), tzinfo=UTC)
        first = max(0, int((since - midnight) / _MINUTE))
        end = min(1_440, int((until - midnight) / _MINUTE))
        yield day, (1 << end) - (1 << first)
        day += timedelta(days=1)


def _pulse(session: Session) -> Pulse:
    beat, ping = _get(session, _BEAT), _get(session, _PING)
    return Pulse(
        at=_moment(beat.get("at")),
        troubles=tuple(beat.get("troubles") or ()),
        pinged_at=_moment(ping.get("at")),
        ping_error=ping.get("error"),
        ping_failed_at=_moment(ping.get("failed_at")),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _get(session: Session, name: str) -> dict[str, str]:
    row = session.get(MetaRow, name)
    return dict(json.loads(row.value)) if row is not None and row.value else {}


def _put(session: Session, name: str, value: dict[str, object]) -> None:
    session.merge(MetaRow(name=name, value=json.dumps(value)))
    session.flush()


def _stuck(session: Session, now: datetime) -> Iterator[str]:
    late = now - _STUCK
    taken = (
        select(col(OutboxRow.channel), func.max(col(OutboxRow.delivered_at)))
        .where(col(OutboxRow.delivered_at).is_not(None))
        .group_by(col(OutboxRow.channel))
    )
    alive = {channel for channel, at in session.execute(taken) if at and at > late}
    waiting = select(OutboxRow).where(
        col(OutboxRow.state).in_(DUE),
        col(OutboxRow.gather).is_(None),
        col(OutboxRow.parent).is_(None),  # the one it hangs on is looked at
    )
    for row in session.scalars(waiting):
        since = row.next_at or row.created_at
        repeating = row.state == Delivery.RETRY and row.attempts >= _REPEATS
        if row.channel not in alive and (repeating or since <= late):
            yield row.channel or ""
