"""Sweeps that ended, as their reports said."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Outcome, SweepReport
from leakwatch.record.rows import SweepRow

#: Enough to know what is usual for a source.
HISTORY = 50


def ended_reports(session: Session, source: str, *, limit: int) -> tuple[SweepReport, ...]:
    """Of `source`, newest first."""
    ended = (
        select(SweepRow)
        .where(col(SweepRow.source) == source, col(SweepRow.state) != "running")
        .order_by(col(SweepRow.id).desc())
        .limit(limit)
    )
    return tuple(_report(row) for row in session.scalars(ended))


def _report(row: SweepRow) -> SweepReport:
    return SweepReport(
        source=row.source,
        outcome=Outcome(row.outcome or Outcome.FAILED),
        reasons=tuple(row.reasons),
        started_at=row.started_at,
        ended_at=row.ended_at or row.started_at,
        requests=row.requests,
        pages=row.pages,
        bytes=row.bytes,
        sightings=row.sightings,
        judged=row.judged,
        unchanged=row.unchanged,
        findings=row.findings,
        new_findings=row.new_findings,
        suppressed=row.suppressed,
        errors=row.errors,
        baseline=row.baseline,
    )
