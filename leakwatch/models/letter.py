"""What is written to platforms, hosts and staff."""

from __future__ import annotations

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


class LetterState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One version of a letter; its text and address are sealed and read with `text()`."""

    number: int
    version: int
    kind: LetterKind
    language: str  #: `ja` or `en`
    about: str  #: label of what it belongs to: `C-3`, `K-1/visasq`, `A-2`
    state: LetterState
    author: str  #: reviewer id
    approver: str | None = None
    created_at: datetime
    sent_at: datetime | None = None
    by_hand: bool = False  #: sent outside leakwatch, and recorded here

    @property
    def label(self) -> str:
        return f"L-{self.number}"
