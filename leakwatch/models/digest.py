"""What there was in a day or a week, in counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from leakwatch.models.health import Sight


class Age(StrEnum):
    """How long a finding has been waiting for a decision."""

    DAY = "day"  #: less than a day
    WEEK = "week"  #: less than seven days
    MONTH = "month"  #: less than thirty days
    OLDER = "older"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """A source that is not seen."""

    source: str
    sight: Sight  #: BLIND or QUARANTINED
    reasons: tuple[str, ...] = ()  #: by name, newest first
    since: datetime | None = None  #: end of its last clean sweep; None: it was never seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """Something that ends within a month, or has ended."""

    what: str  #: `charter` or `reviewer`
    id: str = ""  #: of the reviewer
    on: date  #: its last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Counts, ids and names of sources; nothing of a page and no name of a person."""

    since: datetime
    until: datetime
    language: str | None = None  #: None: that of the installation
    severities: Mapping[str, int] = field(default_factory=dict)  #: new findings
    kinds: Mapping[str, int] = field(default_factory=dict)  #: the same
    open: Mapping[str, int] = field(default_factory=dict)  #: to be decided at the end, by `Age`
    verdicts: Mapping[str, int] = field(default_factory=dict)  #: given, whatever they led to
    judged: int = 0  #: findings that were decided
    dismissed: int = 0  #: of those, the ones dismissed
    sweeps: Mapping[str, int] = field(default_factory=dict)  #: ended, by outcome
    blind: tuple[Blind, ...] = ()
    never_swept: tuple[str, ...] = ()  #: sources
    undelivered: Mapping[str, int] = field(default_factory=dict)  #: by state of delivery
    expiring: tuple[Expiring, ...] = ()  #: soonest first
    overdue: Mapping[str, int] = field(default_factory=dict)  #: duties of casework, by name
    suppressed: Mapping[str, int] = field(default_factory=dict)  #: by rule
    audit_head: str = ""  #: hash of the last row of the audit trail
    audit_rows: int = 0
    minutes: int = 0  #: minutes that the service could have run
    lived: int = 0  #: of those, the ones it ran in
    healthy: int = 0  #: of those, the ones in which it was well
    gathered: int = 0  #: alerts that follow in the thread

    @property
    def false_alarms(self) -> float | None:
        """The share of the decided that was dismissed; None where nothing was decided."""
        return self.dismissed / self.judged if self.judged else None
