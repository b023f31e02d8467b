"""Evidence ends some time after what it shows was decided and closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import CaptureState, Status
from leakwatch.record.captures_ending import drop
from leakwatch.record.keeping_findings import ENDED, moved
from leakwatch.record.keeping_holds import is_held
from leakwatch.record.rows import FindingRow
from leakwatch.record.rows_captures import CaptureRow


def expired(session: Session, before: datetime, held: frozenset[str]) -> Sequence[str]:
    """Labels of kept pages whose finding was closed before then, without those that are held."""
    kept = select(CaptureRow).where(col(CaptureRow.state) == CaptureState.KEPT.value)
    times = moved(session)
    found = []
    for row in session.scalars(kept.order_by(col(CaptureRow.number))):
        finding = session.get(FindingRow, row.finding)
        ended = finding is None or (
            Status(finding.status) in ENDED and times.get(row.finding, finding.first_seen) < before
        )
        label = f"E-{row.number}"
        if ended and not is_held(held, label, row.about, f"F-{row.finding}"):
            found.append(label)
    return tuple(found)


def delete(session: Session, labels: Sequence[str], now: datetime) -> int:
    """How many there were."""
    rows = [session.get(CaptureRow, int(label[2:])) for label in labels]
    there = [row for row in rows if row is not None and row.attachment is not None]
    for row in there:
        drop(session, row, "retention", now=now)
    return len(there)
