"""Between the rows of letters and their nouns."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.models import Letter, LetterKind, LetterState, LetterText
from leakwatch.record.numbered import numbered
from leakwatch.record.rows_announcements import AnnouncementRow
from leakwatch.record.rows_letters import LetterRow, LetterVersionRow
from leakwatch.record.sealing import SealedValue


def require_letter(session: Session, number: int) -> LetterRow:
    message = N_("there is no letter {letter}: leakwatch letters list shows all")
    return numbered(session, LetterRow, number, message, letter=f"L-{number}")


def letters_of(session: Session, about: str) -> tuple[Letter, ...]:
    """Letters about one thing, oldest first."""
    wanted = select(LetterRow).where(col(LetterRow.about) == about).order_by(col(LetterRow.id))
    return tuple(letter_of(row) for row in session.scalars(wanted))


def letters_counting_for(session: Session, label: str) -> tuple[Letter, ...]:
    """Letters about `label`, and those of the announcements it led to, oldest first."""
    led_to = select(col(AnnouncementRow.id)).where(col(AnnouncementRow.occasion) == label)
    about = [label, *(f"A-{number}" for number in session.scalars(led_to))]
    wanted = select(LetterRow).where(col(LetterRow.about).in_(about)).order_by(col(LetterRow.id))
    return tuple(letter_of(row) for row in session.scalars(wanted))


def letter_of(row: LetterRow) -> Letter:
    assert row.id is not None
    return Letter(
        number=row.id,
        version=row.version,
        kind=LetterKind(row.kind),
        language=row.language,
        about=row.about,
        state=LetterState(row.state),
        author=row.author,
        approver=row.approver,
        created_at=row.created_at,
        sent_at=row.sent_at,
        by_hand=row.by_hand,
    )


def text_of(session: Session, row: LetterRow, version: int | None = None) -> LetterText:
    """Raises UsageError when there is no such version, and SealError."""
    wanted = select(LetterVersionRow).where(
        col(LetterVersionRow.letter) == row.id,
        col(LetterVersionRow.version) == (version or row.version),
    )
    found = session.scalars(wanted).first()
    if found is None:
        raise UsageError(
            N_("{letter} has versions 1 to {newest}, not {version}"),
            letter=f"L-{row.id}",
            newest=row.version,
            version=version,
        )
    detail = found.detail
    values = detail.open() if isinstance(detail, SealedValue) else detail
    return LetterText(**values)
