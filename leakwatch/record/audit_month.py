"""What there was in one month, gathered for the self-audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import AuditMonth, Hold
from leakwatch.record.audit import ORIGIN
from leakwatch.record.keeping_deletions import deletions
from leakwatch.record.keeping_holds import hold_of
from leakwatch.record.keeping_requests import all_requests
from leakwatch.record.rows import AuditRow, FindingRow, SweepRow
from leakwatch.record.rows_keeping import HoldRow

_CHARTER = "charter."


def audit_month(session: Session, since: datetime, until: datetime) -> AuditMonth:
    """From the record alone; `until` itself is not in it."""
    rows = session.scalars(
        select(AuditRow).where(col(AuditRow.at) < until).order_by(col(AuditRow.id))
    ).all()
    month = [row for row in rows if row.at >= since]
    sweeps = session.scalars(select(SweepRow).order_by(col(SweepRow.id))).all()
    ended = [one for one in sweeps if one.ended_at is not None and since <= one.ended_at < until]
    return AuditMonth(
        since=since,
        until=until,
        runs=dict(Counter((one.source, one.outcome or one.state) for one in ended)),
        acts=dict(Counter((row.actor, row.act) for row in month)),
        deletions=tuple(deletions(session, since=since, until=until)),
        holds=tuple(_holds(session, since, until)),
        requests=tuple(one for one in all_requests(session) if since <= one.at < until),
        changes=tuple(_changes([one for one in sweeps if one.started_at < until], since)),
        charters=tuple(sorted(_charters(session, month, since, until))),
        rows=(rows[-1].id or 0) if rows else 0,
        head=rows[-1].hash if rows else ORIGIN,
    )


def _holds(session: Session, since: datetime, until: datetime) -> Iterator[Hold]:
    for row in session.scalars(select(HoldRow).order_by(col(HoldRow.id))):
        if row.asked_at < until and (row.ended_at is None or row.ended_at >= since):
            yield hold_of(row)


def _changes(sweeps: list[SweepRow], since: datetime) -> Iterator[tuple[datetime, str, str]]:
    """Sweeps that judged by another watchlist or other rules than the one before them."""
    before: dict[str, str] = {}
    for sweep in sweeps:
        for what, digest in (("watchlist", sweep.watchlist_digest), ("rules", sweep.rules_digest)):
            if not digest:
                continue
            if before.setdefault(what, digest) != digest and sweep.started_at >= since:
                yield sweep.started_at, what, digest
            before[what] = digest


def _charters(
    session: Session, month: list[AuditRow], since: datetime, until: datetime
) -> Iterator[str]:
    seen = select(col(FindingRow.charter_version)).where(
        col(FindingRow.charter_version).is_not(None),
        col(FindingRow.last_seen) >= since,
        col(FindingRow.first_seen) < until,
    )
    found = {version for version in session.scalars(seen.distinct()) if version}
    yield from found | {row.subject for row in month if row.act.startswith(_CHARTER)}
