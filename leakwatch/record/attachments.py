"""What others sent, and what is sent to them: kept sealed beside what it belongs to."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from leakwatch.errors import N_, UsageError
from leakwatch.record.database import Database
from leakwatch.record.rows_attachments import AttachmentRow

#: Bytes of one file: an answer, a screenshot or a page is smaller by far.
LARGEST = 25_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    number: int
    about: str  #: label of what it belongs to
    at: datetime
    name: str  #: of the file, as it came
    media_type: str
    sha256: str  #: of the content
    content: bytes


class Attachments:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        session: Session,
        content: bytes,
        *,
        about: str,
        name: str,
        media_type: str,
        now: datetime,
    ) -> int:
        """Seal `content` within a transaction that does more; its number.

        Raises UsageError when it is empty or too large, and SealError.
        """
        if not content or len(content) > LARGEST:
            raise UsageError(
                N_("{name} is empty or larger than {most} MB: attach what it is about only"),
                name=name,
                most=LARGEST // 1_000_000,
            )
        digest = sha256(content).hexdigest()
        row = AttachmentRow(
            about=about,
            at=now,
            sha256=self._database.vault.keyed("attachment", digest),
            size=len(content),
            detail={
                "name": name,
                "media_type": media_type,
                "sha256": digest,
                "content": b64encode(content).decode("ascii"),
            },
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id

    def open(self, number: int) -> Attachment:
        """Raises UsageError when there is none, and SealError."""
        with self._database.reading() as session:
            row = session.get(AttachmentRow, number)
            if row is None:
                raise UsageError(N_("there is no attachment {number}"), number=number)
            detail = row.detail.open()
            return Attachment(
                number=number,
                about=row.about,
                at=row.at,
                name=detail["name"],
                media_type=detail["media_type"],
                sha256=detail["sha256"],
                content=b64decode(detail["content"]),
            )

    def of(self, about: str) -> tuple[int, ...]:
        """Numbers of what belongs to `about`, oldest first."""
        with self._database.reading() as session:
            found = select(col(AttachmentRow.id)).where(col(AttachmentRow.about) == about)
            return tuple(
                one for one in session.scalars(found.order_by(col(AttachmentRow.id))) if one
            )


def is_repeated(session: Session, number: int) -> bool:
    """Whether the same content was kept before for what this belongs to."""
    row = session.get_one(AttachmentRow, number)
    before = select(col(AttachmentRow.id)).where(
        col(AttachmentRow.about) == row.about,
        col(AttachmentRow.sha256) == row.sha256,
        col(AttachmentRow.id) < number,
    )
    return session.scalars(before.limit(1)).first() is not None


def drop(session: Session, about: str) -> int:
    """Delete what belongs to `about`; how many there were."""
    found = session.scalars(
        select(col(AttachmentRow.id)).where(col(AttachmentRow.about) == about)
    ).all()
    session.execute(delete(AttachmentRow).where(col(AttachmentRow.about) == about))
    return len(found)


def remove(session: Session, number: int) -> None:
    """Delete one file for good."""
    session.execute(delete(AttachmentRow).where(col(AttachmentRow.id) == number))
