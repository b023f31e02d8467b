"""What a digest counts, and its place in the outbox: once for each period and channel."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlmodel import col

from leakwatch.models import Age, Alert, Digest, Routed, Status
from leakwatch.record.alert_json import load_alert
from leakwatch.record.audit import ORIGIN
from leakwatch.record.database import Database
from leakwatch.record.outbox_rows import DUE, Place, queue
from leakwatch.record.outbox_threads import release
from leakwatch.record.rows import (
    AuditRow,
    FindingRow,
    HistoryRow,
    MetaRow,
    OutboxRow,
    SuppressedRow,
    SweepRow,
)

#: What alerts wait under that are told in the thread of the next digest.
GATHER = "digest"
_PREFIX = "digest "
#: To be looked at: a snooze is somebody's decision to wait.
_OPEN = (Status.NEW, Status.TAKEN)
_DECIDED = (Status.CONFIRMED, Status.DISMISSED, Status.APPROVED)
_AGES = (
    (Age.DAY, timedelta(days=1)),
    (Age.WEEK, timedelta(days=7)),
    (Age.MONTH, timedelta(days=30)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How far the digests of one plan came."""

    until: datetime  #: end of the last one, or when the plan was first seen
    first: bool = False  #: there was none yet


class Digests:
    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self, plan: str, now: datetime) -> Told:
        """How far those of the plan called `plan` came; a new plan begins `now`."""
        with self._database.reading() as session:
            known = _told(session, plan)
        if known is not None:
            return known
        with self._database.writing(durable=True) as session:
            known = _told(session, plan)
            if known is None:
                known = Told(until=now, first=True)
                _note(session, plan, known)
            return known

    def counted(self, since: datetime, until: datetime) -> Digest:
        """What the log says of that time; `until` itself is not in it.

        What is open is so now. Sources, delivery, heartbeat and what expires are for the caller
        to add.
        """
        with self._database.reading() as session:
            return _counted(session, since, until)

    def tell(
        self, alert: Alert, *, plan: str, routed: Routed, until: datetime, channels: Collection[str]
    ) -> bool:
        """Queue a digest, and let what was gathered for it follow in its thread.

        What was gathered for a channel that is in none of `channels`, those of all digests, goes
        out by itself. False, and nothing done, when a digest of that key is queued already.
        """
        with self._database.writing(durable=True) as session:
            digest = alert.digest
            assert digest is not None
            gathered = session.scalars(_gathered(col(OutboxRow.channel) == routed.channel)).all()
            alert = replace(alert, digest=replace(digest, gathered=len(gathered)))
            place = Place(channel=routed.channel, route=routed.route)
            if not queue(session, alert, sealed={}, place=place):
                return False
            for channel in dict.fromkeys(routed.also):
                copy = replace(alert, key=f"{alert.key}@{channel}")
                queue(session, copy, sealed={}, place=replace(place, channel=channel))
            release(session, GATHER, alert.key, channel=routed.channel)
            for row in session.scalars(_gathered(col(OutboxRow.channel).not_in(channels))):
                row.gather = None
            _note(session, plan, Told(until=until))
            return True

    def queued(self, key: str) -> Digest | None:
        """The digest that was queued under `key`."""
        with self._database.reading() as session:
            row = session.scalars(select(OutboxRow).where(col(OutboxRow.key) == key)).first()
            return None if row is None else load_alert(row.alert).digest


def _gathered(where: ColumnElement[bool]) -> Select[OutboxRow]:
    return select(OutboxRow).where(
        col(OutboxRow.gather) == GATHER, col(OutboxRow.state).in_(DUE), where
    )


def _told(session: Session, plan: str) -> Told | None:
    row = session.get(MetaRow, _PREFIX + plan)
    if row is None or row.value is None:
        return None
    said = json.loads(row.value)
    return Told(until=datetime.fromisoformat(said["until"]), first=said["first"])


def _note(session: Session, plan: str, told: Told) -> None:
    value = json.dumps({"until": told.until.isoformat(), "first": told.first})
    session.merge(MetaRow(name=_PREFIX + plan, value=value))


def _counted(session: Session, since: datetime, until: datetime) -> Digest:
    new = (col(FindingRow.first_seen) >= since, col(FindingRow.first_seen) < until)
    ended = (col(SweepRow.ended_at) >= since, col(SweepRow.ended_at) < until)
    acts = _acts(session, since, until)
    decided = {row.finding: row.status for row in acts if row.status in _DECIDED}
    audit = session.execute(
        select(col(AuditRow.hash), col(AuditRow.id)).order_by(col(AuditRow.id).desc()).limit(1)
    ).first()
    return Digest(
        since=since,
        until=until,
        severities=_by(session, FindingRow.severity, *new),
        kinds=_by(session, FindingRow.kind, *new),
        open=_ages(session, until),
        verdicts=dict(Counter(row.act for row in acts).most_common()),
        judged=len(decided),
        dismissed=sum(status == Status.DISMISSED for status in decided.values()),
        sweeps=_by(session, SweepRow.outcome, *ended),
        suppressed=_suppressed(session, *ended),
        audit_head=audit[0] if audit else ORIGIN,
        audit_rows=(audit[1] or 0) if audit else 0,
    )


def _by(
    session: Session, column: InstrumentedAttribute[str] | str | None, *where: ColumnElement[bool]
) -> dict[str, int]:
    """How many rows there are of each value, most first."""
    name = col(column)
    count = func.count()
    rows = session.execute(
        select(name, count).where(*where).group_by(name).order_by(count.desc(), name)
    )
    return {str(value): number for value, number in rows}


def _acts(session: Session, since: datetime, until: datetime) -> Sequence[HistoryRow]:
    """What people did to findings, oldest first."""
    lines = select(HistoryRow).where(
        col(HistoryRow.actor).is_not(None),
        col(HistoryRow.at) >= since,
        col(HistoryRow.at) < until,
    )
    return session.scalars(lines.order_by(col(HistoryRow.id))).all()


def _ages(session: Session, now: datetime) -> dict[str, int]:
    """Open findings by the time since they were opened last."""
    opened = (
        select(func.max(col(HistoryRow.at)))
        .where(
            col(HistoryRow.finding) == col(FindingRow.number), col(HistoryRow.status) == Status.NEW
        )
        .scalar_subquery()
    )
    since = func.coalesce(opened, col(FindingRow.first_seen))
    rows = select(since).where(col(FindingRow.status).in_(_OPEN))
    counts: Counter[str] = Counter()
    for at in session.scalars(rows):
        age = now - at
        counts[next((name for name, most in _AGES if age < most), Age.OLDER).value] += 1
    return {age.value: counts[age.value] for age in Age if counts[age.value]}


def _suppressed(session: Session, *ended: ColumnElement[bool]) -> dict[str, int]:
    total = func.sum(col(SuppressedRow.count))
    rows = session.execute(
        select(col(SuppressedRow.rule), total)
        .join(SweepRow, col(SweepRow.id) == col(SuppressedRow.sweep))
        .where(*ended)
        .group_by(col(SuppressedRow.rule))
        .order_by(total.desc(), col(SuppressedRow.rule))
    )
    return {rule: int(count) for rule, count in rows}
