"""Nobody has touched a grave finding in the time its route allows: the deputy is called."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from leakwatch.app.placing import default_channel, place
from leakwatch.app.watch import Watch
from leakwatch.config import Settings
from leakwatch.models import Alert, AlertFinding, AlertKind, Escalation, Reviewer, Unanswered
from leakwatch.review import concerned, deputies_of
from leakwatch.workdays import after_business_days

logger = logging.getLogger(__name__)


async def escalate_due(watch: Watch, *, now: datetime) -> int:
    """Queue a call for each finding that has waited too long; returns how many there were.

    Each opening of a finding is escalated once, whatever becomes of the call.
    """
    escalations = {
        route.name: route.escalation for route in watch.settings.routing.routes if route.escalation
    }
    if not escalations:
        return 0
    return await asyncio.to_thread(_escalate, watch, escalations, now)


def _escalate(watch: Watch, escalations: Mapping[str, Escalation], now: datetime) -> int:
    record, settings = watch.record, watch.settings
    waited = record.escalations.unanswered(
        escalations,
        severities=frozenset().union(*(one.severities for one in escalations.values())),
        # what cannot be over yet need not be read, round after round
        before=now - min(_shortest(one) for one in escalations.values()),
    )
    count = 0
    for one in waited:
        escalation = escalations[one.route]
        finding = next((two for two in one.alert.findings if two.number == one.number), None)
        if finding is None or one.severity not in escalation.severities:
            continue
        if _deadline(escalation, one.since, settings) > now:
            continue
        today = watch.day(now)
        called = who_is_called(escalation, one.alert, settings.reviewers, today=today)
        alert = _call(one, finding, called, now)
        channel, route = (None, None) if one.arrived else _elsewhere(one, alert, settings, now)
        if record.escalations.call(one, alert, channel=channel, route=route):
            count += 1
            extra = {"finding": finding.label, "called": called is not None}
            logger.info("finding.escalated", extra=extra)
    return count


def who_is_called(
    escalation: Escalation, alert: Alert, reviewers: tuple[Reviewer, ...], *, today: date
) -> Reviewer | None:
    """The owner's deputy; when he cannot be called, his own deputy and so on, then any lead.

    Only somebody on duty with a Slack id, never the owner, and never one of those whom `alert` is
    about: he must not learn of it. None when nobody is left.
    """
    subjects = {finding.subject for finding in alert.findings}
    for reviewer in deputies_of(escalation.owner, reviewers):
        if reviewer.slack and reviewer.on_duty(today) and not concerned(reviewer, subjects):
            return reviewer
    return None


def _shortest(escalation: Escalation) -> timedelta:
    """The least that its time can be; a business day may lose an hour to summer time."""
    return timedelta(seconds=escalation.seconds or 23 * 3_600)


def _deadline(escalation: Escalation, since: datetime, settings: Settings) -> datetime:
    if escalation.business_days is not None:
        zone = settings.zone
        return after_business_days(since, escalation.business_days, settings.routing, zone)
    return since + timedelta(seconds=escalation.seconds or 0.0)


def _call(one: Unanswered, finding: AlertFinding, called: Reviewer | None, now: datetime) -> Alert:
    return Alert(
        key=one.key,
        kind=AlertKind.ESCALATION,
        source=one.alert.source,
        channel=one.alert.channel,
        created_at=now,
        # the excerpt stands above, or is sealed: a call needs none
        findings=(replace(finding, excerpt=""),),
        since=one.since,
        mention=(called.slack,) if called and called.slack else (),
    )


def _elsewhere(
    one: Unanswered, alert: Alert, settings: Settings, now: datetime
) -> tuple[str, str | None]:
    """Where a call goes whose alert did not arrive: not into the channel that refused that."""
    routed = place(alert, settings, now=now)
    if routed.channel != (one.channel or default_channel(settings)):
        return routed.channel, routed.route
    return settings.routing.fallback, one.route
