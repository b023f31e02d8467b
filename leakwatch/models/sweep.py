"""One run over one source, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from leakwatch.models.explanation import Suppressed


class Outcome(StrEnum):
    OK = "ok"  #: something seen, canary passed
    NONE = "none"  #: verified: nothing there
    PARTIAL = "partial"
    CHANGED = "changed"  #: the layout is not what the definition says
    BLOCKED = "blocked"
    FAILED = "failed"

    @property
    def clean(self) -> bool:
        return self in {Outcome.OK, Outcome.NONE}


#: Worst first: when several apply the first wins.
PRECEDENCE = (
    Outcome.FAILED,
    Outcome.BLOCKED,
    Outcome.CHANGED,
    Outcome.PARTIAL,
    Outcome.NONE,
    Outcome.OK,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProblem:
    """Something wrong with one page that a spider saw and went on from; counted under its name."""

    name: str  #: such as `layout_changed`, `broken_document`
    url: str
    listing: bool = False  #: the page was to lead to others, so more than itself is lost
    where: str = ""  #: FILE:LINE, or file and key, of the definition that does not fit


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file was read, as a page is: said by spiders that visit nobody."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The newest item a source showed so far; the next sweep may begin there."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    source: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()  #: names such as `no_canary`, `http_403`, `page_limit`
    started_at: datetime
    ended_at: datetime
    requests: int = 0
    pages: int = 0  #: answers that were read
    bytes: int = 0
    sightings: int = 0
    judged: int = 0  #: sightings that were held against the watchlist
    unchanged: int = 0  #: sightings known to be as they were when they were last judged
    findings: int = 0
    new_findings: int = 0
    suppressed: int = 0
    suppressions: tuple[Suppressed, ...] = ()  #: the same, by rule and entry
    errors: Mapping[str, int] = field(default_factory=dict)  #: named, counted page errors
    #: Pages asked directly, by what came out (`models.CHECKS`); the log has it with each finding.
    checks: Mapping[str, int] = field(default_factory=dict)
    baseline: bool = False  #: the first sweep of the source: one summary instead of alerts
    dry_run: bool = False

    @property
    def gone_tracking(self) -> bool:
        """Whether what this sweep did not see may be called missing."""
        return tracks_gone(self.outcome, self.reasons)


def tracks_gone(outcome: Outcome, reasons: tuple[str, ...]) -> bool:
    """Whether a sweep that ended so has read all of its source."""
    return outcome.clean and "page_limit" not in reasons
