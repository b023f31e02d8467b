"""Questions put to platforms, and what they answered."""

from __future__ import annotations

from leakwatch.record.audit import Audit
from leakwatch.record.database import Database


class Campaigns:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
