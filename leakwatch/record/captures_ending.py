"""What becomes of kept pages: confirmed ones are evidence, others are deleted for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import Capture, CaptureState, Shown, Status
from leakwatch.record.attachments import remove
from leakwatch.record.audit import Audit
from leakwatch.record.keeping_holds import held, is_held
from leakwatch.record.rows import FindingRow
from leakwatch.record.rows_captures import CaptureRow

#: Who acts when nobody does.
SYSTEM = "leakwatch"

#: Nothing is left to be shown of these, so what was sealed for them goes at once.
_UNPROVEN = frozenset({Status.DISMISSED, Status.APPROVED, Status.CLOSED})


def captured(row: CaptureRow) -> Capture:
    assert row.number is not None
    return Capture(
        number=row.number,
        finding=row.finding,
        about=row.about,
        state=CaptureState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        taken_at=row.taken_at,
        shown=Shown(row.shown) if row.shown else None,
        status=row.status,
        quotes=row.quotes,
        present=row.present,
        sha256=row.sha256,
        size=row.size,
        until=row.until,
        why=row.why,
        ended_at=row.ended_at,
    )


def end(
    session: Session, audit: Audit, row: CaptureRow, why: str, *, actor: str, now: datetime
) -> None:
    """Delete what `row` holds; that it was there, and why it went, stays."""
    drop(session, row, why, now=now)
    audit.enter(
        session,
        "evidence.delete",
        actor=actor,
        subject=f"E-{row.number} {why}",
        reason=None,
        now=now,
    )


def drop(session: Session, row: CaptureRow, why: str, *, now: datetime) -> None:
    """The same, for those who enter in the audit trail what they do as a whole."""
    if row.attachment is not None:
        remove(session, row.attachment)
    row.state, row.why, row.ended_at = CaptureState.DROPPED.value, why, now
    row.attachment, row.sha256, row.size, row.until = None, "", 0, None


def follow(
    session: Session, audit: Audit, finding: int, status: Status, *, actor: str, now: datetime
) -> bool:
    """What a decision on `finding` makes of what was sealed for it; whether anything was deleted."""
    sealed = select(CaptureRow).where(
        col(CaptureRow.finding) == finding, col(CaptureRow.state) == CaptureState.SEALED.value
    )
    rows = session.scalars(sealed).all()
    if status is Status.CONFIRMED:
        for row in rows:
            row.state, row.until = CaptureState.KEPT.value, None
            audit.enter(
                session,
                "evidence.kept",
                actor=actor,
                subject=f"E-{row.number} F-{finding} sha256:{row.sha256}",
                reason=None,
                now=now,
            )
        return False
    if status not in _UNPROVEN:
        return False
    holds = held(session)
    gone = [row for row in rows if not is_held(holds, row.about, f"F-{finding}")]
    for row in gone:  # what is held is deleted when its time is over and the hold is not
        end(session, audit, row, status.value, actor=actor, now=now)
    return bool(gone)


def erase_about(
    session: Session, subject: str, *, labels: Collection[str] = (), now: datetime
) -> int:
    """Delete every page kept that may show `subject`; how many there were.

    A page belongs to all findings that were made of it: what was kept of one of them shows what
    was found by the others as well. `labels` are cases and findings that go as a whole.
    """
    own = select(FindingRow).where(col(FindingRow.subject) == subject)
    pages = {(row.source, row.identity) for row in session.scalars(own)}
    numbers = {
        row.number
        for row in session.scalars(
            select(FindingRow).where(
                col(FindingRow.identity).in_(sorted({id_ for _, id_ in pages}))
            )
        )
        if (row.source, row.identity) in pages
    }
    about = or_(
        col(CaptureRow.finding).in_(sorted(number for number in numbers if number is not None)),
        col(CaptureRow.about).in_(sorted(labels)),
    )
    return _drop_all(session, about, "erased", now=now)


def subjects_of(session: Session, finding: int) -> frozenset[str]:
    """Subjects of everything that was found on the page of `finding`: what is kept of it shows all."""
    row = session.get(FindingRow, finding)
    if row is None:
        return frozenset()
    same = select(col(FindingRow.subject)).where(
        col(FindingRow.source) == row.source, col(FindingRow.identity) == row.identity
    )
    return frozenset(session.scalars(same))


def expired(session: Session, labels: Collection[str], *, now: datetime) -> int:
    """Delete what belongs to `labels`, whose time is over; how many there were."""
    findings = [int(label[2:]) for label in labels if label.startswith("F-")]
    about = or_(
        col(CaptureRow.about).in_(sorted(labels)), col(CaptureRow.finding).in_(sorted(findings))
    )
    return _drop_all(session, about, "retention", now=now)


def _drop_all(session: Session, about: ColumnElement[bool], why: str, *, now: datetime) -> int:
    """What is held stays: the same page may be kept for another finding, under hold."""
    lasting = (CaptureState.SEALED.value, CaptureState.KEPT.value)
    rows = session.scalars(select(CaptureRow).where(about, col(CaptureRow.state).in_(lasting)))
    holds = held(session)
    found = [row for row in rows.all() if not is_held(holds, f"E-{row.number}")]
    for row in found:
        drop(session, row, why, now=now)
    return len(found)
