"""What somebody was told of and nobody has touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leakwatch.models.alert import Alert
from leakwatch.models.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A finding that an alert told of and that nobody has touched since it was opened."""

    number: int
    opening: int  #: which of its openings: each is escalated once
    severity: Severity  #: as it stands now
    alert: Alert  #: that told of it, without sealed excerpts
    entry: str  #: key of that alert's entry in the outbox
    route: str
    channel: str
    arrived: bool  #: False: it was refused, or nobody knows whether it arrived
    since: datetime  #: when it arrived; when it was queued, if it did not

    @property
    def key(self) -> str:
        """Of the escalation, which makes it happen once."""
        return f"escalation:F-{self.number}:{self.opening}"
