"""What a channel was told of a finding."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import AlertFinding
from leakwatch.record.outbox_rows import alert_of
from leakwatch.record.rows import AlertedRow, OutboxRow
from leakwatch.record.sealing import Vault


def last_told(session: Session, number: int, vault: Vault) -> AlertFinding | None:
    """Finding `number` as the newest alert tells of it, its excerpt in labels; None without one."""
    alerts = (
        select(OutboxRow)
        .join(AlertedRow, col(AlertedRow.outbox) == col(OutboxRow.id))
        .where(col(AlertedRow.finding) == number)
        .order_by(col(OutboxRow.id).desc())
    )
    for row in session.scalars(alerts):
        alert = alert_of(row, vault)
        told = next((one for one in alert.findings if one.number == number), None)
        if told is not None:
            return told
    return None
