"""Real deletion of cases, and of what they hold about somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete as delete_rows, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.record.attachments import drop
from leakwatch.record.letters_deletion import delete_letters
from leakwatch.record.rows_cases import CaseEventRow, CaseFindingRow, CaseRow


def labels_about(session: Session, subject: str) -> tuple[str, ...]:
    """Labels of the cases on `subject`."""
    wanted = select(col(CaseRow.id)).where(col(CaseRow.subject) == subject)
    return tuple(f"C-{number}" for number in session.scalars(wanted))


def erase_about(session: Session, subject: str, *, labels: Iterable[str], now: datetime) -> int:
    """Delete the cases on `subject`, with letters and attachments, and those in `labels`."""
    del now
    return delete(session, {*labels_about(session, subject), *labels})


def expired(session: Session, before: datetime, held: Collection[str]) -> tuple[str, ...]:
    """Labels of the cases that were closed before then and wait for no recheck, unless held."""
    ended = select(CaseRow).where(col(CaseRow.closed_at) < before).order_by(col(CaseRow.id))
    labels = (f"C-{row.id}" for row in session.scalars(ended) if not row.rechecks)
    return tuple(label for label in labels if label not in held)


def delete(session: Session, labels: Iterable[str]) -> int:
    """Delete whole cases with everything that belongs to them; how many things there were."""
    gone = 0
    for number in _numbers(labels):
        label = f"C-{number}"
        gone += drop(session, label) + delete_letters(session, [label])
        for table in (CaseEventRow, CaseFindingRow):
            session.execute(delete_rows(table).where(col(table.case) == number))
        row = session.get(CaseRow, number)
        if row is not None:
            session.delete(row)
            gone += 1
    return gone


def _numbers(labels: Iterable[str]) -> tuple[int, ...]:
    found = (label.removeprefix("C-") for label in labels if label.startswith("C-"))
    return tuple(sorted({int(one) for one in found if one.isdigit()}))
