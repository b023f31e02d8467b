"""One opened record: the findings log and everything beside it."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import func, select
from sqlmodel import col

from leakwatch.models import Routing, Source, Watchlist
from leakwatch.record.announcements import Announcements
from leakwatch.record.attachments import Attachments
from leakwatch.record.audit import Audit, Problem
from leakwatch.record.backup import back_up, put_back
from leakwatch.record.campaigns import Campaigns
from leakwatch.record.captures import Captures
from leakwatch.record.cases import Cases
from leakwatch.record.charters import Charters
from leakwatch.record.checking import check_record
from leakwatch.record.database import Database
from leakwatch.record.day import Today
from leakwatch.record.digests import Digests
from leakwatch.record.escalations import Escalations
from leakwatch.record.figures import Figures
from leakwatch.record.findings import Findings
from leakwatch.record.heartbeats import Heartbeats
from leakwatch.record.keeping import Keeping
from leakwatch.record.keeping_restored import Restored
from leakwatch.record.leases import Leases
from leakwatch.record.letters import Letters
from leakwatch.record.migrations import HEAD
from leakwatch.record.opening import KEY, open_database
from leakwatch.record.outbox import Outbox
from leakwatch.record.people import People
from leakwatch.record.recordings import Recordings
from leakwatch.record.reminders import Reminders
from leakwatch.record.rotation import rotate
from leakwatch.record.rows import AuditRow, SweepRow
from leakwatch.record.sealing import Vault
from leakwatch.record.side_jobs import SideJobs
from leakwatch.record.suppressed import SuppressedHits
from leakwatch.record.sweeps import Sweeps
from leakwatch.record.writer import SweepWriter


class Record:
    """A context manager; hands out and takes models, raises only children of LeakwatchError."""

    def __init__(self, database: Database, *, host: str) -> None:
        self._database = database
        self.audit = Audit(database)
        self.announcements = Announcements(database, self.audit)
        self.attachments = Attachments(database)
        self.campaigns = Campaigns(database, self.audit)
        self.captures = Captures(database, self.audit)
        self.cases = Cases(database, self.audit)
        self.charters = Charters(database, self.audit)
        self.keeping = Keeping(database, self.audit)
        self.letters = Letters(database, self.audit)
        self.reminders = Reminders(database, self.audit)
        self.side_jobs = SideJobs(database, self.audit)
        self.digests = Digests(database)
        self.escalations = Escalations(database)
        self.figures = Figures(database)
        self.findings = Findings(database, self.audit)
        self.heartbeats = Heartbeats(database)
        self.leases = Leases(database, host=host)
        self.outbox = Outbox(database, host=host)
        self.people = People(database, self.audit)
        self.suppressed = SuppressedHits(database)
        self.recordings = Recordings(database.path.parent, database.vault)
        self.sweeps = Sweeps(database, host=host)
        self.today = Today(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @property
    def vault(self) -> Vault:
        return self._database.vault

    @property
    def schema_version(self) -> str:
        return HEAD

    def newest(self) -> datetime | None:
        """The latest time that the audit trail or a sweep bears; None in an empty record."""
        with self._database.reading() as session:
            times = session.execute(
                select(
                    select(func.max(col(AuditRow.at))).scalar_subquery(),
                    select(func.max(col(SweepRow.ended_at))).scalar_subquery(),
                )
            ).one()
        return max((at for at in times if at is not None), default=None)

    def begin_sweep(
        self,
        source: Source,
        *,
        at: datetime,
        baseline: bool | None = None,
        alert_all: bool = False,
        watchlist: Watchlist,
        rules_digest: str,
        dry_run: bool = False,
        storm: int = Routing().storm,
    ) -> SweepWriter:
        """Begin a sweep; `baseline` None: it is one until the source had a clean sweep.

        Beyond `storm` alerts the rest goes out together once it has ended, under one summary.

        Raises SealError for a source of personal data that cannot be sealed, and RecordError.
        """
        if source.personal_data and not dry_run:
            self.vault.require()
        return self.sweeps.begin(
            source,
            at=at,
            baseline=baseline,
            alert_all=alert_all,
            watchlist=watchlist,
            rules_digest=rules_digest,
            dry_run=dry_run,
            storm=storm,
        )

    def backup(self, target: Path) -> None:
        """Copy the database while it is in use; the key is not in it. Raises RecordError."""
        back_up(self._database.path, target)

    def verify(self) -> tuple[Problem, ...]:
        """What is wrong with pages, references, outbox and audit trail; empty when all is well."""
        return check_record(self._database, self.audit)

    def rotate(self, new_key: str, *, actor: str, now: datetime) -> None:
        """Seal everything with `new_key`. Raises SealError.

        Recordings are deleted, for they are short-lived anyway. The file `key` beside the database follows; a key from elsewhere must be replaced there.
        """
        key_file = self._database.path.with_name(KEY)
        rotate(self._database, new_key, key_file=key_file if key_file.is_file() else None)
        self.recordings.drop_sealed()
        self.audit.append("key.rotate", actor=actor, subject="record", reason=None, now=now)


def open_record(
    state_dir: Path, *, sealing_key: str | None, now: datetime, read_only: bool = False
) -> Record:
    """Open the record in `state_dir`, made where there is none, at the newest schema.

    Raises RecordError when it cannot be read or written. A missing or wrong key is no error: the
    vault is closed then and says so.
    """
    del now  # nothing here depends on the time yet
    database = open_database(state_dir, sealing_key=sealing_key, read_only=read_only)
    return Record(database, host=socket.gethostname())


def restore_record(
    state_dir: Path, backup: Path, *, sealing_key: str | None, actor: str, now: datetime
) -> Restored:
    """Put `backup` in the place of the database and say so in the audit trail.

    What was deleted since it was made is deleted anew. Raises RecordError when the backup is no
    sound record, or the place cannot be written.
    """
    put_back(backup, state_dir, now=now)
    with open_record(state_dir, sealing_key=sealing_key, now=now) as record:
        record.audit.append("restored", actor=actor, subject="record", reason=None, now=now)
        return record.keeping.catch_up(actor=actor, now=now)
