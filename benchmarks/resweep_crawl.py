"""One sweep of the re-sweep benchmark in a process of its own: `-m … ADDRESS STATE DETAILS`."""

from __future__ import annotations

import json
import logging
import resource
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.memory import peak_mb
from benchmarks.pipeline_crawls import make_source, make_watchlist
from benchmarks.pipeline_site import planted_term
from benchmarks.resweep_site import planted
from leakwatch.models import AlertKind, SweepReport, Term, TermKind, Watchlist
from leakwatch.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Resweep:
    """What one sweep cost and found."""

    cpu: float  #: seconds, user and system
    peak_mb: float
    outcome: str
    requests: int
    bytes: int
    sightings: int
    judged: int
    unchanged: int
    findings: int
    exceptions: int
    present: int  #: planted terms whose findings this sweep saw
    missing: int  #: findings that it did not see
    alerts: int  #: findings told in alerts so far, baselines apart


def watchlist_of(details: int) -> Watchlist:
    """That of the pipeline benchmark, and what is planted on day 2."""
    made = make_watchlist(0)
    terms = tuple(
        Term(id=f"P{number}", text=planted_term(number), sensitivity=3, kind=TermKind.CODE_NAME)
        for number in sorted(planted(details, 2))
    )
    return replace(made, terms=(*terms, *made.terms[len(terms) :]))


def main() -> None:
    address, state, details = sys.argv[1:]
    done = sweep_once(address, Path(state), int(details))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    done = replace(done, cpu=usage.ru_utime + usage.ru_stime, peak_mb=peak_mb())
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


def sweep_once(address: str, state: Path, details: int) -> Resweep:
    """What `leakwatch sweep` does in its child, from the crawl to the record."""
    from leakwatch.app.sweep import SweepOptions, sweep_here  # noqa: PLC0415 - only the child pays
    from leakwatch.app.watch import Watch  # noqa: PLC0415
    from leakwatch.config import Settings  # noqa: PLC0415
    from leakwatch.models import CharterState  # noqa: PLC0415
    from leakwatch.record import open_record  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING)
    watchlist, source = watchlist_of(details), make_source(address)
    settings = Settings(
        directory=state,
        state_dir=state / "var",
        contact="bench@example.com",
        language="en",
        watchlist=watchlist,
        charter=CharterState(charter=None),
        sources={source.name: source},
    )
    with open_record(settings.state_dir, sealing_key=None, now=datetime.now(UTC)) as record:
        watch = Watch(settings=settings, record=record, watchlist=watchlist, notices=())
        report = sweep_here(
            watch,
            source,
            options=SweepOptions(),
            emit=lambda _event: None,
            clock=lambda: datetime.now(UTC),
        )
        return _resweep(report, record, details)


def _resweep(report: SweepReport, record: Record, details: int) -> Resweep:
    findings = record.findings.list()
    told = [entry.alert for entry in record.outbox.list()]
    seen = {one.subject for one in findings if one.last_seen >= report.started_at}
    return Resweep(
        cpu=0,
        peak_mb=0,
        outcome=report.outcome.value,
        requests=report.requests,
        bytes=report.bytes,
        sightings=report.sightings,
        judged=report.judged,
        unchanged=report.unchanged,
        findings=report.findings,
        exceptions=sum(report.errors.values()),
        present=sum(f"term:P{number}" in seen for number in planted(details, 2)),
        missing=sum(one.missing_since is not None for one in findings),
        alerts=sum(len(alert.findings) for alert in told if alert.kind is AlertKind.FINDINGS),
    )


if __name__ == "__main__":
    main()
