"""A sample for each route: it takes the way it is made for, or says whose way it takes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from leakwatch.app.testing_routes import Trial, send_sample, trials
from leakwatch.config import Settings, load_settings
from leakwatch.errors import NotifyRefused, UsageError
from leakwatch.models import (
    AlertKind,
    DigestPlan,
    Kind,
    Period,
    Posting,
    Quiet,
    Receipt,
    Route,
    RouteQuiet,
    Routing,
    Severity,
)
from leakwatch.notify.actions import SAMPLE
from tests.unit.config.right import TODAY, write

NIGHT = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)  # 23:00 in Tokyo
QUIET = RouteQuiet(span=Quiet(start=19 * 60, end=8 * 60))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    directory = write(tmp_path_factory.mktemp("routes") / "config", {})
    return load_settings(directory, environ={}, today=TODAY)


def routed(settings: Settings, *routes: Route, **changes: Any) -> Settings:
    return replace(settings, routing=Routing(routes=routes, **changes))


class Channels:
    """A notifier that remembers, and refuses what goes to `#shut`."""

    interval = 0.0

    def __init__(self) -> None:
        self.posted: list[Posting] = []

    async def send(self, posting: Posting) -> Receipt:
        if posting.channel == "#shut":
            raise NotifyRefused("the channel {channel} is shut", code="shut", channel="#shut")
        self.posted.append(posting)
        return Receipt(reference=f"posted/{len(self.posted)}")


def test_each_route_has_its_sample_and_so_have_the_rest_and_the_fallback(
    settings: Settings,
) -> None:
    leaks = Route(name="leaks", kinds=frozenset({Kind.LEAK}), channel="#a", also=("#b",))
    blind = Route(name="blind", alerts=frozenset({AlertKind.HEALTH}), digest=True)
    night = Route(name="night", severities=frozenset({Severity.HIGH}), quiet=QUIET)
    plan = DigestPlan(period=Period.DAILY, minute=540)
    found = trials(routed(settings, leaks, blind, night, digests=(plan,)), now=NIGHT)
    assert [one.route.name if one.route else None for one in found] == [
        "leaks",
        "blind",
        "night",
        None,
        None,
    ]
    assert all(one.reached for one in found)
    assert [one.routed.channel for one in found] == ["#a", *["terminal"] * 4]
    assert found[0].routed.also == ("#b",)
    assert found[1].routed.gather == "digest"
    assert found[2].routed.not_before == datetime(2026, 11, 26, 23, 0, tzinfo=UTC)
    assert found[4].alert.kind is AlertKind.ALARM


def test_a_sample_goes_round_the_routes_before_its_own(settings: Settings) -> None:
    high = Route(name="high", severities=frozenset({Severity.HIGH}))
    leaks = Route(name="leaks", kinds=frozenset({Kind.LEAK}))
    secret = Route(name="secret", sensitivity=3)
    rest = Route(name="rest")
    found = trials(routed(settings, high, leaks, secret, rest), now=NIGHT)
    assert [(one.route and one.route.name, one.reached) for one in found] == [
        ("high", True),
        ("leaks", True),
        ("secret", True),
        ("rest", True),
        (None, True),  # the alarm; nothing is left over for no route
    ]


def test_a_route_that_others_exhaust_together_is_shown_as_such(settings: Settings) -> None:
    grave = Route(name="grave", severities=frozenset({Severity.HIGH, Severity.CRITICAL}))
    light = Route(name="light", severities=frozenset({Severity.LOW, Severity.MEDIUM}))
    leaks = Route(name="leaks", kinds=frozenset({Kind.LEAK}))
    (trial,) = trials(routed(settings, grave, light, leaks), now=NIGHT, route="leaks")
    assert not trial.reached
    assert trial.routed.route == "grave"


def test_one_route_alone_is_tried_by_its_name(settings: Settings) -> None:
    place = routed(settings, Route(name="a"), Route(name="b"))
    with pytest.raises(UsageError, match="known are a, b"):
        trials(place, now=NIGHT, route="c")
    (trial,) = trials(place, now=NIGHT, route="a")
    assert trial.route is not None
    assert trial.route.name == "a"


def sent(settings: Settings, trial: Trial) -> tuple[Channels, list[str | None]]:
    channels = Channels()
    tried = asyncio.run(send_sample(trial, channels, settings))
    return channels, [str(one.error.values["code"]) if one.error else None for one in tried]


def test_a_sample_goes_to_every_channel_and_tells_which_did_not_take_it(
    settings: Settings,
) -> None:
    route = Route(
        name="one",
        channel="#a",
        also=("#shut", "#b"),
        mention=("S0ABC1DEF",),
        language="ja",
        lead="{severity}",
        quiet=QUIET,
    )
    place = routed(settings, route)
    (trial,) = trials(place, now=NIGHT, route="one")
    channels, errors = sent(place, trial)
    assert errors == [None, "shut", None]
    assert [one.channel for one in channels.posted] == ["#a", "#b"]
    assert len({one.key for one in channels.posted}) == 2
    (first, _) = channels.posted
    assert (first.language, first.mention) == ("ja", ("S0ABC1DEF",))
    assert first.lead == "[sample / 見本] 高"
    (finding,) = first.alert.findings
    assert (finding.number, finding.label, finding.subject) == (SAMPLE, "F-0", "unknown")


# the configuration check refuses routes for these
FOLLOWING = {AlertKind.ALARM, AlertKind.STATUS, AlertKind.ANNOUNCEMENT}
KINDS = st.frozensets(st.sampled_from([one for one in AlertKind if one not in FOLLOWING]))
ROUTES = st.builds(
    Route,
    name=st.just("one"),
    alerts=KINDS,
    kinds=st.frozensets(st.sampled_from(list(Kind)), max_size=2),
    severities=st.frozensets(st.sampled_from(list(Severity)), max_size=2),
    sources=st.frozensets(st.sampled_from(["a", "b"]), max_size=2),
    sensitivity=st.integers(0, 3),
    digest=st.booleans(),
)


@given(ROUTES)
def test_any_single_route_that_can_be_taken_is_taken_by_its_sample(route: Route) -> None:
    settings = Settings(
        directory=Path("/"),
        state_dir=Path("/"),
        language="en",
        watchlist=None,  # type: ignore[arg-type]
        charter=None,  # type: ignore[arg-type]
        routing=Routing(routes=(route,)),
    )
    (trial,) = trials(settings, now=NIGHT, route="one")
    of_findings = bool(route.kinds or route.sensitivity)
    telling = not route.alerts or route.alerts & {AlertKind.FINDINGS, AlertKind.ESCALATION}
    if telling or not (of_findings or route.severities):
        assert trial.reached
    _, errors = sent(settings, trial)
    assert errors == [None]
