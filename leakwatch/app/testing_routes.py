"""Each route tried by a sample: what it would take, where that goes now, and whether it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import TypeVar
from zoneinfo import ZoneInfo

from leakwatch.app.placing import dressed_by, place
from leakwatch.config import Settings
from leakwatch.errors import N_, NotifyError, UsageError
from leakwatch.models import (
    UNKNOWN,
    Alert,
    AlertFinding,
    AlertKind,
    Delivery,
    Duty,
    Kind,
    OutboxEntry,
    Posting,
    Receipt,
    Reminder,
    Route,
    Routed,
    Severity,
    Stage,
)
from leakwatch.notify import Notifier
from leakwatch.notify.actions import SAMPLE

T = TypeVar("T")

#: What a sample is called in place of a source that no route asks for.
_SOURCE = "sample"
#: A critical one is often told where others wait, and so shows less.
_SEVERITIES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.CRITICAL)
#: What takes routes, but for the digest, which does so only where it is named.
_BY_NAME = frozenset({AlertKind.DIGEST, AlertKind.STATUS, AlertKind.ANNOUNCEMENT, AlertKind.ALARM})
_ALERTS = tuple(kind for kind in AlertKind if kind not in _BY_NAME)
_MARK = "sample / 見本"
_SECRET = 3
#: Kinds of alerts about no finding, which count sweeps; all others count or show findings.
_OF_A_SOURCE = frozenset({AlertKind.HEALTH, AlertKind.QUARANTINE})
_OF_FINDINGS = frozenset({AlertKind.FINDINGS, AlertKind.ESCALATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One route, or what comes to those that none takes, and the sample that shows it."""

    route: Route | None  #: None: what no route takes, or an alarm
    alert: Alert
    routed: Routed  #: where the sample goes now

    @property
    def reached(self) -> bool:
        """Whether the sample takes the route that it is made for."""
        return self.routed.route == (self.route.name if self.route else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of one sample in one channel."""

    channel: str
    receipt: Receipt | None = None
    error: NotifyError | None = None


def trials(settings: Settings, *, now: datetime, route: str | None = None) -> tuple[Trial, ...]:
    """A trial of each route in its order, of what none takes, and of an alarm.

    With `route` of that one alone; raises UsageError when there is none of that name.
    """
    routes = settings.routing.routes
    if route is not None:
        routes = tuple(one for one in routes if one.name == route)
        if not routes:
            raise UsageError(
                N_("there is no route {name} in routing.yaml: known are {known}"),
                name=route,
                known=", ".join(one.name for one in settings.routing.routes) or "-",
            )
    found = [_trial(one, settings, now) for one in routes]
    if route is None:
        # where a route takes everything nothing is left over
        found += [one for one in (_trial(None, settings, now),) if one.reached]
        found.append(_alarm(settings, now))
    return tuple(found)


async def send_sample(trial: Trial, notifier: Notifier, settings: Settings) -> tuple[Tried, ...]:
    """Send the sample of `trial` to each of its channels at once, quiet hours or not."""
    tried: list[Tried] = []
    for channel in (trial.routed.channel, *trial.routed.also):
        try:
            receipt = await notifier.send(_posting(trial, channel, settings))
        except NotifyError as error:
            tried.append(Tried(channel=channel, error=error))
        else:
            tried.append(Tried(channel=channel, receipt=receipt))
    return tuple(tried)


def _posting(trial: Trial, channel: str, settings: Settings) -> Posting:
    """The sample in the dress of its route, and known as one at first sight."""
    alert, routed = trial.alert, trial.routed
    key = f"{alert.key}@{channel}"
    posting = Posting(key=key, alert=alert, channel=channel)
    entry = OutboxEntry(
        id=0, key=key, alert=alert, state=Delivery.SENDING, channel=channel, route=routed.route
    )
    dressed = dressed_by(settings)(posting, entry)
    return replace(dressed, lead=f"[{_MARK}] {dressed.lead}".rstrip())


def _trial(route: Route | None, settings: Settings, now: datetime) -> Trial:
    """With the first sample that takes the way it is made for, if any does."""
    first: Trial | None = None
    for alert in _samples(route, now.astimezone(ZoneInfo(settings.timezone))):
        trial = Trial(route=route, alert=alert, routed=place(alert, settings, now=now))
        if trial.reached:
            return trial
        first = first or trial
    assert first is not None
    return first


def _alarm(settings: Settings, now: datetime) -> Trial:
    alarm = Alert(
        key=_key("alarm", now),
        kind=AlertKind.ALARM,
        source=_SOURCE,
        channel=None,
        created_at=now,
        reasons=("sample",),
    )
    return Trial(route=None, alert=alarm, routed=place(alarm, settings, now=now))


def _samples(route: Route | None, now: datetime) -> Iterator[Alert]:
    """Alerts that fit `route`, the likeliest first."""
    wanted = route or Route(name="")
    name = route.name if route else "-"
    for alert, severity, kind, sensitivity in product(
        _chosen(wanted.alerts, _ALERTS) or (AlertKind.DIGEST,),
        _chosen(wanted.severities, _SEVERITIES),
        _chosen(wanted.kinds, tuple(Kind)),
        range(wanted.sensitivity, _SECRET + 1),
    ):
        yield Alert(
            key=_key(name, now),
            kind=alert,
            source=min(wanted.sources, default=_SOURCE),
            channel=None,
            created_at=now,
            findings=_findings(alert, severity, kind, sensitivity),
            counts=_counts(alert, severity),
            since=now if alert is AlertKind.ESCALATION else None,
            reminders=_reminders(alert, now),
        )


def _chosen(wanted: frozenset[T], every: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(one for one in every if not wanted or one in wanted)


def _findings(
    alert: AlertKind, severity: Severity, kind: Kind, sensitivity: int
) -> tuple[AlertFinding, ...]:
    if alert not in _OF_FINDINGS:
        return ()
    finding = AlertFinding(
        number=SAMPLE,
        kind=kind,
        severity=severity,
        score=0.5,
        subject=UNKNOWN,
        sensitivity=sensitivity,
        excerpt=_MARK,
    )
    return (finding,)


def _reminders(alert: AlertKind, now: datetime) -> tuple[Reminder, ...]:
    if alert is not AlertKind.REMINDER:
        return ()
    duty = Duty(what="case.waiting", label=f"C-{SAMPLE}", due=now.date(), owner="")
    return (Reminder(duty=duty, stage=Stage.DAY),)


def _counts(alert: AlertKind, severity: Severity) -> dict[str, int]:
    if alert in _OF_FINDINGS or alert is AlertKind.REMINDER:
        return {}
    return {"blocked": 1} if alert in _OF_A_SOURCE else {severity.value: 1}


def _key(name: str, now: datetime) -> str:
    return f"sample:{name}:{now.isoformat()}"
