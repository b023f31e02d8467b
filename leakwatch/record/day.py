"""How many requests a source was sent today, by whatever sent them."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy.orm import Session

from leakwatch.record.database import Database
from leakwatch.record.rows import MetaRow

_PREFIX = "requests today: "


class Today:
    """One count per source, for the newest day only: sweeps, dry runs and probes alike.

    It is written while they go on, so that one that is killed has not asked for nothing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def requests(self, source: str, day: date) -> int:
        """Requests sent to `source` on `day`, as far as known."""
        with self._database.reading() as session:
            return _count(session, source, day)

    def add(self, source: str, day: date, requests: int) -> None:
        """Count `requests` more. Raises RecordError."""
        if requests <= 0:
            return
        with self._database.writing() as session:
            total = _count(session, source, day) + requests
            value = json.dumps({"day": day.isoformat(), "requests": total})
            session.merge(MetaRow(name=_PREFIX + source, value=value))


def _count(session: Session, source: str, day: date) -> int:
    row = session.get(MetaRow, _PREFIX + source)
    if row is None or row.value is None:
        return 0
    said = json.loads(row.value)
    return int(said["requests"]) if said["day"] == day.isoformat() else 0
