"""Why a sighting is worth a person's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leakwatch.models.explanation import Explanation
from leakwatch.models.side_job import Approval
from leakwatch.models.sighting import Sighting, Taken


class Kind(StrEnum):
    REGISTRATION = "registration"
    FORMER_REGISTRATION = "former_registration"
    SOLICITATION = "solicitation"
    LEAK = "leak"
    OFFICIAL = "official"
    MENTION = "mention"


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Status(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    APPROVED = "approved"
    SNOOZED = "snoozed"
    GONE = "gone"
    CLOSED = "closed"


class EntryKind(StrEnum):
    """What on the watchlist a hit points to."""

    COMPANY = "company"
    PERSON = "person"
    TERM = "term"
    SITE = "site"
    DIVISION = "division"
    PROFILE = "profile"
    PAGE = "page"  #: none of them: the page itself is watched, under its source's name


#: Subjects that are no person and no term.
UNKNOWN, COMPANY = "unknown", "company"


def person_subject(roster_id: str) -> str:
    return f"person:{roster_id}"


def person_of(subject: str) -> str | None:
    """The roster id of a subject that is a person."""
    kind, _, roster_id = subject.partition(":")
    return roster_id if kind == "person" else None


def term_subject(term_id: str) -> str:
    return f"term:{term_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One reason to believe that a sighting concerns us."""

    entry: str  #: id on the watchlist: company, roster, term, site or division id
    entry_kind: EntryKind
    rule: str  #: name of the rule in `match.RULES`
    field: str  #: `title`, `text` or the name of a labelled field
    start: int  #: code-point offsets into that field's original text
    end: int
    quote: str  #: exactly `field[start:end]`
    folded: str  #: the quote as folded; part of the signature
    strength: float = 1.0  #: 0-1, how literal the hit is; weak forms are below 1
    sensitivity: int = 0  #: of the term, else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A hit that was found and set aside, and the rule that did it."""

    hit: Hit
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One line of an explanation: a weight of the table and the hit that earned it."""

    rule: str  #: key into `score.WEIGHTS`; the catalogue holds its words
    weight: float  #: log-odds added (or, when negative, subtracted)
    hit: Hit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sighting and a subject worth a person's time, as `score.assess` judged it."""

    sighting: Sighting
    kind: Kind
    subject: str  #: `person:ROSTER_ID`, `unknown`, `company` or `term:ID`
    score: float  #: probability, 0.00-1.00
    severity: Severity
    hits: tuple[Hit, ...]
    reasons: tuple[Reason, ...]  #: heaviest first; their weights and the prior sum up to the score
    watchlist_digest: str = ""
    rules_digest: str = ""
    charter_version: str | None = None
    suppressions: tuple[Suppression, ...] = ()  #: what else the page had, for the explanation
    taken: Taken | None = None  #: None: the source says what its pages are
    fits: tuple[int, int] | None = (
        None  #: how many on the roster fit what an anonymous page says, of how many
    )
    approval: Approval | None = None  #: what the register of side jobs says of it

    @property
    def signature(self) -> frozenset[tuple[str, str, str]]:
        """The (entry, rule, folded quote) triples a verdict holds for."""
        return frozenset((hit.entry, hit.rule, hit.folded) for hit in self.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Matched text with a little context; all that is kept of a page."""

    field: str
    before: str
    quote: str
    after: str
    entry: str
    entry_kind: EntryKind
    rule: str
    sensitivity: int = 0
    cuts: int = 0  #: sides (0-2) that a protected topic cut short
    new: bool = False  #: it was not there before the finding was opened again


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedFinding:
    """A finding as the findings log holds it."""

    number: int  #: shown as F-1042, for ever the same
    source: str
    kind: Kind
    subject: str
    score: float
    severity: Severity
    status: Status
    first_seen: datetime
    last_seen: datetime
    missing_since: datetime | None  #: first clean sweep that no longer saw it
    snoozed_until: datetime | None = None
    verdict: str | None = None
    reasons: tuple[tuple[str, float], ...] = ()  #: (rule, weight), heaviest first
    confidential: bool = True  #: title, url and excerpts are sealed
    withheld: bool = False  #: found without the sealing key: there is no detail
    url: str | None = None  #: None while sealed and not revealed
    title: str | None = None
    excerpts: tuple[Excerpt, ...] = ()
    watchlist_digest: str = ""
    rules_digest: str = ""
    charter_version: str | None = None
    explanation: Explanation | None = None  #: None: sealed with a key that is not here, or erased

    @property
    def label(self) -> str:
        return f"F-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of what became of a finding."""

    at: datetime
    act: str  #: a key of `models.ACTS`, or the verdict
    status: Status  #: what it was from then on
    actor: str | None = None  #: None: leakwatch itself
    entries: tuple[str, ...] = ()  #: entries of the watchlist that were new, or lost
    facts: tuple[str, ...] = ()  #: of an absence: the sweep, and how a check came out

    @property
    def detail(self) -> str:
        return " ".join([self.status.value, *self.changes, *self.facts])

    @property
    def changes(self) -> tuple[str, ...]:
        """Entries that came with it, or went."""
        sign = "-" if self.act == "lost" else "+"
        return tuple(f"{sign}{entry}" for entry in self.entries)
