"""What goes into one transaction of a sweep, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leakwatch.models import Finding, Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sighting with the findings it gave."""

    sighting: Sighting
    findings: tuple[Finding, ...]
    plain: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A finding that is new, or open again, under its number in the log."""

    finding: Finding
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What one transaction brought."""

    new: int  #: findings
    alerts: int
    opened: tuple[Opened, ...] = ()
