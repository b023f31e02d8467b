"""Tables: questions put to platforms, and what they answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from leakwatch.record.columns import Sealed, UtcDateTime


class CampaignRow(SQLModel, table=True):
    __tablename__ = "campaign"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    begins: date
    ends: date
    owner: str
    before: int | None = None
    started_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    detail: Any = Field(sa_type=Sealed, nullable=False)  #: name and grounds


class CampaignLineRow(SQLModel, table=True):
    """One platform of a campaign, as it stands."""

    __tablename__ = "campaign_line"
    __table_args__ = (
        UniqueConstraint("campaign", "platform", name="uq_campaign_line"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign: int = Field(foreign_key="campaign.id")
    platform: str
    state: str
    due: date | None = None
    answer: str | None = None
    count: int | None = None
    answered_on: date | None = None
    attachment: int | None = None
    letter: int | None = None
    asked_by: str
    approved_by: str | None = None
    sent_on: date | None = None
    reminders: int = 0


class CampaignEventRow(SQLModel, table=True):
    """What became of a campaign and its lines, in order."""

    __tablename__ = "campaign_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    campaign: int = Field(foreign_key="campaign.id", index=True)
    platform: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    act: str
    actor: str
    state: str | None = None
    due: date | None = None
    answer: str | None = None
    count: int | None = None
    attachment: int | None = None
    letter: int | None = None
    note: Any = Field(default=None, sa_type=Sealed, nullable=True)  #: why, in words
