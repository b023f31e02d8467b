"""Which alert goes where, and when: the first route that it fits, and never nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leakwatch.models import (
    Alert,
    AlertKind,
    DigestPlan,
    Kind,
    Period,
    Quiet,
    Route,
    Routed,
    RouteQuiet,
    Routing,
    Severity,
)
from leakwatch.notify.routing import decide
from leakwatch.notify.silence import LONGEST
from tests.factories import make_alert, make_alert_finding, make_summary

TOKYO = ZoneInfo("Asia/Tokyo")
DAILY = DigestPlan(period=Period.DAILY, minute=540)
NIGHT = RouteQuiet(span=Quiet(start=19 * 60, end=8 * 60))
WORKING = replace(NIGHT, free_days=True)


def tokyo(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


def route(name: str = "one", **changes: Any) -> Route:
    return Route(name=name, **changes)


def routing(*routes: Route, **changes: Any) -> Routing:
    return Routing(routes=routes, **changes)


def decided(alert: Alert, rules: Routing, now: datetime | None = None) -> Routed:
    return decide(alert, rules, default="#all", now=now or tokyo(11, 26, 12), zone=TOKYO)


def grave(**changes: Any) -> Alert:
    return make_alert(findings=(make_alert_finding(**changes),))


def test_without_routes_the_source_or_the_default_says_where() -> None:
    assert decided(make_alert(), routing()) == Routed(channel="#all")
    assert decided(make_alert(channel="#blog"), routing()) == Routed(channel="#blog")


@pytest.mark.parametrize(
    ("given_route", "source_channel", "expected"),
    [
        ("#route", "#source", "#route"),
        ("#route", None, "#route"),
        (None, "#source", "#source"),
        (None, None, "#all"),
    ],
)
def test_a_route_goes_before_the_source_and_the_source_before_the_default(
    given_route: str | None, source_channel: str | None, expected: str
) -> None:
    alert = make_alert(channel=source_channel)
    assert decided(alert, routing(route(channel=given_route))).channel == expected


def test_the_first_route_that_fits_is_taken() -> None:
    rules = routing(
        route("leaks", kinds=frozenset({Kind.LEAK})),
        route("high", severities=frozenset({Severity.HIGH, Severity.CRITICAL})),
        route("blog", sources=frozenset({"blog"})),
        route("secret", sensitivity=3),
        route("health", alerts=frozenset({AlertKind.HEALTH})),
    )
    low = Severity.LOW
    for alert, expected in (
        (grave(kind=Kind.LEAK), "leaks"),
        (grave(), "high"),
        (make_alert(source="blog", findings=(make_alert_finding(severity=low),)), "blog"),
        (grave(severity=low, sensitivity=3), "secret"),
        (grave(severity=low, sensitivity=2), None),
        (make_summary(AlertKind.HEALTH, blocked=1), "health"),
        (make_summary(AlertKind.QUARANTINE, blocked=3), None),
        (make_summary(AlertKind.BASELINE, high=2, low=3), "high"),
        (make_summary(AlertKind.BASELINE, low=3), None),
    ):
        assert decided(alert, rules).route == expected


def test_kind_and_severity_are_those_of_the_gravest_and_sensitivity_that_of_any() -> None:
    alert = make_alert(
        findings=(
            make_alert_finding(1, severity=Severity.HIGH),
            make_alert_finding(2, kind=Kind.LEAK, severity=Severity.LOW, sensitivity=3),
        )
    )
    leaks = route("leaks", kinds=frozenset({Kind.LEAK}))
    secret = route("secret", sensitivity=3)
    assert decided(alert, routing(leaks, secret)).route == "secret"


def test_copies_go_everywhere_once_but_not_to_the_channel_itself() -> None:
    rules = routing(route(channel="#a", also=("#b", "#a", "mail:a@example.com", "#b")))
    assert decided(make_alert(), rules).also == ("#b", "mail:a@example.com")


def test_what_may_wait_waits_for_a_digest_when_one_is_planned() -> None:
    rules = routing(route(digest=True), digests=(DAILY,))
    assert decided(make_alert(), rules).gather == "digest"
    assert decided(make_alert(), replace(rules, digests=())).gather is None


@pytest.mark.parametrize(
    "kind", [AlertKind.DIGEST, AlertKind.STORM, AlertKind.ESCALATION, AlertKind.STATUS]
)
def test_what_tells_of_others_never_waits_for_a_digest(kind: AlertKind) -> None:
    rules = routing(route(digest=True), digests=(DAILY,))
    assert decided(make_alert(kind=kind), rules).gather is None


@pytest.mark.parametrize("kind", [AlertKind.DIGEST, AlertKind.ESCALATION, AlertKind.STATUS])
def test_what_has_its_time_is_not_held_by_quiet_hours(kind: AlertKind) -> None:
    rules = routing(route(quiet=NIGHT))
    assert decided(make_alert(kind=kind), rules, tokyo(11, 26, 23)).not_before is None


def test_an_alarm_goes_to_the_fallback_channel_whatever_the_routes_say() -> None:
    rules = routing(route(quiet=NIGHT, channel="#a", also=("#b",)), fallback="mail:a@example.com")
    alarm = make_alert(kind=AlertKind.ALARM, channel="#a", findings=())
    assert decided(alarm, rules, tokyo(11, 26, 23)) == Routed(channel="mail:a@example.com")


def test_a_digest_takes_a_route_only_by_its_name_and_keeps_the_channel_of_its_plan() -> None:
    digest = make_alert(kind=AlertKind.DIGEST, findings=())
    everything, reports = route(channel="#a"), route("r", alerts=frozenset({AlertKind.DIGEST}))
    assert decided(digest, routing(everything)) == Routed(channel="#all")
    assert decided(digest, routing(everything, replace(reports, channel="#r"))).channel == "#r"
    placed = replace(digest, channel="#plan")
    assert decided(placed, routing(replace(reports, channel="#r"))).channel == "#plan"


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (tokyo(11, 26, 18, 59), None),
        (tokyo(11, 26, 19), tokyo(11, 27, 8)),
        (tokyo(11, 27, 7, 59), tokyo(11, 27, 8)),
        (tokyo(11, 27, 8), None),
        (tokyo(11, 27, 20), tokyo(11, 30, 8)),  # over the weekend
        (tokyo(11, 28, 12), tokyo(11, 30, 8)),
        (tokyo(11, 20, 20), tokyo(11, 24, 8)),  # Monday is a holiday
    ],
    ids=["before", "begin", "last minute", "end", "friday night", "saturday", "long weekend"],
)
def test_quiet_hours_end(now: datetime, until: datetime | None) -> None:
    assert decided(make_alert(), routing(route(quiet=WORKING)), now).not_before == until


def test_quiet_hours_alone_know_no_weekend() -> None:
    rules = routing(route(quiet=NIGHT))
    assert decided(make_alert(), rules, tokyo(11, 27, 20)).not_before == tokyo(11, 28, 8)


def test_the_days_of_the_company_count() -> None:
    rules = routing(
        route(quiet=RouteQuiet(free_days=True)), free_days=frozenset({date(2026, 11, 26)})
    )
    assert decided(make_alert(), rules).not_before == tokyo(11, 27, 0)
    worked = routing(route(quiet=WORKING), work_days=frozenset({date(2026, 11, 28)}))
    assert decided(make_alert(), worked, tokyo(11, 28, 12)).not_before is None


def test_what_is_critical_is_told_all_the_same() -> None:
    rules = routing(route(quiet=WORKING))
    night = tokyo(11, 28, 2)
    assert decided(grave(severity=Severity.CRITICAL), rules, night).not_before is None
    assert (
        decided(make_summary(AlertKind.STORM, critical=1, low=90), rules, night).not_before is None
    )
    assert decided(make_summary(AlertKind.STORM, low=90), rules, night).not_before is not None
    strict = routing(route(quiet=replace(WORKING, but=frozenset())))
    assert decided(grave(severity=Severity.CRITICAL), strict, night).not_before is not None


def test_hours_are_those_of_the_wall_clock_when_it_changes() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    rules = routing(route(quiet=RouteQuiet(span=Quiet(start=22 * 60, end=6 * 60))))
    now = datetime(2026, 10, 24, 23, 0, tzinfo=berlin)
    until = decide(make_alert(), rules, default="#a", now=now, zone=berlin).not_before
    assert until == datetime(2026, 10, 25, 6, 0, tzinfo=berlin)
    assert until is not None
    assert until - now.astimezone(UTC) == timedelta(hours=8)


def test_a_silence_that_would_never_end_ends() -> None:
    rules = routing(route(quiet=RouteQuiet(span=Quiet(start=0, end=1440))))
    now = tokyo(11, 26, 12)
    assert decided(make_alert(), rules, now).not_before == now + LONGEST
