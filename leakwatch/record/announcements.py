"""What the staff was told, and how many read it."""

from __future__ import annotations

from leakwatch.record.audit import Audit
from leakwatch.record.database import Database


class Announcements:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
