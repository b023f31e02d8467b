"""Tables: what the staff was told, and how many read it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Json, Sealed, UtcDateTime


class AnnouncementRow(SQLModel, table=True):
    """One announcement; its text is that of the letters about it."""

    __tablename__ = "announcement"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    occasion: str = Field(index=True)
    kind: str  #: of its letter
    state: str = Field(index=True)
    author: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    due: date | None = None
    approver: str | None = None
    publisher: str | None = None
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    headcount: Any = Field(sa_type=Json, nullable=False)  #: division id → people
    smallest: int
    named: bool = False  #: whether who read it is kept by name
    counts: Any = Field(
        default=None, sa_type=Json, nullable=True
    )  #: groups of readers as of its closing
    detail: Any = Field(sa_type=Sealed, nullable=False)  #: title


class ReadingRow(SQLModel, table=True):
    """That somebody read it: no time, and no name unless the charter says so."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("announcement", "reader"),)

    id: int | None = Field(default=None, primary_key=True)
    announcement: int = Field(foreign_key="announcement.id")
    reader: str  #: keyed hash of announcement and Slack id, so that he counts once
    division: str | None = None  #: id; empty: he names none; NULL: not said yet
    name: Any = Field(
        default=None, sa_type=Sealed, nullable=True
    )  #: his Slack id, where names are kept
