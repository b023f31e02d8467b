"""What goes out to a channel: no name, no contact data, nothing sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from leakwatch.models.finding import Kind, Severity


class AlertKind(StrEnum):
    FINDINGS = "findings"  #: one sighting with its findings
    BASELINE = "baseline"  #: one summary of a first sweep
    REVIEW = "review"  #: one summary of findings that a changed watchlist or rule set brought
    HEALTH = "health"  #: a source went blind or came back
    QUARANTINE = "quarantine"  #: a source stayed blind, and is swept more rarely from now on


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFinding:
    """One finding as a channel may see it."""

    number: int
    kind: Kind
    severity: Severity
    score: float
    subject: str  #: pseudonym: `person:E012`, `unknown`, `company`, `term:T08`
    reasons: tuple[tuple[str, float], ...] = ()  #: (rule, weight), heaviest first
    excerpt: str = ""  #: names, contact data and terms of sensitivity 2 and above as labels
    reopened: bool = False
    returned: bool = False  #: it was not to be seen for a while
    new_entries: tuple[str, ...] = ()  #: what is new since last time, as entry ids

    @property
    def label(self) -> str:
        return f"F-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message; `key` makes its delivery happen once."""

    key: str
    kind: AlertKind
    source: str
    channel: str | None  #: None is the default channel
    created_at: datetime
    findings: tuple[AlertFinding, ...] = ()  #: gravest first
    url: str | None = None  #: only where the source shows no personal data
    counts: Mapping[str, int] = field(
        default_factory=dict
    )  #: summaries: severity or outcome → number
    reasons: tuple[str, ...] = ()  #: why a source is blind, by name


class Delivery(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    RETRY = "retry"
    UNKNOWN = "unknown"  #: cannot be decided whether it arrived; listed, never re-sent blindly
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    id: int
    alert: Alert
    state: Delivery
    attempts: int = 0
    next_at: datetime | None = None
    error: str | None = None  #: name of the last error
    receipt: str | None = (
        None  #: the channel's own id of the message (Slack: `C123/1700000000.000100`)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The channel's own word that it took the message."""

    reference: str  #: such as `C123/1700000000.000100`
