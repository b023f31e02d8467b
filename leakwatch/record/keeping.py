"""What is kept and for how long: holds, tombstones, deletions."""

from __future__ import annotations

from leakwatch.record.audit import Audit
from leakwatch.record.database import Database


class Keeping:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
