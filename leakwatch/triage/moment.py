"""The moment of an action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One moment, and where its day is counted."""

    now: datetime  #: UTC-aware
    zone: tzinfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()
