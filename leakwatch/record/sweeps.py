"""The sweeps there were, and the beginning of the next one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Outcome, Source, Status, SweepReport, Watchlist
from leakwatch.record.closing import store_fallen
from leakwatch.record.cursors import load_cursor
from leakwatch.record.database import Database
from leakwatch.record.keeping_tombstones import load_tombstones
from leakwatch.record.ledger import Ledger, definition_of, judged_under
from leakwatch.record.pages import forget, load_pages, load_present
from leakwatch.record.plan import Plan, Telling
from leakwatch.record.processes import holder_of
from leakwatch.record.reports import HISTORY, ended_reports
from leakwatch.record.rows import FindingRow, SweepRow
from leakwatch.record.writer import DryRunWriter, SweepWriter


class Sweeps:
    def __init__(self, database: Database, *, host: str) -> None:
        self._database, self._host = database, host

    def history(self, source: str, *, limit: int = HISTORY) -> tuple[SweepReport, ...]:
        """Reports of the source's sweeps that ended, newest first."""
        with self._database.reading() as session:
            return ended_reports(session, source, limit=limit)

    def begin(
        self,
        source: Source,
        *,
        at: datetime,
        baseline: bool | None,
        alert_all: bool,
        watchlist: Watchlist,
        rules_digest: str,
        dry_run: bool,
        storm: int,
    ) -> SweepWriter:
        """Open the sweep's row and settle how its news are told. Raises RecordError."""
        digests = (watchlist.digest, rules_digest)
        with self._database.reading() as session:
            last = _last_clean(session, source.name)
            tracked = frozenset(_tracked(session, source.name))
            stones = load_tombstones(session, self._database.vault, source.name, today=at.date())
        telling = Telling.ALERT if alert_all else _telling(last, digests, baseline=baseline)
        sweep = 0 if dry_run else self._open(source, at=at, telling=telling, digests=digests)
        plan = Plan(
            source=source,
            sweep=sweep,
            watchlist=watchlist,
            rules_digest=rules_digest,
            telling=telling,
            storm=storm,
        )
        if dry_run:
            return DryRunWriter(
                self._database, plan, tracked=tracked, ledger=None, tombstones=stones
            )
        return SweepWriter(
            self._database,
            plan,
            tracked=tracked,
            ledger=self._ledger(plan, at=at),
            tombstones=stones,
        )

    def reached(
        self, source: Source, *, watchlist: Watchlist, rules_digest: str
    ) -> datetime | None:
        """The newest item of the source's last clean sweep; None: begin afresh."""
        vault = self._database.vault
        under = judged_under((watchlist.digest, rules_digest), vault)
        with self._database.reading() as session:
            return load_cursor(session, source.name, (under, definition_of(source)))

    def forget(self, *, but: Iterable[str]) -> None:
        """Delete the page ledger and the cursor of every source but these. Raises RecordError."""
        with self._database.writing() as session:
            forget(session, but=but)

    def _ledger(self, plan: Plan, *, at: datetime) -> Ledger:
        source = plan.source
        with self._database.reading() as session:
            return Ledger(
                plan,
                self._database.vault,
                pages=tuple(load_pages(session, source.name, keyed=source.personal_data)),
                present=load_present(session, source.name, now=at),
            )

    def fell(self, source: Source, *, why: str, now: datetime) -> None:
        """Enter a sweep that came to no report, and queue that the source is blind, if that is news.

        Else a source whose every sweep dies would be as quiet as one where nothing is to be found.
        Raises RecordError.
        """
        with self._database.writing() as session:
            store_fallen(session, source, why=why, now=now)

    def _open(
        self, source: Source, *, at: datetime, telling: Telling, digests: tuple[str, str]
    ) -> int:
        row = SweepRow(
            source=source.name,
            state="running",
            started_at=at,
            baseline=telling is Telling.BASELINE,
            watchlist_digest=digests[0],
            rules_digest=digests[1],
            holder=holder_of(self._host),
        )
        with self._database.writing() as session:
            _close_interrupted(session, source.name, at)
            session.add(row)
            session.flush()
            assert row.id is not None
            return row.id


def _close_interrupted(session: Session, source: str, at: datetime) -> None:
    """A sweep that is still `running` when the next one begins was killed."""
    running = select(SweepRow).where(
        col(SweepRow.source) == source, col(SweepRow.state) == "running"
    )
    for row in session.scalars(running):
        row.state, row.outcome, row.clean = "interrupted", Outcome.FAILED.value, False
        row.reasons, row.ended_at = ["interrupted"], at


def _last_clean(session: Session, source: str) -> SweepRow | None:
    clean = (
        select(SweepRow)
        .where(
            col(SweepRow.source) == source,
            col(SweepRow.state) == "finished",
            col(SweepRow.clean).is_(True),
        )
        .order_by(col(SweepRow.id).desc())
        .limit(1)
    )
    return session.scalars(clean).first()


def _tracked(session: Session, source: str) -> list[str]:
    present = select(col(FindingRow.identity)).where(
        col(FindingRow.source) == source,
        col(FindingRow.status).not_in((Status.GONE, Status.CLOSED)),
    )
    return list(session.scalars(present))


def _telling(last: SweepRow | None, digests: tuple[str, str], *, baseline: bool | None) -> Telling:
    if last is None if baseline is None else baseline:
        return Telling.BASELINE
    if last is not None and (last.watchlist_digest, last.rules_digest) != digests:
        return Telling.REVIEW
    return Telling.ALERT
