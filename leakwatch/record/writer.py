"""Takes a sweep's sightings and puts what is worth it into the log, a batch at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from leakwatch.models import Check, Finding, Sighting, SweepReport
from leakwatch.record import identity
from leakwatch.record.batch import Entry, store
from leakwatch.record.closing import close_sweep
from leakwatch.record.database import Database
from leakwatch.record.plan import Plan
from leakwatch.record.unseen import Looks, addresses_in_doubt

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
        self._looks = Looks()
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
            self._note_presence(sighting, plain)
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
                looks=self._looks,
                now=now,
            )
        return full

    def in_doubt(self, *, now: datetime) -> tuple[str, ...]:
        """Addresses of what was missing before and was not seen up to now. Raises RecordError.

        They may lead to people: they are for the crawl alone, in memory.
        """
        self.flush(now)
        vault = self._database.vault
        with self._database.reading() as session:
            found = addresses_in_doubt(session, self._plan, vault=vault, looks=self._looks, now=now)
            return tuple(dict.fromkeys(found))

    def note_check(self, url: str, check: Check) -> None:
        """What one of those addresses said; it counts once the sweep is finished."""
        self._looks.checks[url] = check

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

    def _note_presence(self, sighting: Sighting, plain: str) -> None:
        self._looks.note(sighting, plain)
        vault = self._database.vault
        for known in (plain, identity.keyed(vault, plain) if vault.is_open else plain):
            if known in self._tracked:
                self._looks.present.add(known)


class DryRunWriter(SweepWriter):
    """Counts what a sweep would store, and stores nothing."""

    def in_doubt(self, *, now: datetime) -> tuple[str, ...]:  # noqa: ARG002 - nothing is to be marked
        return ()

    def flush(self, now: datetime) -> None:
        self._last_flush = now
        self._buffer.clear()

    def finish(self, report: SweepReport, *, now: datetime) -> SweepReport:
        self.flush(now)
        return replace(report, findings=self._findings, dry_run=True)
