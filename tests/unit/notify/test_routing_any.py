"""Whatever alert and whatever routes: it goes somewhere, some time, in some dress."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from leakwatch.models import (
    Alert,
    AlertKind,
    Delivery,
    DigestPlan,
    Form,
    Kind,
    OutboxEntry,
    Period,
    Quiet,
    Route,
    Routed,
    RouteQuiet,
    Routing,
    Severity,
)
from leakwatch.notify.routing import decide, styled
from leakwatch.notify.silence import LONGEST
from tests.factories import make_alert, make_alert_finding, make_posting

DAILY = DigestPlan(period=Period.DAILY, minute=540)
SEVERITIES = st.frozensets(st.sampled_from(list(Severity)), max_size=2)
MINUTES = st.integers(0, 1439)
PLACES = st.sampled_from(["#a", "#b", "mail:a@example.com", "webhook:soc", "terminal"])
ROUTES = st.builds(
    Route,
    name=st.sampled_from("abc"),
    alerts=st.frozensets(st.sampled_from(list(AlertKind)), max_size=2),
    kinds=st.frozensets(st.sampled_from(list(Kind)), max_size=2),
    severities=SEVERITIES,
    sources=st.frozensets(st.sampled_from(["platform", "blog"]), max_size=1),
    sensitivity=st.integers(0, 3),
    channel=st.none() | PLACES,
    also=st.lists(PLACES, max_size=3).map(tuple),
    digest=st.booleans(),
    quiet=st.none()
    | st.builds(
        RouteQuiet,
        span=st.none() | st.builds(Quiet, start=MINUTES, end=st.integers(0, 1440)),
        free_days=st.booleans(),
        but=SEVERITIES,
    ),
    lead=st.text(max_size=20),
)
ROUTINGS = st.builds(
    Routing,
    routes=st.lists(ROUTES, max_size=4).map(tuple),
    fallback=PLACES,
    digests=st.sampled_from([(), (DAILY,)]),
    free_days=st.frozensets(st.dates(date(2026, 11, 1), date(2026, 12, 31)), max_size=40),
)
FINDINGS = st.builds(
    make_alert_finding,
    st.integers(1, 99),
    kind=st.sampled_from(list(Kind)),
    severity=st.sampled_from(list(Severity)),
    sensitivity=st.integers(0, 3),
)
ALERTS = st.builds(
    make_alert,
    kind=st.sampled_from(list(AlertKind)),
    source=st.text(max_size=8) | st.just("platform"),
    channel=st.none() | PLACES,
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    counts=st.dictionaries(st.sampled_from(["critical", "low", "blocked", "x"]), st.integers(0, 9)),
)
ZONES = st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC"]).map(ZoneInfo)
MOMENTS = st.integers(0, 170 * 24 * 60).map(
    lambda minutes: datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(ALERTS, ROUTINGS, MOMENTS, ZONES)
def test_every_alert_gets_a_channel_and_every_silence_ends(
    alert: Alert, rules: Routing, now: datetime, zone: ZoneInfo
) -> None:
    routed = decide(alert, rules, default="#all", now=now, zone=zone)
    assert routed.channel
    assert routed.channel not in routed.also
    assert len(set(routed.also)) == len(routed.also)
    if routed.gather:
        assert rules.digests
        assert routed.not_before is None
    if routed.not_before is not None:
        assert now <= routed.not_before <= now + LONGEST
        again = decide(alert, rules, default="#all", now=routed.not_before, zone=zone)
        held = again.not_before is not None and again.not_before > routed.not_before
        assert not held or routed.not_before == now + LONGEST or _repeated_hour(routed, zone)


def _repeated_hour(routed: Routed, zone: ZoneInfo) -> bool:
    """The one hour of a year that a wall clock shows twice, or the one it leaves out."""
    assert routed.not_before is not None
    local = routed.not_before.astimezone(zone)
    around = [local.replace(tzinfo=None) + timedelta(hours=step) for step in (-2, 2)]
    return len({moment.replace(tzinfo=zone).utcoffset() for moment in around}) > 1


@given(ALERTS, ROUTES, st.sampled_from(list(Form)))
def test_any_first_line_can_be_filled(alert: Alert, one: Route, form: Form) -> None:
    posting = make_posting(alert, form=form)
    entry = OutboxEntry(id=1, alert=alert, state=Delivery.SENDING, route=one.name)
    styled(posting, entry, Routing(routes=(one,)), language="ja")
