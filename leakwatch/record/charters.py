"""The charter as it was at each time, and who may be watched under it."""

from __future__ import annotations

from leakwatch.record.audit import Audit
from leakwatch.record.database import Database


class Charters:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
