"""Why a finding is one, as the log keeps it: ids, weights and counts; quotes are kept sealed."""

from __future__ import annotations

from dataclasses import dataclass

from leakwatch.models.side_job import Approval
from leakwatch.models.sighting import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """Hits set aside by one rule, counted; never the words themselves."""

    rule: str  #: what set them aside: a guard of `match`, or a doubt of `score.WEIGHTS`
    entry: str  #: id on the watchlist; empty when the doubt is about the page
    matched: str = ""  #: the rule of `match.RULES` that had found them
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSuppressed:
    """What one sweep of a source set aside."""

    sweep: int
    source: str
    suppressed: Suppressed


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedReason:
    """One line of a stored explanation."""

    rule: str  #: key into `score.WEIGHTS`
    weight: float
    entry: str = ""  #: empty for what the page's wording says
    matched: str = ""  #: rule of `match.RULES` behind it
    field: str = ""
    quote: str = ""  #: empty unless revealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that is kept of a judgement besides its score."""

    reasons: tuple[LoggedReason, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()  #: on the same page
    fits: tuple[int, int] | None = None  #: how many on the roster fit, of how many
    taken: Taken | None = None  #: what the page was taken for, where its source does not say
    cuts: int = 0  #: places where a protected topic cut what is kept
    approval: Approval | None = None  #: what the register of side jobs said of it
