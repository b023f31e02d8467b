"""The same question put to several platforms, tracked platform by platform."""

from __future__ import annotations

from collections.abc import Callable
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
    answered_on: date | None = None  #: day of the answer, as the platform dates it
    attachment: int | None = None  #: the answer as it came
    letter: int | None = None  #: the newest that left: the inquiry, or a reminder
    asked_by: str = ""  #: reviewer id: who put it forward, and so cannot approve it
    approved_by: str | None = None
    sent_on: date | None = None  #: None: never asked
    reminders: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    number: int
    name: str  #: empty while the record's vault is closed; never for Slack
    begins: date
    ends: date
    owner: str  #: reviewer id
    lines: tuple[CampaignLine, ...] = ()
    before: int | None = None  #: number of the campaign this one repeats
    started_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def label(self) -> str:
        return f"K-{self.number}"

    def line_label(self, platform: str) -> str:
        return f"{self.label}/{platform}"

    def line(self, platform: str) -> CampaignLine | None:
        return next((one for one in self.lines if one.platform == platform), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignEvent:
    """One line of a campaign's timeline: ids, names and counts only; notes are sealed beside it."""

    at: datetime
    act: str
    actor: str
    platform: str | None = None  #: None: the campaign as a whole
    state: LineState | None = None
    due: date | None = None
    answer: AnswerKind | None = None
    count: int | None = None
    attachment: int | None = None
    letter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswer:
    """What a platform answered, as it was read from a form, a table or a mail."""

    platform: str
    kind: AnswerKind
    count: int | None = None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFile:
    """What came, as it came; kept sealed."""

    content: bytes
    name: str
    media_type: str


#: What an act makes of a line, given the campaign as it is now; raises when it may not be.
LineDecision = Callable[[Campaign, CampaignLine], CampaignLine]
