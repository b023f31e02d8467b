"""A row by the number in its label."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.orm import Session

from leakwatch.errors import UsageError

Row = TypeVar("Row")


def numbered(session: Session, kind: type[Row], number: int, message: str, **label: object) -> Row:
    """Raises UsageError with the catalogue message, which says where the known ones are listed."""
    row = session.get(kind, number)
    if row is None:
        raise UsageError(message, **label)
    return row
