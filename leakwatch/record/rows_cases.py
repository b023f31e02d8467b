"""Tables: the follow-up of findings, each to its end."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Json, Sealed, UtcDateTime


class CaseRow(SQLModel, table=True):
    """A case as it stands: ids, states and days; words are sealed in its events."""

    __tablename__ = "case_file"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(index=True)
    subject: str = Field(index=True)
    state: str
    owner: str
    opened_at: datetime = Field(sa_type=UtcDateTime)
    begun_at: datetime = Field(sa_type=UtcDateTime)
    asked_by: str
    approved_by: str | None = None
    campaign: str | None = None
    due: date | None = None
    tried: Any = Field(default_factory=list, sa_type=Json, nullable=False)
    letters: Any = Field(default_factory=list, sa_type=Json, nullable=False)
    basis: str | None = None
    attachment: int | None = None
    verified_on: date | None = None
    rechecks: Any = Field(default_factory=list, sa_type=Json, nullable=False)
    risk_owner: str | None = None
    openings: int = 1
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CaseFindingRow(SQLModel, table=True):
    """Which findings a case follows; a finding belongs to one case at most."""

    __tablename__ = "case_finding"

    finding: int = Field(primary_key=True, foreign_key="finding.number")
    case: int = Field(foreign_key="case_file.id", index=True)


class CaseEventRow(SQLModel, table=True):
    """What became of a case, in order."""

    __tablename__ = "case_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    case: int = Field(foreign_key="case_file.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    act: str
    actor: str
    state: str
    due: date | None = None
    basis: str | None = None
    attachment: int | None = None
    letter: int | None = None
    note: Any = Field(default=None, sa_type=Sealed, nullable=True)  #: why, in words
