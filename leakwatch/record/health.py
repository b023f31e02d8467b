"""Says when a source goes blind, stays blind, or sees again; once each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from leakwatch.models import Alert, AlertKind, Sight, Source, SweepReport, health
from leakwatch.record.identity import summary_key
from leakwatch.record.outbox_rows import queue
from leakwatch.record.reports import HISTORY, ended_reports

#: Said with the news that a source sees again.
ENDED = "quarantine_ended"


def queue_health(
    session: Session, source: Source, sweep: int, report: SweepReport, *, now: datetime
) -> None:
    """Queue what `report` changes; a source counts as seeing at first.

    A sweep that was killed told nobody anything, so it is as if there had been none.
    """
    ended = ended_reports(session, source.name, limit=HISTORY + source.quarantine_after)
    told = tuple(one for one in ended if "interrupted" not in one.reasons)
    before, after = health(told, source), health((report, *told), source)
    was_resting = before.sight is Sight.QUARANTINED
    if after.sight is Sight.QUARANTINED:
        if not was_resting:
            counts = Counter(outcome.value for outcome in after.failed)
            kind = AlertKind.QUARANTINE
            _queue(session, source, sweep, kind, counts=counts, reasons=after.reasons, now=now)
    elif (after.sight is Sight.SEEING) != (before.sight in {Sight.SEEING, Sight.NEW}):
        reasons = (ENDED, *report.reasons) if was_resting else report.reasons
        counts = Counter((report.outcome.value,))
        kind = AlertKind.HEALTH
        _queue(session, source, sweep, kind, counts=counts, reasons=reasons, now=now)


def _queue(
    session: Session,
    source: Source,
    sweep: int,
    kind: AlertKind,
    *,
    counts: Mapping[str, int],
    reasons: tuple[str, ...],
    now: datetime,
) -> None:
    alert = summary(source, sweep, kind=kind, counts=counts, reasons=reasons, now=now)
    queue(session, alert, sealed={})


def summary(
    source: Source,
    sweep: int,
    *,
    kind: AlertKind,
    counts: Mapping[str, int],
    reasons: tuple[str, ...] = (),
    now: datetime,
) -> Alert:
    """An alert about `source` rather than about a page: one of each kind for one sweep."""
    return Alert(
        key=summary_key(kind.value, source.name, sweep),
        kind=kind,
        source=source.name,
        channel=source.channel,
        created_at=now,
        counts=dict(counts),
        reasons=reasons,
        sweep=sweep,
    )
