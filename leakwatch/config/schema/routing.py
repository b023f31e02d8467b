"""`routing.yaml`: which alert goes where, how, and when."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from leakwatch.config import addresses
from leakwatch.config.schema.base import Date, Entry, Id, Many, Text, duration, rule, whole
from leakwatch.config.schema.source_standing import QuietSpan
from leakwatch.errors import N_
from leakwatch.models import AlertKind, Kind, Severity

_MEDIA = re.compile(r"#[^\s#@,]{1,80}|[CGD][A-Z0-9]{6,}|terminal|webhook:[A-Za-z0-9][\w.-]{0,63}")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_HOUR, _DAY = 3_600, 86_400


def _place(text: str) -> str:
    if text.startswith("mail:") and addresses.is_mail(text.removeprefix("mail:")):
        return text
    if not _MEDIA.fullmatch(text):
        raise rule(
            N_("a Slack channel, mail:ADDRESS, webhook:NAME or terminal"),
            remedy=N_("put a channel's name in quotes: # begins a comment"),
        )
    return text


def _called(text: str) -> str:
    if not re.fullmatch(r"[SUW][A-Z0-9]{5,20}", text):
        raise rule(
            N_("the Slack id of a user group or a member, as in {example}"), example="S0ABC1DEF"
        )
    return text


def _minute(value: object) -> object:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise rule(N_("a time of day, as in {example}"), example="09:00")
    return 60 * int(match[1]) + int(match[2])


Place = Annotated[str, AfterValidator(_place)]
Called = Annotated[str, AfterValidator(_called)]
Minute = Annotated[
    int,
    BeforeValidator(_minute),
    WithJsonSchema({"type": "string", "pattern": _TIME.pattern}),
]


class Weekday(StrEnum):
    """In the order of `datetime.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class WhenEntry(Entry):
    alert: Annotated[
        Many[AlertKind], Field(description="What kind of message it is; empty: any.")
    ] = ()
    kind: Annotated[Many[Kind], Field(description="Kinds of the gravest finding.")] = ()
    severity: Annotated[
        Many[Severity], Field(description="Severities of the gravest finding.")
    ] = ()
    source: Annotated[Many[Id], Field(description="Names of sources.")] = ()
    sensitivity: Annotated[
        Annotated[int, whole(1, 3)] | None,
        Field(description="A term of at least this sensitivity stands there."),
    ] = None


class QuietEntry(Entry):
    hours: Annotated[QuietSpan | None, Field(description="Hours of silence each day.")] = None
    free_days: Annotated[
        bool, Field(description="Silence on weekends, public and company holidays as well.")
    ] = False
    but: Annotated[Many[Severity], Field(description="Severities that are told all the same.")] = (
        Severity.CRITICAL,
    )


class EscalateEntry(Entry):
    """Exactly one of `after` and `business_days`."""

    owner: Annotated[Id, Field(description="Reviewer whose deputy is called.")]
    after: Annotated[
        Annotated[float, duration(60, 30 * _DAY, "1m - 30d")] | None,
        Field(description="Time in which somebody has to touch it."),
    ] = None
    business_days: Annotated[
        Annotated[int, whole(1, 30)] | None,
        Field(description="The same in business days of the company."),
    ] = None
    severity: Annotated[Many[Severity], Field(description="Severities that are watched over.")] = (
        Severity.HIGH,
        Severity.CRITICAL,
    )

    @model_validator(mode="after")
    def check(self) -> EscalateEntry:
        if (self.after is None) == (self.business_days is None):
            raise rule(N_("one of after and business_days"))
        return self


class RouteEntry(Entry):
    name: Annotated[Id, Field(description="Stands in lists and messages.")]
    when: Annotated[
        WhenEntry | None, Field(description="What takes this route; without it, everything.")
    ] = None
    channel: Annotated[
        Place | None, Field(description="Where it goes; else the source's channel or the default.")
    ] = None
    also: Annotated[Many[Place], Field(description="Where a copy goes.")] = ()
    mention: Annotated[Many[Called], Field(description="User groups and members to call.")] = ()
    deliver: Annotated[
        Literal["at_once", "digest"], Field(description="At once, or with the next digest.")
    ] = "at_once"
    quiet: Annotated[QuietEntry | None, Field(description="When it has to wait.")] = None
    escalate: Annotated[
        EscalateEntry | None, Field(description="Who is called when nobody touches it.")
    ] = None
    language: Annotated[Literal["en", "ja"] | None, Field(description="Language there.")] = None
    lead: Annotated[
        Text | None,
        Field(description="First line; may hold {severity}, {kind}, {source}, {findings}."),
    ] = None


class DigestEntry(Entry):
    every: Annotated[Literal["day", "week"], Field(description="How often.")]
    at: Annotated[Minute, Field(description="Time of day, as HH:MM.")]
    on: Annotated[Weekday | None, Field(description="With every: week, its day.")] = None
    channel: Annotated[Place | None, Field(description="Where; else the default channel.")] = None
    folder: Annotated[
        Text | None, Field(description="Folder that gets it as Markdown and HTML too.")
    ] = None
    language: Annotated[Literal["en", "ja"] | None, Field(description="Language of it.")] = None


class CalendarEntry(Entry):
    holidays: Annotated[
        Many[Date], Field(description="Days off beside weekends and public holidays.")
    ] = ()
    work_days: Annotated[Many[Date], Field(description="Worked all the same.")] = ()


class RoutingFile(Entry):
    routes: Annotated[
        tuple[RouteEntry, ...], Field(description="The first one that fits is taken.")
    ] = ()
    storm: Annotated[
        Annotated[int, whole(1, 1_000)],
        Field(description="Alerts of one sweep that go out one by one."),
    ] = 20
    fallback: Annotated[
        Place, Field(description="Where it is said that something could not be delivered.")
    ] = "terminal"
    digests: Annotated[tuple[DigestEntry, ...], Field(description="Reports by the clock.")] = ()
    calendar: Annotated[CalendarEntry | None, Field(description="Days off of the company.")] = None
    intervals: Annotated[
        dict[Place, Annotated[float, duration(0.01, _HOUR, "10ms - 1h")]],
        Field(description="Channel → time between two messages; else that of slack.interval."),
    ] = Field(default_factory=dict)
