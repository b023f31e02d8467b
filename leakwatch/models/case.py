"""The follow-up of a finding on one person or registration until it is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from leakwatch.models.absence import Absence
from leakwatch.models.explanation import LoggedReason
from leakwatch.models.finding import Kind, Status, person_of
from leakwatch.models.letter import Letter


class CaseState(StrEnum):
    OPEN = "open"
    LEGAL_REVIEW = "legal_review"
    PLANNED = "planned"  #: what is to be done is decided
    INQUIRY = "inquiry"  #: the platform is to be asked to relay the request to deregister
    HR_CONTACT = "hr_contact"  #: human resources are to ask the person
    TAKEDOWN = "takedown"  #: the host is to be asked to take it down
    BLOCK_REQUEST = "block_request"  #: the platform is to be asked to take nobody of this employer
    WAITING = "waiting"  #: for an answer, until a day
    REFUSED = "refused"  #: a platform said no: never an end
    NO_REPLY = "no_reply"  #: the day passed in silence: never an end
    NOTICE = "notice"  #: all staff is to be told
    ACCEPTED_RISK = "accepted_risk"  #: with a named owner and a day to look at it again
    REPORTED_GONE = "reported_gone"
    VERIFIED_GONE = "verified_gone"
    KEPT = "kept"  #: approved after all
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
    begun_at: datetime  #: of this opening
    asked_by: str = ""  #: reviewer id: who opened it this time, and so cannot approve it
    approved_by: str | None = None  #: second actor, before a case on a person goes on
    findings: tuple[int, ...] = ()
    campaign: str | None = None  #: label of the campaign's line that brought it
    due: date | None = None
    tried: tuple[str, ...] = ()  #: states of this opening in which something was asked, each once
    letters: tuple[int, ...] = ()  #: those that were counted, each for one step
    basis: Basis | None = None
    attachment: int | None = None  #: what a basis of `platform` or `person` rests on
    verified_on: date | None = None
    rechecks: tuple[date, ...] = ()  #: days still to come on which "gone" is asked after again
    risk_owner: str | None = None  #: ACCEPTED_RISK: reviewer id of who bears it
    openings: int = 1  #: how often it was opened: it comes back as the same case
    closed_at: datetime | None = None

    @property
    def label(self) -> str:
        return f"C-{self.number}"

    @property
    def on_person(self) -> bool:
        return person_of(self.subject) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One line of a case's history: ids and names only; reasons are sealed beside it."""

    at: datetime
    act: str
    actor: str  #: `-`: leakwatch itself
    state: CaseState
    due: date | None = None
    basis: Basis | None = None
    attachment: int | None = None
    letter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFinding:
    """What a decision on a case has to know of one of its findings."""

    number: int
    kind: Kind
    status: Status
    reasons: tuple[LoggedReason, ...] = ()
    absence: Absence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What the record knows beside the case itself, as of the same moment."""

    findings: tuple[CaseFinding, ...] = ()
    letters: tuple[Letter, ...] = ()
    attached: int | None = None  #: what came with this very act
    repeated: bool = False  #: the same file was kept with the case before
    swept_at: datetime | None = None  #: end of the last sweep that read its source to the end


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSight:
    """How the findings of a case stand by the sweeps."""

    case: Case
    statuses: tuple[Status, ...]
    seen_at: datetime | None  #: when a sweep last saw one that is not missing
    opened_at: datetime | None  #: when one was last opened again
    settled_at: datetime | None  #: since when the case calls it gone; None: it does not
    ended_at: datetime | None  #: since when there is nothing to do; None: there is


#: What an act makes of a case, given what is known of it now; raises when it may not be.
CaseDecision = Callable[[Case, CaseFacts], Case]
