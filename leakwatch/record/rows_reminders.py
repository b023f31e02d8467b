"""Tables: which duties somebody was reminded of."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from leakwatch.record.columns import UtcDateTime


class ReminderRow(SQLModel, table=True):
    """One stage of one duty: nobody is reminded of it twice."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("label", "what", "due", "stage", name="uq_reminder_duty"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    label: str  #: `C-3`, `K-1/visasq`, `L-7`, `charter`
    what: str
    due: date
    stage: str  #: `ahead`, `day`, `overdue:2`
    at: datetime = Field(sa_type=UtcDateTime)
    called: str | None = None  #: reviewer id
