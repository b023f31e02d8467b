"""What a decision on a case rests on, and what it may need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum

from leakwatch.models import Basis, Deadlines, Reviewer
from leakwatch.workdays import Calendar


class Need(StrEnum):
    """What has to be there before an act, in the order in which it is asked for."""

    REASON = "reason"
    ATTRIBUTES = "attributes"  #: two independent ones, where it is about a person
    SECOND = "second"  #: somebody else than who opened it
    APPROVED = "approved"  #: the second actor's approval, where it is about a person
    PERSON = "person"  #: who it is must be known
    LETTER = "letter"  #: the right letter left, approved by another one than its author
    OVERDUE = "overdue"  #: the day for an answer has passed
    TRIED = "tried"  #: what comes before the last resort was done
    NO_LEAK = "no_leak"  #: an approval settles a registration, never a leak
    RECHECK = "recheck"  #: the day has come to ask after it again
    BASIS = "basis"  #: what "gone" rests on, and that it holds
    RISK = "risk"  #: a named owner, and a day to look at it again
    DUE = "due"  #: a day to come


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Everything a decision on a case rests on beside the case and its facts."""

    actor: Reviewer | None  #: None: leakwatch itself
    reviewers: tuple[Reviewer, ...]
    today: date
    zone: tzinfo
    deadlines: Deadlines
    calendar: Calendar
    rechecks: tuple[int, ...]  #: days
    swept: bool  #: whether the source can be swept, so that "gone" needs sweeps
    reason: str | None = None
    due: date | None = None  #: a day that was named, else the usual one
    basis: Basis | None = None
    attachment: int | None = None  #: what came with the act, as the record kept it
    risk_owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A need that is not fulfilled, as a catalogue message with what to do."""

    need: Need
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
