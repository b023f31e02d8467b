"""Heads of the audit trail that left the machine, which a rewritten one does not have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import SentHead
from leakwatch.record.rows import AuditRow, OutboxRow


def sent_heads(session: Session) -> Iterator[SentHead]:
    """Those in digests that were delivered, each once, oldest first."""
    digests = (
        select(OutboxRow)
        .where(col(OutboxRow.delivered_at).is_not(None))
        .order_by(col(OutboxRow.id))
    )
    known = set()
    for row in session.scalars(digests):
        told = row.alert.get("digest") or {}
        head = told.get("audit_head")
        if head and head not in known:
            known.add(head)
            yield SentHead(
                head=head, rows=told.get("audit_rows"), at=row.delivered_at, where="digest"
            )


def head_now(session: Session, now: datetime | None) -> Iterator[SentHead]:
    """The head as it stands, at the time `now`; nothing without one, or in an empty trail."""
    newest = session.scalars(select(AuditRow).order_by(col(AuditRow.id).desc()).limit(1)).first()
    if now is not None and newest is not None:
        yield SentHead(head=newest.hash, rows=newest.id, at=now, where="journal")
