"""Tables: every version of every letter, sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Sealed, UtcDateTime


class LetterRow(SQLModel, table=True):
    """A letter as it stands."""

    __tablename__ = "letter"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    version: int
    kind: str
    language: str
    about: str = Field(index=True)  #: label of what it belongs to
    state: str
    author: str
    approver: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    by_hand: bool = False


class LetterVersionRow(SQLModel, table=True):
    """What one version says."""

    __tablename__ = "letter_version"
    __table_args__ = (
        UniqueConstraint("letter", "version", name="uq_letter_version"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    letter: int = Field(foreign_key="letter.id")
    version: int
    author: str
    at: datetime = Field(sa_type=UtcDateTime)
    detail: Any = Field(sa_type=Sealed, nullable=False)  #: subject, recipient, body
