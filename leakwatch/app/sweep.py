"""One sweep from crawl to record: what runs inside the sweep's own process."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from leakwatch import __version__
from leakwatch.app.compiling import compiled_for
from leakwatch.app.remembering import PageMemory
from leakwatch.app.watch import Watch
from leakwatch.crawl import Counts, CrawlerIdentity, crawl, judge
from leakwatch.errors import LeaseTaken
from leakwatch.match import find_hits
from leakwatch.models import Finding, PageNews, Sighting, Source, SweepReport
from leakwatch.record import SweepWriter
from leakwatch.redact import folded_topics, unprotected
from leakwatch.review import SuppressionTally
from leakwatch.score import alerting, rules_digest, watched, weigh, with_gone

#: A lease outlives a few missed renewals, but not a night.
LEASE = timedelta(minutes=10)
#: Seconds between two looks at a lease that somebody else holds.
_PATIENCE = 1.0
#: The kind whose pages are watched for themselves.
_WATCHED = "page"

Emit = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOptions:
    dry_run: bool = False  #: crawl and judge, store and send nothing
    alert_all: bool = False  #: no baseline
    wait: bool = True  #: wait for a sweep that is on the same domain


def report_event(report: SweepReport) -> dict[str, object]:
    """The last line a sweep says on its stdout."""
    values = asdict(replace(report, suppressions=()))
    del values["suppressions"]  # by entry they are for reviewers only: the log has them
    values["errors"] = dict(report.errors)
    by_rule: Counter[str] = Counter()
    for one in report.suppressions:
        by_rule[one.rule] += one.count
    return {"event": "sweep.done", **values, "suppressed_by": dict(by_rule.most_common())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    sighting: Sighting  #: as it was judged
    findings: tuple[Finding, ...]
    whole: bool  #: nothing was set aside, so nothing is to be counted again in the next sweep


class Judge:
    """Turns sightings into findings under one watchlist."""

    def __init__(self, watch: Watch, source: Source) -> None:
        self._watched = source.kind == _WATCHED
        self.judged = 0
        self._watchlist = watch.watchlist
        self._charter_version = watch.charter_version
        self._compiled = compiled_for(
            watch.watchlist, state_dir=watch.settings.state_dir, vault=watch.record.vault
        )
        self._topics = folded_topics(watch.watchlist.protected_topics)
        self.tally = SuppressionTally()

    def __call__(self, sighting: Sighting, news: PageNews | None) -> Judgement:
        self.judged += 1
        matches = unprotected(sighting, find_hits(sighting, self._compiled), topics=self._topics)
        if self._watched:
            sighting = with_gone(sighting, news)
            matches = watched(matches, sighting, news)
        weighed = weigh(sighting, matches, self._watchlist, charter_version=self._charter_version)
        set_aside = self.tally.add(matches, weighed)
        findings = tuple(
            replace(finding, suppressions=matches.suppressions) for finding in alerting(weighed)
        )
        return Judgement(sighting=sighting, findings=findings, whole=not set_aside)


def sweep_here(
    watch: Watch,
    source: Source,
    *,
    options: SweepOptions,
    emit: Emit,
    clock: Callable[[], datetime],
) -> SweepReport:
    """Sweep `source` in this process and return how it ended; needs a process of its own.

    Raises SealError when a source of personal data cannot be sealed, LeaseTaken when its domain is
    taken and `options.wait` is off, RecordError when the record cannot be written.
    """
    if source.personal_data:
        watch.record.vault.require()
    with _lease(watch, source, options=options, emit=emit, clock=clock):
        emit({"event": "sweep.started", "source": source.name, "at": clock()})
        report = _run(watch, source, options=options, emit=emit, clock=clock)
    emit(report_event(report))
    return report


@contextmanager
def _lease(
    watch: Watch,
    source: Source,
    *,
    options: SweepOptions,
    emit: Emit,
    clock: Callable[[], datetime],
) -> Iterator[None]:
    leases, holder, said = watch.record.leases, f"sweep {source.name}", ""
    while True:
        try:
            leases.acquire(source.domains, holder=holder, pid=os.getpid(), now=clock(), ttl=LEASE)
            break
        except LeaseTaken as taken:
            if not options.wait:
                raise
            if str(taken) != said:
                said = str(taken)
                emit({"event": "sweep.waiting", "source": source.name, **taken.values})
            time.sleep(_PATIENCE)
    try:
        yield
    finally:
        leases.release(source.domains, pid=os.getpid())


class _Desk:
    """Where the sightings of one sweep come in, to be judged, said and stored."""

    def __init__(
        self, judge_: Judge, writer: SweepWriter, memory: PageMemory | None, emit: Emit
    ) -> None:
        self._judge, self._writer, self._memory, self._emit = judge_, writer, memory, emit

    def take(self, sighting: Sighting, *, now: datetime) -> None:
        """One sighting; without a memory it is a dry run, which says what it finds."""
        seen = self._memory.look(sighting, now=now) if self._memory else None
        if self._memory and not seen:
            return
        made = self._judge(sighting, seen.news if seen else None)
        if not self._memory:
            _say(made.findings, self._emit)
        self._writer.add(made.sighting, made.findings, now=now, seen=seen, whole=made.whole)


def _run(
    watch: Watch,
    source: Source,
    *,
    options: SweepOptions,
    emit: Emit,
    clock: Callable[[], datetime],
) -> SweepReport:
    judged, started = Judge(watch, source), clock()
    writer = _writer(watch, source, options, at=started)
    memory = None if options.dry_run else PageMemory(writer, clock=clock)
    desk = _Desk(judged, writer, memory, emit)

    def on_progress(counts: Counts) -> None:
        watch.record.leases.renew(source.domains, pid=os.getpid(), now=clock(), ttl=LEASE)
        emit(_progress(source, counts))

    counts = crawl(
        source,
        identity=CrawlerIdentity(version=__version__, contact=watch.settings.contact),
        network=watch.settings.network,
        modules=watch.settings.user_spiders,
        on_sighting=lambda sighting: desk.take(sighting, now=clock()),
        on_progress=on_progress,
        seen_at=started,
        since=watch.record.sweeps.reached(
            source, watchlist=watch.watchlist, rules_digest=rules_digest()
        ),
        memory=memory,
    )
    history = watch.record.sweeps.history(source.name)
    report = _report(source, counts, history, tally=judged.tally, span=(started, clock()))
    unchanged = memory.unchanged if memory else 0
    report = replace(report, judged=judged.judged, unchanged=unchanged)
    return writer.finish(report, now=clock(), reached=counts.reached)


def _writer(watch: Watch, source: Source, options: SweepOptions, *, at: datetime) -> SweepWriter:
    if not options.dry_run:
        watch.record.sweeps.forget(but=(source.name, *watch.settings.sources))
    return watch.record.begin_sweep(
        source,
        at=at,
        alert_all=options.alert_all,
        watchlist=watch.watchlist,
        rules_digest=rules_digest(),
        dry_run=options.dry_run,
    )


def _report(
    source: Source,
    counts: Counts,
    history: Sequence[SweepReport],
    *,
    tally: SuppressionTally,
    span: tuple[datetime, datetime],
) -> SweepReport:
    outcome, reasons = judge(counts, source, history)
    return SweepReport(
        source=source.name,
        outcome=outcome,
        reasons=reasons,
        started_at=span[0],
        ended_at=span[1],
        requests=counts.requests,
        pages=counts.pages,
        bytes=counts.bytes,
        sightings=counts.sightings,
        suppressed=tally.total,
        suppressions=tally.counted(),
        errors=dict(counts.errors),
    )


def _progress(source: Source, counts: Counts) -> dict[str, object]:
    return {
        "event": "sweep.progress",
        "source": source.name,
        "requests": counts.requests,
        "pages": counts.pages,
        "sightings": counts.sightings,
        "errors": sum(counts.errors.values()),
    }


def _say(findings: tuple[Finding, ...], emit: Emit) -> None:
    """What a dry run says instead of storing it."""
    for finding in findings:
        emit(
            {
                "event": "sweep.finding",
                "source": finding.sighting.source,
                "kind": finding.kind.value,
                "subject": finding.subject,
                "severity": finding.severity.value,
                "score": round(finding.score, 2),
            }
        )
