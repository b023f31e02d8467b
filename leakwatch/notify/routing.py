"""Pure: which alert goes where, when, and in which dress; the first route that it fits takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from string import Formatter
from typing import cast

from leakwatch.locale import Catalogue, Language, catalogue
from leakwatch.locale.named import ALERTS
from leakwatch.models import (
    Alert,
    AlertKind,
    Form,
    OutboxEntry,
    Posting,
    Route,
    Routed,
    Routing,
    Severity,
)
from leakwatch.notify import phrases
from leakwatch.notify.inert import inert
from leakwatch.notify.silence import end_of_silence

#: What alerts that wait for a digest wait under.
DIGEST = "digest"
#: What may wait: for the end of quiet hours, or for a digest.
_PATIENT = frozenset(
    {
        AlertKind.FINDINGS,
        AlertKind.BASELINE,
        AlertKind.REVIEW,
        AlertKind.HEALTH,
        AlertKind.QUARANTINE,
    }
)
#: A summary that holds others back must not wait for a digest, nor a reminder, but they keep quiet
#: hours.
_QUIET = _PATIENT | {AlertKind.STORM, AlertKind.REMINDER}
#: A route takes these only when its `when.alert` names them: a rule for everything is not meant.
_ONLY_BY_NAME = frozenset({AlertKind.DIGEST})
_LABELS, _SOURCE_LIMIT = 5, 60


def decide(alert: Alert, routing: Routing, *, default: str, now: datetime, zone: tzinfo) -> Routed:
    """Where `alert` goes, and when; whatever the configuration holds, it goes somewhere.

    `default` is the channel of what neither a route nor a source places; `zone` that of quiet
    hours. Alarms go to the fallback channel, at once, whatever the routes say.
    """
    if alert.kind is AlertKind.ALARM:
        return Routed(channel=routing.fallback)
    if alert.kind is AlertKind.ANNOUNCEMENT:  # to all staff, wherever alerts go
        return Routed(channel=alert.channel or default)
    route = route_of(alert, routing)
    if route is None:
        return Routed(channel=alert.channel or default)
    channel = _channel(alert, route, default)
    gather = DIGEST if _waits_for_digest(alert, route, routing) else None
    return Routed(
        channel=channel,
        route=route.name,
        also=tuple(one for one in dict.fromkeys(route.also) if one != channel),
        gather=gather,
        not_before=None if gather else _not_before(alert, route, routing, now=now, zone=zone),
    )


def route_of(alert: Alert, routing: Routing) -> Route | None:
    """The first route that `alert` fits."""
    for route in routing.routes:
        if _fits(alert, route):
            return route
    return None


def route_named(name: str | None, routing: Routing) -> Route | None:
    """The route called `name`; None when there is none by now."""
    return next((route for route in routing.routes if route.name == name), None)


def severity_of(alert: Alert) -> Severity | None:
    """That of the gravest finding it tells of, or counts; None when it is about no finding."""
    if alert.findings:
        return alert.findings[0].severity
    counted = [severity for severity in reversed(Severity) if alert.counts.get(severity.value)]
    return counted[0] if counted else None


def styled(
    posting: Posting, entry: OutboxEntry, routing: Routing, *, language: Language
) -> Posting:
    """`posting` in the language of its route, with whom it calls and its first line.

    `language` is that of the installation. A line in a thread calls only whom the alert itself
    names: the group was called by the message above it.
    """
    route = route_named(entry.route, routing)
    called = posting.alert.mention
    if route is None:
        return replace(posting, mention=called)
    spoken = cast("Language", route.language or posting.language or language)
    own = posting.form is not Form.REPLY and posting.alert.kind in _QUIET
    return replace(
        posting,
        language=route.language or posting.language,
        mention=tuple(dict.fromkeys((*(route.mention if own else ()), *called))),
        lead=_filled(route.lead, posting.alert, catalogue(spoken)) if own else "",
    )


def _fits(alert: Alert, route: Route) -> bool:
    if alert.kind in _ONLY_BY_NAME and alert.kind not in route.alerts:
        return False
    gravest = alert.findings[0] if alert.findings else None
    sensitivity = max((finding.sensitivity for finding in alert.findings), default=0)
    return (
        _among(alert.kind, route.alerts)
        and _among(gravest and gravest.kind, route.kinds)
        and _among(severity_of(alert), route.severities)
        and _among(alert.source, route.sources)
        and sensitivity >= route.sensitivity
    )


def _among(value: object, wanted: frozenset[object]) -> bool:
    return not wanted or value in wanted


def _channel(alert: Alert, route: Route, default: str) -> str:
    """A digest has its own channel in its plan; everything else goes where the route says."""
    if alert.kind is AlertKind.DIGEST and alert.channel:
        return alert.channel
    return route.channel or alert.channel or default


def _waits_for_digest(alert: Alert, route: Route, routing: Routing) -> bool:
    return route.digest and bool(routing.digests) and alert.kind in _PATIENT


def _not_before(
    alert: Alert, route: Route, routing: Routing, *, now: datetime, zone: tzinfo
) -> datetime | None:
    quiet = route.quiet
    if quiet is None or alert.kind not in _QUIET or severity_of(alert) in quiet.but:
        return None
    return end_of_silence(quiet, routing, now=now, zone=zone)


def _filled(lead: str, alert: Alert, texts: Catalogue) -> str:
    """`lead` with the words of `alert`; what is no field of it is left out."""
    if not lead:
        return ""
    words = _words(alert, texts)
    try:
        parts = list(Formatter().parse(lead))
    except ValueError:  # the configuration check refuses it; a message is sent all the same
        return lead
    return "".join(before + words.get(field or "", "") for before, field, _, _ in parts).strip()


def _words(alert: Alert, texts: Catalogue) -> Mapping[str, str]:
    severity = severity_of(alert)
    kind = phrases.KINDS[alert.findings[0].kind] if alert.findings else ALERTS[alert.kind]
    return {
        "severity": texts.text(phrases.SEVERITIES[severity]) if severity else "",
        "kind": texts.text(kind),
        "source": inert(alert.source, _SOURCE_LIMIT),
        "findings": _labels([finding.label for finding in alert.findings]),
    }


def _labels(labels: Iterable[str]) -> str:
    every = list(dict.fromkeys(labels))
    left = len(every) - _LABELS
    return ", ".join([*every[:_LABELS], *([f"+{left}"] if left > 0 else [])])
