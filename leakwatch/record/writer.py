"""Takes a sweep's sightings and puts what is worth it into the log, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from leakwatch.models import Check, Finding, PageRead, Recalled, Sighting, SweepReport, Told
from leakwatch.record import identity
from leakwatch.record.batch import store
from leakwatch.record.closing import close_sweep
from leakwatch.record.cursors import store_cursor
from leakwatch.record.database import Database
from leakwatch.record.entries import Entry, Opened, Stored
from leakwatch.record.keeping_tombstones import Tombstones
from leakwatch.record.ledger import Ledger, Seen
from leakwatch.record.pages import Look, prune
from leakwatch.record.plan import Plan
from leakwatch.record.unseen import Looks, addresses_in_doubt

#: Sightings with findings in one transaction: beyond some hundred nothing gets cheaper.
_BATCH = 200
#: A finding waits no longer than this for others to join it.
_PATIENCE = timedelta(seconds=5)
#: Pages of the ledger in one transaction.
_PAGES = 1_000


class SweepWriter:
    """One sweep's way into the record; `finish` ends it.

    A sweep that never comes to `finish` has what it committed stored, and the next one goes on
    from there: the findings' identities are unique, so nothing is doubled.
    """

    def __init__(
        self,
        database: Database,
        plan: Plan,
        *,
        tracked: frozenset[str],
        ledger: Ledger | None,
        tombstones: Tombstones,
    ) -> None:
        self._database, self._plan, self._ledger = database, plan, ledger
        self._tombstones = tombstones
        self._tracked = tracked  # identities of findings whose absence would matter
        self._looks = Looks()
        self._buffer: dict[str, Entry] = {}
        self._findings = self._new = self._alerts = 0
        self._last_flush: datetime | None = None
        self.on_opened: Callable[[Sequence[Opened]], None] = _unheard  #: told once they are stored

    @property
    def _pages(self) -> Ledger:
        assert self._ledger is not None, "a dry run has no ledger: it is to ask nobody for less"
        return self._ledger

    @property
    def plan(self) -> Plan:
        return self._plan

    def look(self, sighting: Sighting, *, now: datetime) -> Seen:
        """A sighting that was read, held against the ledger."""
        return self._pages.look(sighting, now=now)

    def recall(self, url: str, told: Told, *, now: datetime) -> Recalled | None:
        """See `leakwatch.crawl.Memory`."""
        return self._pages.recall(url, told, now=now)

    def keep(self, page: str | Seen, *, asked: bool = True, now: datetime) -> None:
        """Take a page, by its address or as it was read, as seen and as it was. Raises RecordError."""
        if isinstance(page, Seen):
            stored, findings = self._pages.keep_read(page)
        else:
            look = Look.ASKED if asked else Look.NONE
            stored, findings = self._pages.keep(page, look=look)
        self._findings += findings
        self._looks.note_kept()
        if stored in self._tracked:
            self._looks.present.add(stored)
        if self._is_due(now):
            self.flush(now)

    def learn(self, page: PageRead) -> None:
        """Remember how the page may be asked for next time, once its sighting was added."""
        self._pages.learn(page)

    def add(
        self,
        sighting: Sighting,
        findings: tuple[Finding, ...],
        *,
        now: datetime,
        seen: Seen | None = None,
        whole: bool = True,
    ) -> None:
        """Take one sighting; without findings nothing of it is kept but hashes. Raises RecordError.

        `seen` is what `look` said of it; not `whole`: it has to be judged in each sweep.
        """
        passed = self._tombstones.passed(sighting, findings)
        if seen is not None:
            self._pages.judged(seen, whole=whole and len(passed) == len(findings))
        findings = passed
        self._findings += len(findings)
        if findings or self._tracked:
            plain = identity.sighting_digest(sighting.source, sighting.identity)
            self._note_presence(sighting, plain)
            if findings:
                self._take(Entry(sighting=sighting, findings=findings, plain=plain, now=now))
        if self._is_due(now):
            self.flush(now)

    def finish(
        self, report: SweepReport, *, now: datetime, reached: datetime | None = None
    ) -> SweepReport:
        """End the sweep: what is missing, the summaries, the report. Raises RecordError.

        `reached` is the newest item that was seen: the next sweep begins there if this one is clean.
        """
        self.flush(now)
        full = replace(
            self._with_stopped(report),
            findings=self._findings,
            new_findings=self._new,
            baseline=self._plan.telling == "baseline",
        )
        with self._database.writing() as session:
            self._tombstones.write(session, now=now)
            close_sweep(
                session,
                self._plan,
                full,
                vault=self._database.vault,
                looks=self._looks,
                now=now,
            )
            self._close_ledger(session, full, reached=reached, now=now)
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
        if not self._buffer and not self._ledger:
            return
        entries = list(self._buffer.values())
        with self._database.writing() as session:
            stored = self._store(session, entries)
            if self._ledger is not None:
                self._ledger.write(session, now=now)
        self._new += stored.new
        self._alerts += stored.alerts
        self._buffer.clear()
        if stored.opened:
            self.on_opened(stored.opened)

    def _with_stopped(self, report: SweepReport) -> SweepReport:
        stopped = self._tombstones.counted()
        return replace(
            report,
            suppressed=report.suppressed + sum(one.count for one in stopped),
            suppressions=(*report.suppressions, *stopped),
        )

    def _store(self, session: Session, entries: list[Entry]) -> Stored:
        if not entries:
            return Stored(new=0, alerts=0)
        return store(session, self._plan, self._database.vault, entries, told=self._alerts)

    def _close_ledger(
        self, session: Session, report: SweepReport, *, reached: datetime | None, now: datetime
    ) -> None:
        if self._ledger is None or not report.outcome.clean:
            return
        source = self._plan.source
        prune(session, source.name, keyed=source.personal_data, now=now)
        if reached is not None and report.gone_tracking:
            store_cursor(session, source.name, reached, self._ledger.circumstances)

    def _take(self, entry: Entry) -> None:
        if entry.plain in self._buffer:
            self.flush(entry.now)  # the second look at a page must find the first one stored
        self._buffer[entry.plain] = entry

    def _is_due(self, now: datetime) -> bool:
        if self._last_flush is None:
            self._last_flush = now
        full = len(self._buffer) >= _BATCH or len(self._ledger or ()) >= _PAGES
        return full or now - self._last_flush >= _PATIENCE

    def _note_presence(self, sighting: Sighting, plain: str) -> None:
        self._looks.note(sighting, plain)
        vault = self._database.vault
        for known in (plain, identity.keyed(vault, plain) if vault.is_open else plain):
            if known in self._tracked:
                self._looks.present.add(known)


def _unheard(_opened: Sequence[Opened]) -> None:
    """Nobody asked to be told."""


class DryRunWriter(SweepWriter):
    """Counts what a sweep would store, and stores nothing."""

    def in_doubt(self, *, now: datetime) -> tuple[str, ...]:  # noqa: ARG002 - nothing is to be marked
        return ()

    def flush(self, now: datetime) -> None:
        self._last_flush = now
        self._buffer.clear()

    def finish(
        self,
        report: SweepReport,
        *,
        now: datetime,
        reached: datetime | None = None,  # noqa: ARG002 - nothing is stored
    ) -> SweepReport:
        self.flush(now)
        return replace(self._with_stopped(report), findings=self._findings, dry_run=True)
