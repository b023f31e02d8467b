"""Looking at a source without sweeping it: a check, a recording, and its replay.

What runs here runs in a process of its own, as a sweep does; nothing is written to the findings log.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from leakwatch import __version__
from leakwatch.app.hindrances import Meter, bounds_for, lasting
from leakwatch.app.judging import Emit
from leakwatch.app.probe_events import ended_event, page_events, sighting_event
from leakwatch.app.sweep import LEASE, SweepOptions, leased
from leakwatch.app.watch import Watch
from leakwatch.crawl import Bounds, Counts, CrawlerIdentity, Tape, crawl, judge
from leakwatch.crawl.recording import RecordedCrawl, dump, load
from leakwatch.errors import N_, SweepError
from leakwatch.models import Outcome, Sighting, Source

#: Bytes of answers in one recording.
_MOST_BYTES = 30_000_000
#: Of a probe, which keeps nothing: a page of each sort, and canaries.
_PROBE_BYTES = 100_000_000

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """How one crawl is done, beside its source."""

    tape: Tape
    bounds: Bounds
    seen_at: datetime
    since: datetime | None = None


def check_here(
    watch: Watch, source: Source, *, options: SweepOptions, emit: Emit, clock: Clock
) -> Outcome:
    """Look at one page of each sort, and at the canaries; also of a source that is not enabled.

    Raises SweepRefused, LeaseTaken and SweepError.
    """
    _require(source, but=("terms_unconfirmed",))
    with leased(watch, source, options=options, emit=emit, clock=clock):
        now = clock()
        bounds = bounds_for(source, watch.record, now=now, in_quiet=options.in_quiet)
        run = _Run(
            tape=Tape(most_bytes=_PROBE_BYTES),
            bounds=replace(bounds, listings=1, details=1),
            seen_at=now,
        )
        return _probe(watch, source, run, emit=emit, clock=clock)


def record_here(
    watch: Watch,
    source: Source,
    *,
    pages: int,
    options: SweepOptions,
    emit: Emit,
    clock: Clock,
) -> Outcome:
    """Crawl at most `pages` pages and keep every answer.

    Raises SweepRefused, LeaseTaken, SweepError, SealError and RecordError.
    """
    _require(source)
    if source.personal_data:
        watch.record.vault.require()
    source = replace(source, limits=replace(source.limits, pages=pages))
    with leased(watch, source, options=options, emit=emit, clock=clock):
        now = clock()
        bounds = bounds_for(source, watch.record, now=now, in_quiet=options.in_quiet)
        run = _Run(tape=Tape(most_bytes=_MOST_BYTES), bounds=bounds, seen_at=now)
        outcome = _probe(watch, source, run, emit=emit, clock=clock)
    emit(_kept(watch, source, run))
    return outcome


def _kept(watch: Watch, source: Source, run: _Run) -> dict[str, object]:
    if not any(answer.status for answer in run.tape.answers):
        raise SweepError(
            N_("{source} answered nothing, so nothing is recorded"), source=source.name
        )
    recorded = RecordedCrawl(source=source.name, at=run.seen_at, answers=tuple(run.tape.answers))
    kept = watch.record.recordings.store(
        source.name, dump(recorded), sealed=source.personal_data, now=run.seen_at
    )
    return {
        "event": "source.recorded",
        "source": source.name,
        "file": str(kept.path),
        "answers": len(recorded.answers),
        "sealed": kept.sealed,
        "until": kept.until,
    }


def replay_here(watch: Watch, source: Source, *, emit: Emit, clock: Clock) -> Outcome:
    """Read what was recorded of `source` once more, with its definition of today; visits nobody.

    Raises UsageError when nothing is recorded, SealError, RecordError and SweepError.
    """
    recorded = load(watch.record.recordings.load(watch.record.recordings.newest(source.name)))
    run = _Run(
        tape=Tape(played=recorded.answers, most_bytes=_PROBE_BYTES),
        bounds=Bounds(),
        seen_at=recorded.at,
        since=recorded.since,
    )
    return _probe(watch, source, run, emit=emit, clock=clock)


def _require(source: Source, *, but: Sequence[str] = ()) -> None:
    hindrance = lasting(source)
    if hindrance is not None and hindrance.reason not in but:
        raise hindrance.refusal()


def _probe(watch: Watch, source: Source, run: _Run, *, emit: Emit, clock: Clock) -> Outcome:
    emit({"event": "sweep.started", "source": source.name, "at": clock()})
    sightings: list[Sighting] = []
    visiting = not run.tape.playing
    meter = Meter(source, watch.record, clock)

    def on_progress(counts: Counts) -> None:
        if visiting:
            watch.record.leases.renew(source.domains, pid=os.getpid(), now=clock(), ttl=LEASE)
            meter(counts)

    counts = crawl(
        source,
        identity=CrawlerIdentity(version=__version__, contact=watch.settings.contact),
        network=watch.settings.network,
        modules=watch.settings.user_spiders,
        on_sighting=sightings.append,
        on_progress=on_progress,
        seen_at=run.seen_at,
        since=run.since,
        bounds=run.bounds,
        tape=run.tape,
    )
    for event in page_events(source, run.tape):
        emit(event)
    for sighting in sightings:
        emit(sighting_event(source, sighting))
    outcome, reasons = judge(counts, source, watch.record.sweeps.history(source.name))
    emit(ended_event(source, counts, outcome, reasons))
    return outcome
