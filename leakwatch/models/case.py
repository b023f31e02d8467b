"""The follow-up of a finding on one person or registration until it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "open"
    LEGAL_REVIEW = "legal_review"
    PLANNED = "planned"  #: what is to be done is decided
    INQUIRY = "inquiry"  #: the platform is asked to relay the request to deregister
    HR_CONTACT = "hr_contact"
    TAKEDOWN = "takedown"  #: the host is asked to take it down
    WAITING = "waiting"  #: for an answer, until a day
    REPORTED_GONE = "reported_gone"
    VERIFIED_GONE = "verified_gone"
    KEPT = "kept"  #: approved after all
    REFUSED = "refused"  #: a platform said no: never an end
    NO_REPLY = "no_reply"
    BLOCK_REQUEST = "block_request"  #: the platform is asked to take nobody of this employer
    NOTICE = "notice"  #: all staff is told
    ACCEPTED_RISK = "accepted_risk"  #: with a named owner and a day to look at it again
    CLOSED = "closed"


class Basis(StrEnum):
    """What "gone" rests on."""

    SWEEP = "sweep"  #: two sweeps that read the pages which showed it, and a direct check
    PLATFORM = "platform"  #: its written answer, attached
    PERSON = "person"  #: own declaration, with a screenshot or the platform's mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    number: int
    source: str  #: name of the platform's definition
    subject: str  #: `person:ROSTER_ID`, `unknown`, `company` or `term:ID`
    state: CaseState
    owner: str  #: reviewer id
    opened_at: datetime
    findings: tuple[int, ...] = ()
    campaign: str | None = None  #: label of the campaign that brought it
    due: date | None = None
    basis: Basis | None = None
    verified_on: date | None = None
    rechecks: tuple[date, ...] = ()  #: days still to come on which "gone" is asked after again
    openings: int = 1  #: how often it was opened: it comes back as the same case
    closed_at: datetime | None = None

    @property
    def label(self) -> str:
        return f"C-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One line of a case's history: ids and names only; reasons are sealed beside it."""

    at: datetime
    act: str
    actor: str
    state: CaseState
    due: date | None = None
    basis: Basis | None = None
    attachment: int | None = None
