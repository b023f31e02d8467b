"""What all staff is told, and how many of them read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class AnnouncementState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Its text is that of the letters about it; its title is sealed and read with `title()`."""

    number: int
    occasion: str  #: `K-1` or `C-3`, `calendar:2026-04-01/guideline`, or empty: somebody's own idea
    kind: str  #: kind of letter
    state: AnnouncementState
    author: str  #: reviewer id; `leakwatch` when the calendar proposed it
    created_at: datetime
    due: date | None = None  #: to be published by then
    approver: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None  #: None: never
    closed_at: datetime | None = None
    headcount: Mapping[str, int] = field(
        default_factory=dict
    )  #: division id → people, when it was published
    smallest: int = 2  #: the smallest group that may be shown, as was promised then
    named: bool = False  #: whether who read it is kept by name, as was said then

    @property
    def label(self) -> str:
        return f"A-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a press on "read and understood" came to."""

    new: bool  #: counted now; else he was counted before
    division: str | None  #: he is counted in; empty: he names none; None: not said yet


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderGroup:
    """A part of the staff that is large enough to be shown."""

    divisions: tuple[str, ...]  #: division ids; the empty id: those who named none
    readers: int | None  #: None: fewer than the smallest group
    people: int | None = None  #: None: their number is not known

    @property
    def reach(self) -> float | None:
        """Readers per head, from 0 to 1; None where either is not to be told."""
        if self.readers is None or not self.people:
            return None
        return min(1.0, self.readers / self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """An announcement as its channel gets it."""

    label: str
    title: str
    text: str  #: sealed while it lies in the outbox
    language: str | None = None
    button: bool = True  #: "read and understood" is asked for
    named: bool = False  #: who presses it is kept by name, and has to know it
