"""Findings come back when the side job that settled them has ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import (
    BY_REGISTER,
    Alert,
    AlertFinding,
    AlertKind,
    Approval,
    Kind,
    Severity,
    Status,
)
from leakwatch.record import identity
from leakwatch.record.history import note
from leakwatch.record.outbox_rows import queue
from leakwatch.record.outbox_status import News, tell
from leakwatch.record.rows import FindingRow
from leakwatch.record.rows_side_jobs import SideJobUseRow


def reopen_uncovered(
    session: Session,
    side_jobs: Collection[int],
    *,
    channels: Mapping[str, str],
    now: datetime,
) -> tuple[int, ...]:
    """Open again what `side_jobs` settled, each with an alert of its own; their numbers.

    The alert has no excerpt: the page was not looked at again for it. `channels` are those of
    sources that have one of their own, by name.
    """
    settled = select(SideJobUseRow).where(
        col(SideJobUseRow.side_job).in_(side_jobs), col(SideJobUseRow.why) == "within"
    )
    reopened = []
    for use in session.scalars(settled.order_by(col(SideJobUseRow.finding))).all():
        use.why, use.last = "ended", now
        row = session.get(FindingRow, use.finding)
        if row is None or not _stands(row):
            continue
        if row.status == Status.GONE:
            row.gone_from = None  # when it returns it is news
            continue
        row.status, row.verdict = Status.NEW.value, None
        row.openings += 1
        note(session, row, "side_job_over", now=now, entries=[f"J-{use.side_job}"])
        session.flush()
        queue(session, _alert(row, use, channels.get(row.source), now), sealed={})
        reopened.append(use.finding)
    tell(session, [News(number=number, reply=False) for number in reopened], now=now)
    return tuple(reopened)


def _stands(row: FindingRow) -> bool:
    """Whether the register's word is the last one on it."""
    return row.verdict == BY_REGISTER and Status.APPROVED in {row.status, row.gone_from}


def _alert(row: FindingRow, use: SideJobUseRow, channel: str | None, now: datetime) -> Alert:
    assert row.number is not None
    return Alert(
        key=identity.alert_key(row.source, [(row.number, row.openings, row.signature)]),
        kind=AlertKind.FINDINGS,
        source=row.source,
        channel=channel,
        created_at=now,
        findings=(
            AlertFinding(
                number=row.number,
                kind=Kind(row.kind),
                severity=Severity(row.severity),
                score=row.score,
                subject=row.subject,
                reasons=tuple((rule, weight) for rule, weight in row.reasons),
                reopened=True,
                approval=Approval(side_job=use.side_job, why=use.why),
            ),
        ),
    )
