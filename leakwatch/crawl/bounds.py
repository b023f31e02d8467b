"""What one crawl may do, beside what its source says: what is left of the day, and of the hour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """All of them None: nothing is bound."""

    requests: int | None = None  #: left of the day's budget, robots.txt and repeats included
    seconds: float | None = None  #: until quiet hours begin
    listings: int | None = None  #: pages that lead to others; for a probe
    details: int | None = None  #: pages that do not; for a probe
