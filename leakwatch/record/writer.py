"""Takes a sweep's sightings and puts what is worth it into the log, a batch at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from leakwatch.models import Finding, Sighting, SweepReport
from leakwatch.record import identity
from leakwatch.record.batch import Entry, store
from leakwatch.record.closing import close_sweep
from leakwatch.record.database import Database
from leakwatch.record.plan import Plan

#: Sightings with findings in one transaction: beyond some hundred nothing gets cheaper.
_BATCH = 200
#: A finding waits no longer than this for others to join it.
_PATIENCE = timedelta(seconds=5)


class SweepWriter:
    """One sweep's way into the record; `finish` ends it.

    A sweep that never comes to `finish` has what it committed stored, and the next one goes on
    from there: the findings' identities are unique, so nothing is doubled.
    """

    def __init__(self, database: Database, plan: Plan, *, tracked: frozenset[str]) -> None:
        self._database, self._plan = database, plan
        self._tracked = tracked  # identities of findings whose absence would matter
        self._present: set[str] = set()
        self._buffer: dict[str, Entry] = {}
        self._findings = self._new = 0
        self._last_flush: datetime | None = None

    @property
    def plan(self) -> Plan:
        return self._plan

    def add(self, sighting: Sighting, findings: tuple[Finding, ...], *, now: datetime) -> None:
        """Take one sighting; without findings nothing of it is kept. Raises RecordError."""
        self._findings += len(findings)
        if findings or self._tracked:
            plain = identity.sighting_digest(sighting.source, sighting.identity)
            self._note_presence(plain)
            if findings:
                self._take(Entry(sighting=sighting, findings=findings, plain=plain, now=now))
        if self._is_due(now):
            self.flush(now)

    def finish(self, report: SweepReport, *, now: datetime) -> SweepReport:
        """End the sweep: what is missing, the summaries, the report. Raises RecordError."""
        self.flush(now)
        full = replace(
            report,
            findings=self._findings,
            new_findings=self._new,
            baseline=self._plan.telling == "baseline",
        )
        with self._database.writing() as session:
            close_sweep(
                session,
                self._plan,
                full,
                vault=self._database.vault,
                present=frozenset(self._present),
                now=now,
            )
        return full

    def flush(self, now: datetime) -> None:
        """Commit what was taken so far. Raises RecordError."""
        self._last_flush = now
        if not self._buffer:
            return
        entries = list(self._buffer.values())
        with self._database.writing() as session:
            new = store(session, self._plan, self._database.vault, entries)
        self._new += new
        self._buffer.clear()

    def _take(self, entry: Entry) -> None:
        if entry.plain in self._buffer:
            self.flush(entry.now)  # the second look at a page must find the first one stored
        self._buffer[entry.plain] = entry

    def _is_due(self, now: datetime) -> bool:
        if self._last_flush is None:
            self._last_flush = now
        return len(self._buffer) >= _BATCH or now - self._last_flush >= _PATIENCE

    def _note_presence(self, plain: str) -> None:
        vault = self._database.vault
        for known in (plain, identity.keyed(vault, plain) if vault.is_open else plain):
            if known in self._tracked:
                self._present.add(known)


class DryRunWriter(SweepWriter):
    """Counts what a sweep would store, and stores nothing."""

    def flush(self, now: datetime) -> None:
        self._last_flush = now
        self._buffer.clear()

    def finish(self, report: SweepReport, *, now: datetime) -> SweepReport:
        self.flush(now)
        return replace(report, findings=self._findings, dry_run=True)
