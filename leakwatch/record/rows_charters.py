"""Tables: the charter as it was at each time, and who may be watched under it."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Sealed, UtcDateTime


class CharterRow(SQLModel, table=True):
    """A charter from the moment it was first seen to hold."""

    __tablename__ = "charter"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    version: str = Field(index=True)  #: hash that findings bear
    first_seen: datetime = Field(sa_type=UtcDateTime)
    by: str
    detail: Any = Field(sa_type=Sealed, nullable=False)  #: all that it says
