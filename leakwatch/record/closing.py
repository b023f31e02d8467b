"""The end of a sweep, in one transaction: what went missing, the summaries, the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import AlertKind, Outcome, Severity, Source, Status, SweepReport
from leakwatch.record.health import queue_health, summary
from leakwatch.record.history import note
from leakwatch.record.identity import WITHHELD
from leakwatch.record.outbox_rows import queue
from leakwatch.record.outbox_status import News, tell
from leakwatch.record.plan import Plan, Telling
from leakwatch.record.rows import FindingRow, SweepRow
from leakwatch.record.sealing import Vault
from leakwatch.record.suppressed import note_suppressed
from leakwatch.record.unseen import Looks, mark_unseen


def close_sweep(
    session: Session,
    plan: Plan,
    report: SweepReport,
    *,
    vault: Vault,
    looks: Looks,
    now: datetime,
) -> None:
    """Store `report`; `looks` are what the sweep learned of what it did not show."""
    if report.gone_tracking and plan.tracks_absence:
        mark_unseen(session, plan, vault=vault, looks=looks, now=now)
    if report.outcome.clean and vault.is_open:
        _supersede_withheld(session, plan, now)
    _queue_summaries(session, plan, report, now)
    queue_health(session, plan.source, plan.sweep, report, now=now)
    _store(session, plan, report)
    note_suppressed(session, plan.sweep, report.suppressions)


def _supersede_withheld(session: Session, plan: Plan, now: datetime) -> None:
    """With the key back, the sweep has found again, and sealed, what was withheld."""
    withheld = select(FindingRow).where(
        col(FindingRow.source) == plan.source.name,
        col(FindingRow.identity) == WITHHELD,
        col(FindingRow.status) != Status.CLOSED,
    )
    news = []
    for row in session.scalars(withheld).all():
        # missing as well, so that it opens again should the key be lost again
        row.status, row.missing_since = Status.CLOSED.value, now
        note(session, row, "superseded", now=now)
        news.append(News(number=row.number or 0, reply=False))
    tell(session, news, now=now)


def _queue_summaries(session: Session, plan: Plan, report: SweepReport, now: datetime) -> None:
    """One summary of each kind for what waits for it, from sweeps that died as well.

    The baseline speaks up even with nothing found: the team learns that the source is watched.
    """
    waiting = select(FindingRow).where(
        col(FindingRow.source) == plan.source.name, col(FindingRow.pending).is_not(None)
    )
    counts: dict[str, Counter[str]] = {Telling.BASELINE: Counter(), Telling.REVIEW: Counter()}
    for row in session.scalars(waiting):
        counts[str(row.pending)][row.severity] += 1
        row.pending = None
    for telling, kind in (
        (Telling.BASELINE, AlertKind.BASELINE),
        (Telling.REVIEW, AlertKind.REVIEW),
    ):
        first = telling is Telling.BASELINE is plan.telling and report.outcome.clean
        if counts[telling] or first:
            gravity = _by_gravity(counts[telling])
            _queue_summary(session, plan.source, plan.sweep, kind=kind, counts=gravity, now=now)


def _by_gravity(counts: Mapping[str, int]) -> dict[str, int]:
    return {
        severity.value: counts[severity.value]
        for severity in reversed(Severity)
        if counts.get(severity.value)
    }


def store_fallen(session: Session, source: Source, *, why: str, now: datetime) -> None:
    """Store a sweep that died or was refused before it came to a report; it saw nothing."""
    row = SweepRow(source=source.name, state="running", started_at=now, ended_at=now, reasons=[why])
    session.add(row)
    session.flush()
    assert row.id is not None
    report = SweepReport(
        source=source.name, outcome=Outcome.FAILED, reasons=(why,), started_at=now, ended_at=now
    )
    queue_health(session, source, row.id, report, now=now)
    row.state, row.outcome = "finished", Outcome.FAILED.value


def _queue_summary(
    session: Session,
    source: Source,
    sweep: int,
    *,
    kind: AlertKind,
    counts: Mapping[str, int],
    now: datetime,
) -> None:
    alert = summary(source, sweep, kind=kind, counts=counts, now=now)
    queue(session, alert, sealed={})


def _store(session: Session, plan: Plan, report: SweepReport) -> None:
    row = session.get_one(SweepRow, plan.sweep)
    row.state, row.outcome, row.clean = "finished", report.outcome.value, report.outcome.clean
    row.reasons, row.errors = list(report.reasons), dict(report.errors)
    row.started_at, row.ended_at = report.started_at, report.ended_at
    row.requests, row.pages, row.bytes = report.requests, report.pages, report.bytes
    row.sightings, row.suppressed = report.sightings, report.suppressed
    row.judged, row.unchanged = report.judged, report.unchanged
    row.findings, row.new_findings = report.findings, report.new_findings
    row.baseline = report.baseline
