"""Which findings the register of side jobs had something to say of."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import SideJobUse
from leakwatch.record.rows_side_jobs import SideJobUseRow
from leakwatch.record.sight import Sight


def note_uses(session: Session, sights: Iterable[tuple[int, Sight]]) -> None:
    """Count each finding (by its number) under the side job that its approval names."""
    for number, sight in sights:
        approval = sight.finding.approval
        if approval is None:
            continue
        row = session.scalars(
            select(SideJobUseRow).where(
                col(SideJobUseRow.side_job) == approval.side_job,
                col(SideJobUseRow.finding) == number,
            )
        ).first()
        if row is None:
            row = SideJobUseRow(
                side_job=approval.side_job,
                finding=number,
                why=approval.why,
                first=sight.now,
                last=sight.now,
            )
            session.add(row)
        row.why, row.last = approval.why, sight.now


def use_of(row: SideJobUseRow) -> SideJobUse:
    return SideJobUse(
        side_job=row.side_job, finding=row.finding, why=row.why, first=row.first, last=row.last
    )
