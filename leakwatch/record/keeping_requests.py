"""The record of what people asked for about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Request, Wish
from leakwatch.record.rows_keeping import RequestRow


def note_request(
    session: Session,
    wish: Wish,
    about: str,
    *,
    counts: Mapping[str, int],
    actor: str,
    reason: str,
    now: datetime,
) -> int:
    """Its number. Raises SealError."""
    row = RequestRow(
        wish=wish.value, about=about, at=now, actor=actor, counts=dict(counts), reason=reason
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def all_requests(session: Session) -> tuple[Request, ...]:
    """Oldest first."""
    rows = session.scalars(select(RequestRow).order_by(col(RequestRow.id)))
    return tuple(
        Request(
            number=row.id or 0,
            wish=Wish(row.wish),
            about=row.about,
            at=row.at,
            actor=row.actor,
            counts=row.counts,
        )
        for row in rows
    )
