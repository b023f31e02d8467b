"""Real deletion of letters."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.record.rows_letters import LetterRow, LetterVersionRow


def delete_letters(session: Session, about: Iterable[str]) -> int:
    """Delete every version of what was written about those labels; how many letters."""
    numbers = session.scalars(
        select(col(LetterRow.id)).where(col(LetterRow.about).in_(tuple(about)))
    ).all()
    session.execute(delete(LetterVersionRow).where(col(LetterVersionRow.letter).in_(numbers)))
    session.execute(delete(LetterRow).where(col(LetterRow.id).in_(numbers)))
    return len(numbers)
