"""Legal holds as people ask for them, approve them and end them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import Hold, HoldState
from leakwatch.record.audit import Audit
from leakwatch.record.database import Database
from leakwatch.record.keeping_holds import (
    held,
    hold_of,
    overdue,
    require_free,
    require_known,
    subjects_of,
)
from leakwatch.record.keeping_journal import write_journal
from leakwatch.record.numbered import numbered
from leakwatch.record.rows_keeping import HoldRow

#: Given who asked first: raises PermissionDenied unless somebody else agrees now.
Second = Callable[[str], None]


class Holding:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit
        self._enter = audit.entering("hold")

    def hold(self, about: str, *, until: date, reason: str, actor: str, now: datetime) -> Hold:
        """Ask for a legal hold; it stops deletion at once, for a week unless it is approved.

        Raises UsageError when there is no such thing, or it is held already, and SealError.
        """
        with self._database.writing(durable=True) as session:
            label = require_known(session, about)
            if until < now.date():
                raise UsageError(
                    N_("a hold ends on a day to come: --until YYYY-MM-DD, not {day}"),
                    day=until.isoformat(),
                )
            present = _current_on(session, label)
            if present is not None:
                raise UsageError(
                    N_("{label} is held by {hold} already"), label=label, hold=f"H-{present.id}"
                )
            row = HoldRow(
                about=label,
                state=HoldState.ASKED.value,
                asked_by=actor,
                asked_at=now,
                until=until,
                reason=reason,
            )
            session.add(row)
            session.flush()
            self._enter(session, "ask", _subject(row), actor=actor, reason=reason, now=now)
        write_journal(self._database)
        return hold_of(row)

    def approve(self, number: int, *, actor: str, second: Second, now: datetime) -> Hold:
        """Agree to a hold, or to its release, as a second person.

        Raises UsageError when nothing waits for that, and what `second` raises.
        """
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            if row.state == HoldState.ASKED:
                second(row.asked_by)
                row.state, row.approved_by = HoldState.ACTIVE.value, actor
                self._enter(session, "approve", _subject(row), actor=actor, now=now)
            elif row.state == HoldState.RELEASING:
                second(row.release_asked_by or "")
                row.state, row.ended_by, row.ended_at = HoldState.RELEASED.value, actor, now
                self._enter(session, "release", _subject(row), actor=actor, now=now)
            else:
                raise UsageError(
                    N_("{hold} is {state}: nothing of it waits for approval"),
                    hold=f"H-{number}",
                    state=HoldState(row.state),
                )
        write_journal(self._database)
        return hold_of(row)

    def release(self, number: int, *, reason: str, actor: str, now: datetime) -> Hold:
        """Ask for the end of a hold; it holds until somebody else approves that.

        A hold that nobody approved yet is taken back by whoever asked for it.
        Raises UsageError and SealError.
        """
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            if row.state not in {HoldState.ASKED, HoldState.ACTIVE}:
                raise UsageError(
                    N_("{hold} is {state}: it cannot be released"),
                    hold=f"H-{number}",
                    state=HoldState(row.state),
                )
            if row.state == HoldState.ASKED and row.asked_by == actor:
                row.state, row.ended_by, row.ended_at = HoldState.RELEASED.value, actor, now
            else:
                row.state = HoldState.RELEASING.value
            row.release_asked_by = actor
            self._enter(session, "release.ask", _subject(row), actor=actor, reason=reason, now=now)
        write_journal(self._database)
        return hold_of(row)

    def expire(self, *, today: date, now: datetime) -> tuple[Hold, ...]:
        """End the holds whose time is over; those it ended."""
        with self._database.writing(durable=True) as session:
            ended = []
            for row, state in overdue(session, today):
                row.state, row.ended_at = state.value, now
                self._enter(session, state, _subject(row), actor="-", now=now)
                ended.append(hold_of(row))
        if ended:
            write_journal(self._database)
        return tuple(ended)

    def holds(self) -> tuple[Hold, ...]:
        """Every hold there was, oldest first."""
        with self._database.reading() as session:
            return tuple(
                hold_of(row) for row in session.scalars(select(HoldRow).order_by(col(HoldRow.id)))
            )

    def hold_on(self, label: str) -> Hold:
        """The hold of that label, or the one that is on what has that label. Raises UsageError."""
        with self._database.reading() as session:
            number = label.strip().upper().removeprefix("H-")
            if number.isascii() and number.isdigit():
                return hold_of(_row(session, int(number)))
            row = _current_on(session, require_known(session, label))
            if row is None:
                raise UsageError(
                    N_("nothing holds {label}: leakwatch retention show lists the holds"),
                    label=label,
                )
            return hold_of(row)

    def held(self) -> frozenset[str]:
        """Labels of everything that may not be deleted."""
        with self._database.reading() as session:
            return held(session)

    def require_free(self, *labels: str) -> None:
        """Raises UsageError when a hold covers one of `labels`."""
        with self._database.reading() as session:
            require_free(session, *labels)

    def subjects_of(self, about: str) -> tuple[str, ...]:
        """`person:ROSTER_ID` of all whom that concerns. Raises UsageError."""
        with self._database.reading() as session:
            return subjects_of(session, require_known(session, about))

    def hold_reason(self, number: int, *, actor: str, reason: str, now: datetime) -> str:
        """Why something is held, unsealed; entered in the audit trail first."""
        with self._database.writing(durable=True) as session:
            row = _row(session, number)
            self._enter(session, "reveal", _subject(row), actor=actor, reason=reason, now=now)
            return str(row.reason.open())


def _row(session: Session, number: int) -> HoldRow:
    message = N_("there is no hold {hold}: leakwatch retention show lists the holds")
    return numbered(session, HoldRow, number, message, hold=f"H-{number}")


def _current_on(session: Session, about: str) -> HoldRow | None:
    rows = session.scalars(select(HoldRow).where(col(HoldRow.about) == about))
    return next((row for row in rows if hold_of(row).holds), None)


def _subject(row: HoldRow) -> str:
    return f"H-{row.id} {row.about}"
