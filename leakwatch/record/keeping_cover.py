"""What belongs together: what a hold on one thing covers."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.models import person_of
from leakwatch.record.rows import FindingRow, PersonRow


def is_known(session: Session, label: str) -> bool:
    """Whether there is something of that label in the record."""
    roster_id = person_of(label)
    if roster_id:
        return session.get(PersonRow, roster_id) is not None or any(_findings_on(session, label))
    sort, number = label[:2], _number(label)
    if number is None:
        return False
    return sort == "F-" and session.get(FindingRow, number) is not None


def covered(session: Session, about: str) -> frozenset[str]:
    """`about` and the labels of everything that goes with it, people included."""
    labels = {about}
    if person_of(about):
        labels.update(_findings_on(session, about))
    elif about.startswith("F-"):
        labels.update(_people_of(session, [about]))
    return frozenset(labels)


def under_way(session: Session) -> frozenset[str]:
    """Labels of findings that are part of a case which is not closed."""
    del session
    return frozenset()


def _people_of(session: Session, findings: list[str]) -> Iterator[str]:
    numbers = [number for number in map(_number, findings) if number is not None]
    subjects = select(col(FindingRow.subject)).where(col(FindingRow.number).in_(numbers))
    yield from (one for one in session.scalars(subjects) if person_of(one))


def _findings_on(session: Session, subject: str) -> Iterator[str]:
    numbers = select(col(FindingRow.number)).where(col(FindingRow.subject) == subject)
    yield from (f"F-{number}" for number in session.scalars(numbers))


def _number(label: str) -> int | None:
    digits = label[2:].partition("/")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else None
