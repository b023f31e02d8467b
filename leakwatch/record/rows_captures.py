"""Tables: pages kept as evidence."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from leakwatch.record.columns import UtcDateTime


class CaptureRow(SQLModel, table=True):
    """One attempt to keep a page; all that it shows lies in the sealed attachment."""

    __tablename__ = "capture"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: int | None = Field(default=None, primary_key=True)
    finding: int = Field(index=True)
    about: str = Field(index=True)  #: label of what it belongs to: `F-1042` or `C-3`
    state: str
    asked_by: str  #: reviewer id; empty: leakwatch itself
    asked_at: datetime = Field(sa_type=UtcDateTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shown: str | None = None
    status: int | None = None
    quotes: int = 0
    present: int = 0
    attachment: int | None = None
    sha256: str = ""  #: of the archive; made unique by ids and times inside, so it tells no page
    size: int = 0
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
