"""The findings as people work with them: look, decide, reveal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, VerdictError
from leakwatch.models import (
    Absence,
    AlertFinding,
    HistoryEntry,
    Kind,
    LoggedFinding,
    Severity,
    Status,
)
from leakwatch.record.audit import Audit
from leakwatch.record.captures_ending import follow
from leakwatch.record.database import Database
from leakwatch.record.diff import load_excerpts
from leakwatch.record.evidence import FACTUAL, absence_of
from leakwatch.record.explanation import load_explanation, stored_explanation
from leakwatch.record.history import note
from leakwatch.record.numbered import numbered
from leakwatch.record.outbox_status import News, tell
from leakwatch.record.rows import FindingRow, HistoryRow
from leakwatch.record.told import last_told


class Findings:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def list(
        self,
        *,
        kind: Kind | None = None,
        status: Status | None = None,
        source: str | None = None,
        severity: Severity | None = None,
        since: datetime | None = None,
        text: str | None = None,
        explained: bool = False,
    ) -> tuple[LoggedFinding, ...]:
        """Findings by number, sealed ones without detail; `text` looks at what is not sealed.

        `explained` adds their explanations (ids and weights, no quote), which takes unsealing each.
        """
        wanted = _conditions(kind=kind, status=status, source=source, severity=severity)
        query = select(FindingRow).where(*wanted).order_by(col(FindingRow.number))
        if since is not None:
            query = query.where(col(FindingRow.first_seen) >= since)
        if text:
            query = query.where(_holds(text))
        with self._database.reading() as session:
            return tuple(
                _finding(row, reveal=False, explained=explained) for row in session.scalars(query)
            )

    def count_by_status(self) -> dict[Status, int]:
        """How many findings there are of each status that has any."""
        counted = select(col(FindingRow.status), func.count()).group_by(col(FindingRow.status))
        with self._database.reading() as session:
            rows = session.execute(counted).all()
        return {Status(status): count for status, count in rows}

    def get(self, number: int, *, reveal: bool = False) -> LoggedFinding:
        """One finding; `reveal` unseals it and must have been entered in the audit trail.

        Raises UsageError when there is no such finding, SealError when it cannot be unsealed.
        """
        with self._database.reading() as session:
            return _finding(_row(session, number), reveal=reveal)

    def reveal(self, number: int, *, actor: str, reason: str, now: datetime) -> LoggedFinding:
        """Unseal one finding, entered in the audit trail first. Raises UsageError and SealError."""
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            self._audit.enter(
                session,
                "finding.reveal",
                actor=actor,
                subject=f"F-{number}",
                reason=reason,
                now=now,
            )
        return _finding(row, reveal=True)

    def reveal_all(self, *, actor: str, reason: str, now: datetime) -> tuple[LoggedFinding, ...]:
        """Unseal the whole log, entered in the audit trail first. Raises SealError."""
        self._database.vault.require()
        with self._database.writing(durable=True) as session:
            rows = session.scalars(select(FindingRow).order_by(col(FindingRow.number))).all()
            self._audit.enter(
                session,
                "findings.reveal",
                actor=actor,
                subject=f"{len(rows)} findings",
                reason=reason,
                now=now,
            )
        return tuple(_finding(row, reveal=True) for row in rows)

    def last_acts(self, acts: Iterable[str]) -> dict[int, str]:
        """The newest of `acts` in the history of each finding that has one, by number."""
        lines = (
            select(col(HistoryRow.finding), col(HistoryRow.act))
            .where(col(HistoryRow.act).in_(sorted(acts)))
            .order_by(col(HistoryRow.id))
        )
        with self._database.reading() as session:
            return dict(session.execute(lines).all())

    def absence(self, number: int) -> Absence | None:
        """What shows that a finding is not there any more; None when it was seen last.

        Raises UsageError when there is no such finding.
        """
        with self._database.reading() as session:
            _row(session, number)
            return absence_of(session, session.scalars(_lines(number)).all())

    def history(self, number: int) -> tuple[HistoryEntry, ...]:
        """What became of a finding, oldest first."""
        with self._database.reading() as session:
            _row(session, number)
            return tuple(_history_entry(row) for row in session.scalars(_lines(number)))

    def last_told(self, number: int) -> AlertFinding | None:
        """The finding as the newest alert tells of it: nothing that may not pass a channel.

        None when no alert does, as for one that waits for a summary.
        """
        with self._database.reading() as session:
            return last_told(session, number, self._database.vault)

    def set_status(
        self,
        number: int,
        status: Status,
        verdict: str | None,
        *,
        actor: str,
        reason: str | None,
        until: datetime | None,
        now: datetime,
        expected: Status | None = None,
    ) -> LoggedFinding:
        """Store a decision with its history and audit row, and queue word of it.

        A page that was sealed for it becomes evidence, or goes. Each message that tells of the finding is edited, and its thread gets a line.

        Raises VerdictError when the finding is no longer `expected`, SealError when the reason
        cannot be sealed, UsageError when there is no such finding.
        """
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            _require_expected(row, expected)
            row.status, row.verdict = status.value, verdict
            row.snoozed_until = until if status is Status.SNOOZED else None
            row.gone_from = None
            act = verdict or status.value
            note(session, row, act, now=now, actor=actor)
            self._audit.enter(
                session,
                f"finding.{act}",
                actor=actor,
                subject=f"F-{number}",
                reason=reason,
                now=now,
            )
            dropped = follow(session, self._audit, number, status, actor=actor, now=now)
            tell(session, [News(number=number, reply=True)], now=now)
        if dropped:
            self._database.clear_journal()
        return _finding(row, reveal=False)


def _conditions(
    *, kind: Kind | None, status: Status | None, source: str | None, severity: Severity | None
) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (FindingRow.kind, kind),
        (FindingRow.status, status),
        (FindingRow.source, source),
        (FindingRow.severity, severity),
    ):
        if value is not None:
            yield col(column) == str(value)


def _holds(text: str) -> ColumnElement[bool]:
    columns = (FindingRow.title, FindingRow.url, FindingRow.subject, FindingRow.source)
    return or_(*(col(column).icontains(text, autoescape=True) for column in columns))


def _lines(number: int) -> Select[HistoryRow]:
    return select(HistoryRow).where(col(HistoryRow.finding) == number).order_by(col(HistoryRow.id))


def _row(session: Session, number: int) -> FindingRow:
    message = N_("there is no finding {finding}: leakwatch findings list shows all")
    return numbered(session, FindingRow, number, message, finding=f"F-{number}")


def _require_expected(row: FindingRow, expected: Status | None) -> None:
    if expected is not None and row.status != expected:
        raise VerdictError(
            N_("{finding} is {status} by now, not {expected}: look at it again"),
            finding=f"F-{row.number}",
            status=Status(row.status),
            expected=expected,
        )


def _finding(row: FindingRow, *, reveal: bool, explained: bool = True) -> LoggedFinding:
    assert row.number is not None
    shown = {"url": row.url, "title": row.title, "excerpts": row.excerpts}
    if reveal and row.detail is not None:
        shown = row.detail.open()
    explanation = stored_explanation(row) if explained else None
    return LoggedFinding(
        number=row.number,
        source=row.source,
        kind=Kind(row.kind),
        subject=row.subject,
        score=row.score,
        severity=Severity(row.severity),
        status=Status(row.status),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        missing_since=row.missing_since,
        snoozed_until=row.snoozed_until,
        verdict=row.verdict,
        reasons=tuple((rule, weight) for rule, weight in row.reasons),
        confidential=row.confidential,
        withheld=row.withheld,
        url=shown["url"],
        title=shown["title"],
        excerpts=load_excerpts(shown["excerpts"]),
        watchlist_digest=row.watchlist_digest,
        rules_digest=row.rules_digest,
        charter_version=row.charter_version,
        explanation=load_explanation(explanation, reveal=reveal),
    )


def _history_entry(row: HistoryRow) -> HistoryEntry:
    return HistoryEntry(
        at=row.at,
        act=row.act,
        status=Status(row.status),
        actor=row.actor,
        entries=() if row.act in FACTUAL else tuple(row.entries),
        facts=tuple(row.entries) if row.act in FACTUAL else (),
    )
