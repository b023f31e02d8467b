"""A message that somebody looks at and finds outdated."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Delivery, Form
from leakwatch.record.outbox_rows import end
from leakwatch.record.outbox_status import told_before
from leakwatch.record.rows import OutboxRow


def refresh(session: Session, receipt: str, now: datetime) -> None:
    """See to it that the message of `receipt` is edited: an edit that was refused has another go.

    One that is up to date, or is not ours, is left alone.
    """
    sent = select(OutboxRow).where(
        col(OutboxRow.receipt) == receipt, col(OutboxRow.form) != Form.UPDATE
    )
    for row in session.scalars(sent).all():
        edits = (
            select(OutboxRow)
            .where(col(OutboxRow.parent) == row.key, col(OutboxRow.form) == Form.UPDATE)
            .order_by(col(OutboxRow.id).desc())
        )
        newest = session.scalars(edits).first()
        if newest is not None and newest.state == Delivery.DEAD:
            end(newest, Delivery.WAITING, error=None)
            newest.attempts, newest.next_at = 0, now
        told_before(session, row, now)
