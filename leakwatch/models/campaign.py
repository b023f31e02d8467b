"""The same question put to several platforms, tracked platform by platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LineState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    REMINDED = "reminded"
    CLOSED = "closed"


class AnswerKind(StrEnum):
    NONE = "none"  #: nobody of ours is registered
    NUMBER = "number"  #: so many are
    RELAYED = "relayed"  #: the request was passed on to whoever is
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """One platform of a campaign."""

    platform: str  #: name of its definition
    state: LineState
    due: date | None = None
    answer: AnswerKind | None = None
    count: int | None = None  #: registrants, as answered
    attachment: int | None = None  #: the answer as it came
    letter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    number: int
    name: str
    begins: date
    ends: date
    owner: str  #: reviewer id
    lines: tuple[CampaignLine, ...] = ()
    before: int | None = None  #: number of the campaign this one repeats
    closed_at: datetime | None = None

    @property
    def label(self) -> str:
        return f"K-{self.number}"

    def line_label(self, platform: str) -> str:
        return f"{self.label}/{platform}"
