"""What is written to platforms, hosts and staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterKind(StrEnum):
    """The file of its template in `config/letters/` bears the same name."""

    PLATFORM_INQUIRY = "platform_inquiry"
    DEREGISTRATION_RELAY = "deregistration_relay"
    EMPLOYER_BLOCK = "employer_block"
    REMINDER = "reminder"
    CLOSING = "closing"
    HR_CONTACT = "hr_contact"
    OUTCOME = "outcome"
    TAKEDOWN = "takedown"
    STAFF_NOTICE = "staff_notice"
    UNION_NOTICE = "union_notice"
    LEAVER_REMINDER = "leaver_reminder"
    GUIDELINE = "guideline"


#: What may be announced to all staff.
FOR_STAFF = frozenset({LetterKind.GUIDELINE, LetterKind.STAFF_NOTICE, LetterKind.LEAVER_REMINDER})
#: To other companies: nobody is named in them, and nothing inner.
OUTSIDE = frozenset(
    {
        LetterKind.PLATFORM_INQUIRY,
        LetterKind.DEREGISTRATION_RELAY,
        LetterKind.EMPLOYER_BLOCK,
        LetterKind.REMINDER,
        LetterKind.CLOSING,
        LetterKind.TAKEDOWN,
    }
)


class LetterState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"  #: on its way; where it stays so, nobody knows whether it arrived
    SENT = "sent"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """What one version says; sealed at rest, and for entered reviewers only."""

    subject: str
    recipient: str  #: mail address, or a name for what goes by post; may be empty in a draft
    body: str
    answer_by: str = ""  #: ISO day by which it asks for an answer, if it does


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter at its newest version; what it says is read with `record.letters.text()`."""

    number: int
    version: int
    kind: LetterKind
    language: str  #: `ja` or `en`
    about: str  #: label of what it belongs to: `C-3`, `K-1/visasq`, `A-2`
    state: LetterState
    author: str  #: reviewer id: who wrote this version
    approver: str | None = None  #: of this version
    created_at: datetime
    sent_at: datetime | None = None
    by_hand: bool = False  #: sent outside leakwatch, and recorded here

    @property
    def label(self) -> str:
        return f"L-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterVersion:
    """One version that there was."""

    version: int
    author: str
    at: datetime


#: Whether an act on a letter may be; given the letter and what it says now; raises when not.
LetterCheck = Callable[[Letter, LetterText], None]
