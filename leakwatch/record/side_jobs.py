"""The register of approved side jobs, sealed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import (
    SideJob,
    SideJobState,
    SideJobTerms,
    SideJobUse,
    person_of,
    person_subject,
)
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.numbered import numbered
from leakwatch.record.rows_side_jobs import SideJobRow, SideJobUseRow
from leakwatch.record.side_job_uses import use_of
from leakwatch.record.uncovering import reopen_uncovered

_NOWHERE: Mapping[str, str] = MappingProxyType({})
#: Refuses what must not be, by raising: whoever acts hands in the rules that hold for it.
Check = Callable[[SideJob], None]


class SideJobs:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def enter(
        self, terms: Iterable[SideJobTerms], *, actor: str, reason: str | None, now: datetime
    ) -> tuple[SideJob, ...]:
        """Seal all of `terms` or none, each to be approved by its approver. Raises SealError."""
        self._database.vault.require()
        entered = []
        with self._database.writing(durable=True) as session:
            for one in terms:
                row = SideJobRow(
                    state=SideJobState.PENDING, entered_by=actor, entered_at=now, detail=_dump(one)
                )
                session.add(row)
                session.flush()
                job = SideJob(
                    number=row.id or 0,
                    state=SideJobState.PENDING,
                    entered_by=actor,
                    entered_at=now,
                    terms=one,
                )
                self._audit.enter(
                    session,
                    "side_job.enter",
                    actor=actor,
                    subject=job.label,
                    reason=reason,
                    now=now,
                )
                entered.append(job)
        return tuple(entered)

    def approve(
        self, numbers: Iterable[int], *, actor: str, reason: str | None, check: Check, now: datetime
    ) -> tuple[SideJob, ...]:
        """From now on they settle what they cover; all or none, after `check` of each.

        Raises UsageError, SealError and what `check` raises.
        """
        with self._database.writing(durable=True) as session:
            found = [(_row(session, number), number) for number in dict.fromkeys(numbers)]
            for row, _number in found:
                job = _job(row)
                check(job)
                if job.state is not SideJobState.PENDING:
                    raise UsageError(
                        N_("{side_job} is {state} already"),
                        side_job=job.label,
                        state=job.state,
                    )
                row.state = SideJobState.APPROVED
                self._audit.enter(
                    session,
                    "side_job.approve",
                    actor=actor,
                    subject=job.label,
                    reason=reason,
                    now=now,
                )
            return tuple(_job(row) for row, _number in found)

    def end(
        self,
        number: int,
        *,
        actor: str,
        reason: str,
        check: Check,
        now: datetime,
        channels: Mapping[str, str] = _NOWHERE,
    ) -> tuple[int, ...]:
        """Withdraw a side job; the numbers of the findings that come back by it.

        `channels` are those of sources that have one of their own, by name.

        Raises UsageError, SealError and what `check` raises.
        """
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            job = _job(row)
            check(job)
            if job.state is SideJobState.WITHDRAWN:
                raise UsageError(N_("{side_job} was withdrawn already"), side_job=job.label)
            row.state = SideJobState.WITHDRAWN
            self._audit.enter(
                session,
                "side_job.end",
                actor=actor,
                subject=job.label,
                reason=reason,
                now=now,
            )
            return reopen_uncovered(session, {number}, channels=channels, now=now)

    def expire(
        self, today: date, *, now: datetime, channels: Mapping[str, str] = _NOWHERE
    ) -> tuple[int, ...]:
        """Bring back the findings of side jobs whose last day is over; their numbers.

        Without the key nothing can be told, and nothing is done.
        """
        if not self._database.vault.is_open:
            return ()
        over = {job.number for job in self._settling() if not job.holds(today)}
        if not over:
            return ()
        with self._database.writing(durable=True) as session:
            return reopen_uncovered(session, over, channels=channels, now=now)

    def get(self, number: int) -> SideJob:
        """Raises UsageError when there is none, and SealError."""
        with self._database.reading() as session:
            return _job(_row(session, number))

    def list(self) -> tuple[SideJob, ...]:
        """All of them by number. Raises SealError."""
        with self._database.reading() as session:
            rows = session.scalars(select(SideJobRow).order_by(col(SideJobRow.id))).all()
            return tuple(map(_job, rows))

    def uses(self, *, number: int | None = None) -> tuple[SideJobUse, ...]:
        """What the register had something to say of, by side job and finding."""
        query = select(SideJobUseRow).order_by(
            col(SideJobUseRow.side_job), col(SideJobUseRow.finding)
        )
        if number is not None:
            query = query.where(col(SideJobUseRow.side_job) == number)
        with self._database.reading() as session:
            return tuple(map(use_of, session.scalars(query)))

    def count(self) -> Mapping[str, int]:
        """How many findings were settled, and how many went beyond, by why."""
        counted = select(col(SideJobUseRow.why), func.count()).group_by(col(SideJobUseRow.why))
        with self._database.reading() as session:
            return {str(why): number for why, number in session.execute(counted)}

    def _settling(self) -> tuple[SideJob, ...]:
        """Those that settled something; asked round after round, so no other is unsealed."""
        numbers = select(col(SideJobUseRow.side_job)).where(col(SideJobUseRow.why) == "within")
        with self._database.reading() as session:
            rows = session.scalars(select(SideJobRow).where(col(SideJobRow.id).in_(numbers)))
            return tuple(map(_job, rows))


def erase_about(session: Session, subject: str, *, labels: Iterable[str], now: datetime) -> int:
    """Delete every side job of the person `subject`, and what it settled; how many there were."""
    del labels, now  # a register has nothing that belongs to a finding or case
    gone = _of(session, subject)
    session.execute(delete(SideJobUseRow).where(col(SideJobUseRow.side_job).in_(gone)))
    session.execute(delete(SideJobRow).where(col(SideJobRow.id).in_(gone)))
    return len(gone)


def labels_about(session: Session, subject: str) -> frozenset[str]:
    """Labels of every side job of the person `subject`. Raises SealError."""
    return frozenset(f"J-{number}" for number in _of(session, subject))


def _of(session: Session, subject: str) -> list[int]:
    person = person_of(subject)
    if person is None:
        return []
    rows = session.scalars(select(SideJobRow)).all()
    return [row.id or 0 for row in rows if row.detail.open()["person"] == person]


def ended_before(session: Session, before: date, held: Collection[str] = ()) -> tuple[int, ...]:
    """Numbers of the side jobs whose last day is before `before`; of nobody under legal hold.

    Raises SealError.
    """
    every = ((row.id or 0, row.detail.open()) for row in session.scalars(select(SideJobRow)).all())
    return tuple(
        number
        for number, told in every
        if date.fromisoformat(told["ends"]) < before and person_subject(told["person"]) not in held
    )


def delete_ended(session: Session, numbers: Iterable[int]) -> int:
    """Delete those side jobs and what they settled; how many there were."""
    gone = list(numbers)
    session.execute(delete(SideJobUseRow).where(col(SideJobUseRow.side_job).in_(gone)))
    session.execute(delete(SideJobRow).where(col(SideJobRow.id).in_(gone)))
    return len(gone)


def _row(session: Session, number: int) -> SideJobRow:
    message = N_("there is no side job {side_job}: leakwatch side-jobs list shows all")
    return numbered(session, SideJobRow, number, message, side_job=f"J-{number}")


def _job(row: SideJobRow) -> SideJob:
    assert row.id is not None
    return SideJob(
        number=row.id,
        state=SideJobState(row.state),
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        terms=_load(row.detail.open()),
    )


def _dump(terms: SideJobTerms) -> dict[str, Any]:
    return {
        **asdict(terms),
        "begins": terms.begins.isoformat(),
        "ends": terms.ends.isoformat(),
    }


def _load(values: Mapping[str, Any]) -> SideJobTerms:
    return SideJobTerms(
        person=values["person"],
        platform=values["platform"],
        topics=tuple(values["topics"]),
        begins=date.fromisoformat(values["begins"]),
        ends=date.fromisoformat(values["ends"]),
        approver=values["approver"],
        reason=values["reason"],
    )
