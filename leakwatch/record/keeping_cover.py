"""What belongs together: what a hold on one thing covers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlmodel import col

from leakwatch.models import person_of
from leakwatch.record.rows import FindingRow, PersonRow
from leakwatch.record.rows_campaigns import CampaignRow
from leakwatch.record.rows_captures import CaptureRow
from leakwatch.record.rows_cases import CaseFindingRow, CaseRow
from leakwatch.record.rows_letters import LetterRow

_TABLES: dict[str, type[Any]] = {"F-": FindingRow, "C-": CaseRow, "K-": CampaignRow}


def is_known(session: Session, label: str) -> bool:
    """Whether there is something of that label in the record."""
    roster_id = person_of(label)
    if roster_id:
        return session.get(PersonRow, roster_id) is not None or len(covered(session, label)) > 1
    table, number = _TABLES.get(label[:2]), _number(label)
    return table is not None and number is not None and session.get(table, number) is not None


def covered(session: Session, about: str) -> frozenset[str]:
    """`about` and the labels of everything that goes with it, people included.

    A case has its findings, letters and evidence; a person and a campaign have their cases.
    """
    labels = {about}
    if person_of(about):
        labels |= _labels(session, "F-", FindingRow.number, col(FindingRow.subject) == about)
        labels |= _cases(session, labels, col(CaseRow.subject) == about)
    elif about.startswith("K-"):
        lines = col(CaseRow.campaign).startswith(f"{about}/")
        labels |= _cases(session, labels, or_(col(CaseRow.campaign) == about, lines))
    findings = _findings_of(session, labels)
    people = set(_people(session, findings | labels))
    return frozenset(labels | findings | people | _beside(session, labels | findings))


def campaigns_of(session: Session, labels: Collection[str]) -> frozenset[str]:
    """The campaigns that brought the cases among `labels`: their answers may well name people."""
    cases = select(col(CaseRow.campaign)).where(
        col(CaseRow.id).in_(_numbers(labels, "C-")), col(CaseRow.campaign).is_not(None)
    )
    return frozenset(one for one in session.scalars(cases) if one)


def under_way(session: Session) -> frozenset[str]:
    """Labels of findings that are part of a case which is not closed."""
    open_ = (
        select(col(CaseFindingRow.finding))
        .join(CaseRow, col(CaseRow.id) == col(CaseFindingRow.case))
        .where(col(CaseRow.closed_at).is_(None))
    )
    return frozenset(f"F-{number}" for number in session.scalars(open_))


def _cases(session: Session, labels: Collection[str], where: ColumnElement[bool]) -> set[str]:
    followed = select(col(CaseFindingRow.case)).where(
        col(CaseFindingRow.finding).in_(_numbers(labels, "F-"))
    )
    return _labels(session, "C-", CaseRow.id, or_(where, col(CaseRow.id).in_(followed)))


def _findings_of(session: Session, labels: Collection[str]) -> set[str]:
    return _labels(
        session,
        "F-",
        CaseFindingRow.finding,
        col(CaseFindingRow.case).in_(_numbers(labels, "C-")),
    )


def _people(session: Session, labels: Collection[str]) -> Iterator[str]:
    for row, key, beginning in ((FindingRow, "number", "F-"), (CaseRow, "id", "C-")):
        numbered = getattr(row, key).in_(_numbers(labels, beginning))
        subjects = session.scalars(select(col(row.subject)).where(numbered))
        yield from (one for one in subjects if person_of(one))


def _beside(session: Session, labels: Collection[str]) -> set[str]:
    """Letters and evidence; those of a line of a campaign belong to the campaign."""
    about = sorted(labels)
    letters: list[ColumnElement[bool]] = [col(LetterRow.about).in_(about)]
    letters += [col(LetterRow.about).startswith(f"{one}/") for one in about if one[:2] == "K-"]
    evidence = or_(
        col(CaptureRow.about).in_(about), col(CaptureRow.finding).in_(_numbers(labels, "F-"))
    )
    return {
        *_labels(session, "L-", LetterRow.id, or_(*letters)),
        *_labels(session, "E-", CaptureRow.number, evidence),
    }


def _labels(
    session: Session,
    beginning: str,
    column: InstrumentedAttribute[Any] | Any,
    where: ColumnElement[bool],
) -> set[str]:
    return {f"{beginning}{number}" for number in session.scalars(select(col(column)).where(where))}


def _numbers(labels: Collection[str], beginning: str) -> list[int]:
    found = (_number(label) for label in labels if label.startswith(beginning))
    return [number for number in found if number is not None]


def _number(label: str) -> int | None:
    digits = label[2:]
    return int(digits) if digits.isascii() and digits.isdigit() else None
