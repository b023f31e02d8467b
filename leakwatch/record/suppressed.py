"""What sweeps set aside: counted by rule and entry, so that no suppression is silent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Suppressed, SweepSuppressed
from leakwatch.record.database import Database
from leakwatch.record.rows import SuppressedRow, SweepRow, table_of


def note_suppressed(session: Session, sweep: int, suppressions: Sequence[Suppressed]) -> None:
    """Enter what `sweep` set aside."""
    if suppressions:
        rows = [
            {
                "sweep": sweep,
                "rule": one.rule,
                "entry": one.entry,
                "matched": one.matched,
                "count": one.count,
            }
            for one in suppressions
        ]
        session.execute(insert(table_of(SuppressedRow)), rows)


class SuppressedHits:
    def __init__(self, database: Database) -> None:
        self._database = database

    def list(
        self, *, rule: str | None = None, source: str | None = None, every_sweep: bool = False
    ) -> tuple[SweepSuppressed, ...]:
        """By source, sweep and count; of each source only its last finished sweep unless told."""
        query = select(SuppressedRow, SweepRow).join(
            SweepRow, col(SweepRow.id) == col(SuppressedRow.sweep)
        )
        if rule is not None:
            query = query.where(col(SuppressedRow.rule) == rule)
        if source is not None:
            query = query.where(col(SweepRow.source) == source)
        if not every_sweep:
            last = select(func.max(col(SweepRow.id))).where(col(SweepRow.state) == "finished")
            query = query.where(col(SweepRow.id).in_(last.group_by(col(SweepRow.source))))
        query = query.order_by(
            col(SweepRow.source), col(SweepRow.id), col(SuppressedRow.count).desc()
        )
        with self._database.reading() as session:
            return tuple(_suppressed(row, sweep) for row, sweep in session.execute(query))


def _suppressed(row: SuppressedRow, sweep: SweepRow) -> SweepSuppressed:
    return SweepSuppressed(
        sweep=row.sweep,
        source=sweep.source,
        suppressed=Suppressed(rule=row.rule, entry=row.entry, matched=row.matched, count=row.count),
    )
