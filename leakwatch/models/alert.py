"""What goes out to a channel: no name, no contact data, nothing sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from leakwatch.models.announcement import Bulletin
from leakwatch.models.digest import Digest
from leakwatch.models.duty import Reminder
from leakwatch.models.finding import Kind, Severity, Status
from leakwatch.models.side_job import Approval


class AlertKind(StrEnum):
    FINDINGS = "findings"  #: one sighting with its findings
    BASELINE = "baseline"  #: one summary of a first sweep
    REVIEW = "review"  #: one summary of findings that a changed watchlist or rule set brought
    HEALTH = "health"  #: a source went blind or came back
    QUARANTINE = "quarantine"  #: a source stayed blind, and is swept more rarely from now on
    STORM = "storm"  #: a sweep found more than goes out one by one: its alerts follow in the thread
    STATUS = "status"  #: somebody decided on a finding that was told
    ESCALATION = "escalation"  #: nobody has touched a finding in the time its route allows
    REMINDER = "reminder"  #: something of casework is due
    DIGEST = "digest"  #: what there was in a day or a week
    ANNOUNCEMENT = "announcement"  #: the rules are made known to all staff
    ALARM = "alarm"  #: something could not be delivered; goes to the fallback channel


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFinding:
    """One finding as a channel may see it."""

    number: int
    kind: Kind
    severity: Severity
    score: float
    subject: str  #: pseudonym: `person:E012`, `unknown`, `company`, `term:T08`
    reasons: tuple[tuple[str, float], ...] = ()  #: (rule, weight), heaviest first
    sensitivity: int = 0  #: the highest among the terms behind it
    excerpt: str = ""  #: names, contact data and terms of sensitivity 2 and above as labels
    reopened: bool = False
    returned: bool = False  #: it was not to be seen for a while
    new_entries: tuple[str, ...] = ()  #: what is new since last time, as entry ids
    fits: tuple[int, int] | None = None  #: how many on the roster fit what is said, of how many
    approval: Approval | None = None  #: what the register of side jobs says of it

    @property
    def label(self) -> str:
        return f"F-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a finding stands, as a channel may see it."""

    number: int
    status: Status
    verdict: str | None = None  #: what brought it there, of `review.VERDICTS`
    actor: str | None = None  #: id of the reviewer who gave it
    at: datetime | None = None
    until: datetime | None = None  #: end of a snooze


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
    )  #: summaries: severity or outcome → number; ALARM: channel → alerts that did not arrive
    reasons: tuple[str, ...] = ()  #: why a source is blind or an alert was refused, by name
    sweep: int | None = None  #: of the sweep that brought it
    standing: Standing | None = None  #: STATUS: how the finding stands now
    since: datetime | None = None  #: ESCALATION: since when nobody has touched it
    mention: tuple[str, ...] = ()  #: Slack ids of users and user groups to be called
    digest: Digest | None = None  #: DIGEST: what it says
    bulletin: Bulletin | None = None  #: ANNOUNCEMENT: what it says
    reminders: tuple[Reminder, ...] = ()  #: REMINDER: one, or many after a time of silence
