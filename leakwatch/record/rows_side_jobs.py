"""Tables: the register of approved side jobs, sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Sealed, UtcDateTime


class SideJobRow(SQLModel, table=True):
    __tablename__ = "side_job"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    state: str
    entered_by: str
    entered_at: datetime = Field(sa_type=UtcDateTime)
    detail: Any = Field(
        sa_type=Sealed, nullable=False
    )  #: person, platform, topics, dates, approver


class SideJobUseRow(SQLModel, table=True):
    """A finding the register had something to say of: settled, or beyond what was approved."""

    __tablename__ = "side_job_use"
    __table_args__ = (
        UniqueConstraint("side_job", "finding", name="uq_side_job_use"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    side_job: int
    finding: int = Field(index=True)
    why: str  #: a key of `models.APPROVALS`
    first: datetime = Field(sa_type=UtcDateTime)
    last: datetime = Field(sa_type=UtcDateTime)
