"""Tables: what is kept and for how long: holds, tombstones, deletions, backups, requests."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Json, Sealed, UtcDateTime


class HoldRow(SQLModel, table=True):
    __tablename__ = "hold"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    about: str = Field(index=True)  #: label of what is held
    state: str
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    until: date
    approved_by: str | None = None
    release_asked_by: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: Any = Field(sa_type=Sealed, nullable=False)


class TombstoneRow(SQLModel, table=True):
    """Keyed hashes only: what was found, and where, cannot be told from it."""

    __tablename__ = "tombstone"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)  #: HMAC over source, identity, kind and subject
    signature: Any = Field(sa_type=Json, nullable=False)  #: HMAC of each member
    source: str = Field(index=True)
    kind: str
    cause: str
    at: datetime = Field(sa_type=UtcDateTime)
    until: date
    stopped: int = 0
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeletionRow(SQLModel, table=True):
    """Also in the sealed file beside the database, from where a restored backup learns of it."""

    __tablename__ = "deletion"

    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    cause: str
    what: str
    about: str
    count: int
    actor: str


class BackupRow(SQLModel, table=True):
    __tablename__ = "backup"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    destroyed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RequestRow(SQLModel, table=True):
    __tablename__ = "request"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    wish: str
    about: str
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    counts: Any = Field(sa_type=Json, nullable=False)
    reason: Any = Field(sa_type=Sealed, nullable=False)
