"""A line of what became of a finding."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from leakwatch.record.rows import FindingRow, HistoryRow


def note(
    session: Session,
    row: FindingRow,
    act: str,
    *,
    now: datetime,
    actor: str | None = None,
    entries: list[str] | None = None,
) -> None:
    """Enter `act` with the status that `row` has now."""
    assert row.number is not None
    session.add(
        HistoryRow(
            finding=row.number,
            at=now,
            act=act,
            actor=actor,
            status=row.status,
            entries=entries or [],
        )
    )
