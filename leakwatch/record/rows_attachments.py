"""Tables: what others sent, sealed beside what it belongs to."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Sealed, UtcDateTime


class AttachmentRow(SQLModel, table=True):
    """A file that came from outside or goes there: an answer, a letter, evidence."""

    __tablename__ = "attachment"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    about: str = Field(index=True)  #: label of what it belongs to: `C-3`, `K-1/visasq`
    at: datetime = Field(sa_type=UtcDateTime)
    sha256: str  #: keyed hash of the content, so that nobody tells a known file by it
    size: int
    detail: Any = Field(sa_type=Sealed, nullable=False)  #: name, media type, content, its SHA-256
