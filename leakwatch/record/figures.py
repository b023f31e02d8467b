"""What the log holds of a time, in numbers for a report: no subject, no excerpt, no name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from leakwatch.models import Kind, Outcome, Severity
from leakwatch.record.database import Database
from leakwatch.record.rows import AuditRow, FindingRow, HistoryRow, SweepRow

#: What keeps a source from being seen; one that was seen in part is not blind.
_BLIND = frozenset({Outcome.FAILED, Outcome.BLOCKED, Outcome.CHANGED})
_CLEAN = frozenset({Outcome.OK, Outcome.NONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFigure:
    """One finding that was new in that time."""

    at: datetime
    kind: Kind
    severity: Severity
    waited: timedelta | None  #: until a person first did something with it; None: nobody has


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptFigure:
    """One source in that time."""

    source: str
    sweeps: int
    clean: int
    blind: timedelta  #: between a sweep that saw nothing of it and the next clean one


class Figures:
    def __init__(self, database: Database) -> None:
        self._database = database

    def found(self, since: datetime, until: datetime) -> tuple[FoundFigure, ...]:
        """Findings first seen then, oldest first; `until` itself is not in it."""
        touched = (
            select(func.min(col(HistoryRow.at)))
            .where(
                col(HistoryRow.finding) == col(FindingRow.number),
                col(HistoryRow.actor).is_not(None),
            )
            .scalar_subquery()
        )
        query = (
            select(
                col(FindingRow.first_seen),
                col(FindingRow.kind),
                col(FindingRow.severity),
                touched,
            )
            .where(col(FindingRow.first_seen) >= since, col(FindingRow.first_seen) < until)
            .order_by(col(FindingRow.number))
        )
        with self._database.reading() as session:
            rows = session.execute(query).all()
        return tuple(
            FoundFigure(
                at=at,
                kind=Kind(kind),
                severity=Severity(severity),
                waited=_between(at, first),
            )
            for at, kind, severity, first in rows
        )

    def acts(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """How often each thing happened to a finding then, such as `gone` and `returned`."""
        query = (
            select(col(HistoryRow.act), func.count())
            .where(col(HistoryRow.at) >= since, col(HistoryRow.at) < until)
            .group_by(col(HistoryRow.act))
        )
        with self._database.reading() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def audited(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """How often each act was entered in the audit trail then."""
        query = (
            select(col(AuditRow.act), func.count())
            .where(col(AuditRow.at) >= since, col(AuditRow.at) < until)
            .group_by(col(AuditRow.act))
        )
        with self._database.reading() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def swept(self, since: datetime, until: datetime) -> tuple[SweptFigure, ...]:
        """Sources that were swept before the end of it, by name."""
        query = (
            select(
                col(SweepRow.source),
                col(SweepRow.ended_at),
                col(SweepRow.outcome),
                col(SweepRow.clean),
            )
            .where(col(SweepRow.state) == "finished", col(SweepRow.ended_at) < until)
            .order_by(col(SweepRow.id))
        )
        ends: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        counts: Counter[str] = Counter()
        cleans: Counter[str] = Counter()
        with self._database.reading() as session:
            for source, ended, outcome, clean in session.execute(query):
                assert ended is not None
                ends[source].append((ended, outcome or Outcome.FAILED))
                if ended >= since:
                    counts[source] += 1
                    cleans[source] += bool(clean)
        return tuple(
            SweptFigure(
                source=source,
                sweeps=counts[source],
                clean=cleans[source],
                blind=blind_time(ends[source], since, until),
            )
            for source in sorted(ends)
        )


def _between(begin: datetime, end: datetime | None) -> timedelta | None:
    return None if end is None else max(end - begin, timedelta(0))


def blind_time(ends: Iterable[tuple[datetime, str]], since: datetime, until: datetime) -> timedelta:
    """How long of that time a source was blind, by the ends and outcomes of its sweeps in order."""
    total, blind_from = timedelta(0), None
    for at, outcome in ends:
        if outcome in _BLIND and blind_from is None:
            blind_from = at
        elif outcome in _CLEAN and blind_from is not None:
            total += _within(blind_from, at, since, until)
            blind_from = None
    if blind_from is not None:
        total += _within(blind_from, until, since, until)
    return total


def _within(begin: datetime, end: datetime, since: datetime, until: datetime) -> timedelta:
    return max(min(end, until) - max(begin, since), timedelta(0))
