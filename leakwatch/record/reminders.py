"""Which duties somebody was reminded of."""

from __future__ import annotations

from leakwatch.record.audit import Audit
from leakwatch.record.database import Database


class Reminders:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
