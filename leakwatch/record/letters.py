"""Every version of every letter, sealed."""

from __future__ import annotations

from leakwatch.record.audit import Audit
from leakwatch.record.database import Database


class Letters:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
