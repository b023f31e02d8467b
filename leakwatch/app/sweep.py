"""One sweep from crawl to record: what runs inside the sweep's own process."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from leakwatch import __version__
from leakwatch.app.chartered import ITSELF, note_charter
from leakwatch.app.disclosure import refuse_disclosure
from leakwatch.app.doubts import DirectChecks
from leakwatch.app.hindrances import Meter, bounds_for, lasting, passing
from leakwatch.app.judging import Desk, Emit, Judge
from leakwatch.app.registered import expire_side_jobs
from leakwatch.app.remembering import PageMemory
from leakwatch.app.sealing import sealing_for
from leakwatch.app.watch import Watch
from leakwatch.crawl import Counts, CrawlerIdentity, crawl, judge
from leakwatch.errors import LeaseTaken
from leakwatch.models import Source, SweepReport
from leakwatch.record import SweepWriter
from leakwatch.review import SuppressionTally
from leakwatch.score import rules_digest

#: A lease outlives a few missed renewals, but not a night.
LEASE = timedelta(minutes=10)
#: Seconds between two looks at a lease that somebody else holds.
_PATIENCE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOptions:
    dry_run: bool = False  #: crawl and judge, store and send nothing
    alert_all: bool = False  #: no baseline
    wait: bool = True  #: wait for a sweep that is on the same domain
    in_quiet: bool = False  #: in quiet hours too


def report_event(report: SweepReport) -> dict[str, object]:
    """The last line a sweep says on its stdout."""
    values = asdict(replace(report, suppressions=()))
    del values["suppressions"]  # by entry they are for reviewers only: the log has them
    values["errors"], values["checks"] = dict(report.errors), dict(report.checks)
    by_rule: Counter[str] = Counter()
    for one in report.suppressions:
        by_rule[one.rule] += one.count
    return {"event": "sweep.done", **values, "suppressed_by": dict(by_rule.most_common())}


def sweep_here(
    watch: Watch,
    source: Source,
    *,
    options: SweepOptions,
    emit: Emit,
    clock: Callable[[], datetime],
) -> SweepReport:
    """Sweep `source` in this process and return how it ended; needs a process of its own.

    Raises SweepRefused when it may not be swept, or not now, SweepError when it would tell a site of
    what may not leave, SealError when a source of personal data cannot be sealed, LeaseTaken when its
    domain is taken and `options.wait` is off, RecordError when the record cannot be written.
    """
    hindrance = lasting(source)
    if hindrance is not None:
        raise hindrance.refusal()
    if source.personal_data:
        watch.record.vault.require()
    with leased(watch, source, options=options, emit=emit, clock=clock):
        emit({"event": "sweep.started", "source": source.name, "at": clock()})
        report = _run(watch, source, options=options, emit=emit, clock=clock)
    emit(report_event(report))
    return report


@contextmanager
def leased(
    watch: Watch,
    source: Source,
    *,
    options: SweepOptions,
    emit: Emit,
    clock: Callable[[], datetime],
) -> Iterator[None]:
    """Have the domains of `source` for ourselves, at a time when it may be visited.

    Raises SweepRefused and LeaseTaken.
    """
    leases, holder, said = watch.record.leases, f"sweep {source.name}", ""
    while True:
        _require_time(watch, source, options, clock())
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
        _require_time(watch, source, options, clock())
        yield
    finally:
        leases.release(source.domains, pid=os.getpid())


def _require_time(watch: Watch, source: Source, options: SweepOptions, now: datetime) -> None:
    hindrance = passing(source, watch.record, now=now, in_quiet=options.in_quiet)
    if hindrance is not None:
        raise hindrance.refusal()


def _run(
    watch: Watch,
    source: Source,
    *,
    options: SweepOptions,
    emit: Emit,
    clock: Callable[[], datetime],
) -> SweepReport:
    started = clock()
    judged = _judge(watch, source, options, now=started)
    writer = _writer(watch, source, options, at=started)
    memory = None if options.dry_run else PageMemory(writer, clock=clock)
    desk = Desk(judged, writer, memory, emit)

    sealing = sealing_for(watch, source, writer, dry_run=options.dry_run, clock=clock)
    history = watch.record.sweeps.history(source.name)
    counts = crawl(
        source,
        identity=CrawlerIdentity(version=__version__, contact=watch.settings.contact),
        network=watch.settings.network,
        modules=watch.settings.user_spiders,
        on_sighting=lambda sighting: desk.take(sighting, now=clock()),
        on_progress=_on_progress(watch, source, emit=emit, clock=clock),
        seen_at=started,
        since=watch.record.sweeps.reached(
            source, watchlist=watch.watchlist, rules_digest=rules_digest()
        ),
        memory=memory,
        doubts=DirectChecks(source, writer=writer, history=history, clock=clock),
        bounds=bounds_for(source, watch.record, now=clock(), in_quiet=options.in_quiet),
        wire=sealing.wire if sealing else None,
    )
    report = _report(source, counts, history, tally=judged.tally, span=(started, clock()))
    report = replace(report, judged=judged.judged, unchanged=memory.unchanged if memory else 0)
    report = writer.finish(report, now=clock(), reached=counts.reached)
    if sealing is not None:
        emit(sealing.event())
    return report


def _judge(watch: Watch, source: Source, options: SweepOptions, *, now: datetime) -> Judge:
    if not options.dry_run:
        note_charter(watch, watch.settings.charter, actor=ITSELF, now=now)
        expire_side_jobs(watch, now=now)
    judged = Judge(watch, source, now=now)
    refuse_disclosure(source, watch.watchlist, judged.compiled)
    return judged


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
        storm=watch.settings.routing.storm,
    )


def _on_progress(
    watch: Watch, source: Source, *, emit: Emit, clock: Callable[[], datetime]
) -> Callable[[Counts], None]:
    meter = Meter(source, watch.record, clock)

    def on_progress(counts: Counts) -> None:
        watch.record.leases.renew(source.domains, pid=os.getpid(), now=clock(), ttl=LEASE)
        meter(counts)
        emit(_progress(source, counts))

    return on_progress


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
        checks=dict(counts.checks),
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
