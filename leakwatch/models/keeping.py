"""What is kept, what is held against deletion, and what is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class HoldState(StrEnum):
    ASKED = "asked"  #: stops deletion for a week already, so that nothing is lost meanwhile
    ACTIVE = "active"
    RELEASING = "releasing"  #: its release is asked for; it holds until another person agrees
    RELEASED = "released"
    EXPIRED = "expired"  #: its last day is over
    LAPSED = "lapsed"  #: nobody approved it in time


#: States in which a hold stops deletion.
HOLDING = frozenset({HoldState.ASKED, HoldState.ACTIVE, HoldState.RELEASING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold: while it lasts, nothing of what it covers is deleted. Its reason is sealed."""

    number: int
    about: str  #: `C-3`, `F-1042`, `K-1` or `person:ROSTER_ID`
    state: HoldState
    asked_by: str  #: reviewer id
    asked_at: datetime
    until: date  #: its last day
    approved_by: str | None = None
    release_asked_by: str | None = None
    ended_by: str | None = None  #: who agreed to its release
    ended_at: datetime | None = None

    @property
    def label(self) -> str:
        return f"H-{self.number}"

    @property
    def holds(self) -> bool:
        return self.state in HOLDING


class Cause(StrEnum):
    """Why something was deleted."""

    RETENTION = "retention"
    REQUEST = "request"  #: somebody asked for it about himself
    ROSTER = "roster"  #: `people delete`


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """Stops a deleted finding from being reported anew while what it rests on is the same."""

    number: int
    source: str
    kind: str
    cause: Cause
    at: datetime
    until: date  #: its last day
    stopped: int = 0  #: how often it did
    stopped_at: datetime | None = None
    lifted_at: datetime | None = None  #: something new was found there: it stops nothing any more

    @property
    def label(self) -> str:
        return f"T-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """That something was deleted: never what."""

    id: str
    at: datetime
    cause: Cause
    what: (
        str  #: class: `dismissed`, `closed`, `people`, `letters`, `evidence`, `captures`, `reasons`
    )
    about: str  #: label, or `person:ROSTER_ID`
    count: int  #: rows and files
    actor: str
    backups: tuple[str, ...] = ()  #: names of backups that may still hold it


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    name: str  #: of the file
    at: datetime
    actor: str
    destroyed_at: datetime | None = None


class Wish(StrEnum):
    """What somebody asks for about himself."""

    EXPORT = "export"
    CORRECT = "correct"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """That a person's request was carried out; his name is not in it, its reason is sealed."""

    number: int
    wish: Wish
    about: str  #: `person:ROSTER_ID`
    at: datetime
    actor: str
    counts: Mapping[str, int] = field(default_factory=dict)  #: what it covered, by sort

    @property
    def label(self) -> str:
        return f"R-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingTerms:
    """How long everything is kept, as configuration and charter say."""

    days: Mapping[str, int]  #: by class, of `models.Retention`
    people: int | None  #: findings about people, of the last charter there was; None: never one


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRun:
    """What one run of retention did, or would do; counts by class."""

    deleted: Mapping[str, int]
    held: Mapping[str, int]  #: over, but under legal hold
    under_way: Mapping[str, int]  #: over, but part of a case that is not closed
    undecided: int  #: findings about people that are over, were they decided
    journal_emptied: bool = True  #: False: another process reads; the next run tries again


@dataclass(frozen=True, slots=True, kw_only=True)
class SentHead:
    """The head of the audit trail as it left the machine, or as somebody holds it."""

    head: str  #: hash, or its beginning
    rows: int | None = None  #: how many rows the trail had then
    at: datetime | None = None
    where: str = "given"  #: `digest`, `file`, `journal` or `given`


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditMonth:
    """What there was in one month, for the self-audit: ids, acts and counts."""

    since: datetime
    until: datetime
    runs: Mapping[tuple[str, str], int]  #: sweeps by source and outcome
    acts: Mapping[tuple[str, str], int]  #: everything in the audit trail, by actor and act
    deletions: tuple[Deletion, ...]
    holds: tuple[Hold, ...]  #: that stood at any time of it
    requests: tuple[Request, ...]
    changes: tuple[tuple[datetime, str, str], ...]  #: when, `watchlist` or `rules`, digest since
    charters: tuple[str, ...]  #: versions under which something about people was found or done
    rows: int  #: of the audit trail at its end
    head: str  #: of the audit trail at its end
