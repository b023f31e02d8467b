"""Letters end some time after the case or campaign they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete as delete_rows, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import LetterState
from leakwatch.record.keeping_holds import is_held
from leakwatch.record.rows_campaigns import CampaignRow
from leakwatch.record.rows_cases import CaseRow
from leakwatch.record.rows_letters import LetterRow, LetterVersionRow

_BELONGS: dict[str, type[Any]] = {"C-": CaseRow, "K-": CampaignRow}
#: A letter that belongs to neither ends by itself.
_ENDED = (LetterState.SENT.value, LetterState.WITHDRAWN.value)


def expired(session: Session, before: datetime, held: frozenset[str]) -> Sequence[str]:
    """Labels of letters whose case or campaign was closed before then, without what is held."""
    rows = session.scalars(select(LetterRow).order_by(col(LetterRow.id)))
    return tuple(
        f"L-{row.id}"
        for row in rows
        if _ended(session, row, before) and not is_held(held, f"L-{row.id}", row.about)
    )


def delete(session: Session, labels: Sequence[str], now: datetime) -> int:
    """Delete those letters in every version; how many there were."""
    del now
    numbers = [int(label[2:]) for label in labels]
    there = session.scalars(select(col(LetterRow.id)).where(col(LetterRow.id).in_(numbers))).all()
    session.execute(delete_rows(LetterVersionRow).where(col(LetterVersionRow.letter).in_(numbers)))
    session.execute(delete_rows(LetterRow).where(col(LetterRow.id).in_(numbers)))
    return len(there)


def _ended(session: Session, row: LetterRow, before: datetime) -> bool:
    table = _BELONGS.get(row.about[:2])
    number = row.about[2:].partition("/")[0]
    if table is None or not number.isdigit():
        return row.state in _ENDED and (row.sent_at or row.created_at) < before
    whole = session.get(table, int(number))
    return whole is None or bool(whole.closed_at and whole.closed_at < before)
