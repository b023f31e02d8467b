"""The words of the table of cases: an act, what it needs, and what a decision rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import StrEnum

from leakwatch.models import Basis, CaseState, Deadlines, Reviewer, Role
from leakwatch.workdays import Calendar

#: Who follows cases: an auditor watches over that and does not do it.
WORKERS = frozenset({Role.REVIEWER, Role.LEAD, Role.LEGAL})


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
class CaseAct:
    name: str  #: what is typed and stored
    after: frozenset[CaseState]  #: states it may follow
    state: CaseState | None  #: what the case becomes; None: it stays what it is
    words: str  #: catalogue message: what it means
    needs: frozenset[Need] = frozenset()
    roles: frozenset[Role] = WORKERS
    deadline: str | None = None  #: of `models.Deadlines`: business days until it is due
    ours: bool = False  #: leakwatch does it by itself, nobody types it


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
    attachment: int | None = None
    risk_owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A need that is not fulfilled, as a catalogue message with what to do."""

    need: Need
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
