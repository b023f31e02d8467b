"""Where each source left off: the newest item of its last clean sweep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from leakwatch.record.rows import CursorRow


def load_cursor(session: Session, source: str, circumstances: tuple[str, str]) -> datetime | None:
    """The newest item of the last clean sweep under the same circumstances.

    Under others older items may mean something now, so the source is asked from the beginning.
    """
    row = session.get(CursorRow, source)
    if row is None or (row.judged_under, row.definition) != circumstances:
        return None
    return row.at


def store_cursor(
    session: Session, source: str, at: datetime, circumstances: tuple[str, str]
) -> None:
    """A cursor never goes back: what was seen once is not asked for again."""
    known = load_cursor(session, source, circumstances)
    under, definition = circumstances
    session.merge(
        CursorRow(
            source=source,
            at=at if known is None else max(at, known),
            judged_under=under,
            definition=definition,
        )
    )
