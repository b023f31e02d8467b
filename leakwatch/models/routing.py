"""Which alert goes where, how, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from leakwatch.models.alert import Alert, AlertKind
from leakwatch.models.finding import Kind, Severity
from leakwatch.models.standing import Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteQuiet:
    """When a route says nothing but what cannot wait; times are those of the installation."""

    span: Quiet | None = None  #: None: no hours, but free days may be quiet
    free_days: bool = False  #: weekends, public and company holidays as well
    but: frozenset[Severity] = frozenset({Severity.CRITICAL})  #: said all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Who is called when nobody has touched a finding in time; exactly one time is given."""

    owner: str  #: reviewer whose deputy is called
    seconds: float | None = None
    business_days: int | None = None
    severities: frozenset[Severity] = frozenset({Severity.HIGH, Severity.CRITICAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The first one that an alert fits takes it; an empty condition holds for everything."""

    name: str
    alerts: frozenset[AlertKind] = frozenset()
    kinds: frozenset[Kind] = frozenset()  #: of the gravest finding
    severities: frozenset[Severity] = frozenset()  #: of the gravest finding
    sources: frozenset[str] = frozenset()
    sensitivity: int = 0  #: at least this, of any finding
    channel: str | None = None  #: None: the source's own, else the default one
    also: tuple[str, ...] = ()  #: further channels that get a copy
    mention: tuple[str, ...] = ()  #: Slack ids of users (U…) and user groups (S…)
    digest: bool = False  #: not at once: in the thread of the next digest
    quiet: RouteQuiet | None = None
    escalation: Escalation | None = None
    language: str | None = None
    lead: str = ""  #: first line of the message; may hold {severity} {kind} {source} {findings}
    where: str = ""  #: FILE:LINE


class Period(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    period: Period
    minute: int  #: after midnight
    weekday: int = 0  #: WEEKLY: 0 is Monday
    channel: str | None = None  #: None: the default one
    folder: str | None = None  #: absolute; Markdown and HTML are written there as well
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """`config/routing.yaml`."""

    routes: tuple[Route, ...] = ()
    storm: int = 20  #: alerts of one sweep that go out one by one
    fallback: str = "terminal"  #: where it is said that something could not be delivered
    digests: tuple[DigestPlan, ...] = ()
    free_days: frozenset[date] = frozenset()  #: company holidays beside the public ones
    work_days: frozenset[date] = frozenset()  #: worked although weekend or holiday
    intervals: Mapping[str, float] = field(default_factory=dict)  #: channel → seconds between two


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """What routing decided for one alert."""

    channel: str
    route: str | None = None
    also: tuple[str, ...] = ()  #: channels that get a copy under a key of its own
    gather: str | None = None  #: what it waits to be told under
    not_before: datetime | None = None  #: end of quiet hours


def _at_once(_channel: str) -> float:
    return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTerms:
    """What delivery goes by."""

    #: where an alert goes, as of a moment; None: into its own channel, else the default one
    decide: Callable[[Alert, datetime], Routed] | None = None
    interval: Callable[[str], float] = _at_once  #: seconds between two messages to a channel
    fallback: str | None = None  #: channel for alarms; None: nobody is alarmed
    default: str = ""  #: where an alert went that names no channel, before there were routes
