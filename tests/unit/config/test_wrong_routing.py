"""Mistakes in routing.yaml: routes nothing reaches, names that lead nowhere, waits without end."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from leakwatch.config import Settings
from tests.unit.config.right import MAIN, REVIEWERS, ROUTING, Case, Fail, Load, check_case

FILE = "routing.yaml"
DEPUTY = REVIEWERS.replace("os_user: jiro}", "os_user: jiro, slack: U0JIRO001}")
SLACK = MAIN + "slack: {token: '${SLACK_BOT_TOKEN}', channel: '#leakwatch'}\n"


@pytest.fixture
def load(load: Load) -> Load:
    """The right configuration of these tests has a routing, and a deputy whom Slack can call."""

    def loading(
        files: Mapping[str, str | bytes | None] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Settings:
        return load({FILE: ROUTING, "reviewers.yaml": DEPUTY, **(files or {})}, environ)

    return loading


def routing(old: str, new: str) -> str:
    assert old in ROUTING
    return ROUTING.replace(old, new)


def also(*lines: str) -> str:
    return ROUTING + "\n".join(lines) + "\n"


CASES = [
    Case("no such key", FILE, routing("lead:", "led:"), 12, "routes[2].led", ("mean lead?",)),
    Case(
        "two routes of one name",
        FILE,
        routing("name: rest", "name: secrets"),
        10,
        "routes[2].name",
        ("stands here twice", "line 2"),
    ),
    Case(
        "a source that is not there",
        FILE,
        routing("{sensitivity: 3}", "{source: expert}"),
        3,
        "routes[0].when.source",
        ("no source expert", "did you mean experts?", "sources/"),
    ),
    Case(
        "one of several sources",
        FILE,
        routing("{sensitivity: 3}", "{source: [experts, nowhere]}"),
        3,
        "routes[0].when.source[1]",
        ("no source nowhere",),
    ),
    Case(
        "a kind of alert that follows another",
        FILE,
        routing("{sensitivity: 3}", "{alert: alarm}"),
        3,
        "routes[0].when.alert",
        ("alarm takes no route", "fallback"),
    ),
    Case(
        "a condition on findings for what has none",
        FILE,
        routing("quarantine]}", "quarantine], severity: high}"),
        8,
        "routes[1].when.severity",
        ("nothing ever takes this route",),
    ),
    Case(
        "a route behind one that takes all",
        FILE,
        routing("    when: {alert: [health, quarantine]}\n", ""),
        9,
        "routes[2]",
        ("nothing reaches", "line 7", "narrower route first"),
    ),
    Case(
        "an owner that is not entered",
        FILE,
        routing("owner: hanako", "owner: hanakko"),
        6,
        "routes[0].escalate.owner",
        ("no reviewer hanakko", "did you mean hanako?"),
    ),
    Case(
        "an owner without a deputy",
        FILE,
        routing("owner: hanako", "owner: jiro"),
        6,
        "routes[0].escalate.owner",
        ("jiro has no deputy", "reviewers.yaml"),
    ),
    Case(
        "two times",
        FILE,
        routing("business_days: 1", "business_days: 1, after: 4h"),
        6,
        "routes[0].escalate",
        ("one of after and business_days",),
    ),
    Case(
        "watching over nothing that comes",
        FILE,
        routing("{sensitivity: 3}", "{sensitivity: 3, severity: [low, medium]}"),
        6,
        "routes[0].escalate",
        ("severities that are watched over", "critical, high"),
    ),
    Case(
        "a member's name in place of an id",
        FILE,
        routing("S0ABC1DEF", "'@security'"),
        5,
        "routes[0].mention[0]",
        ("Slack id", "S0ABC1DEF"),
    ),
    Case(
        "a channel that is none",
        FILE,
        routing('"#secrets"', "secrets"),
        4,
        "routes[0].channel",
        ("mail:ADDRESS", "in quotes"),
    ),
    Case(
        "a webhook that is not configured",
        FILE,
        routing('"#secrets"', "webhook:soc"),
        4,
        "routes[0].channel",
        ("no webhook soc", "leakwatch.yaml"),
    ),
    Case(
        "mail without a server",
        FILE,
        also("fallback: mail:soc@example.com"),
        15,
        "fallback",
        ("mails cannot be sent", "host and sender"),
    ),
    Case(
        "a copy to where it goes anyway",
        FILE,
        routing('"#secrets"', '"#secrets"\n    also: ["#audit", "#secrets"]'),
        5,
        "routes[0].also[1]",
        ("#secrets is this route's channel already",),
    ),
    Case(
        "a digest that is never sent",
        FILE,
        routing('digests:\n  - {every: day, at: "09:00"}\n', ""),
        9,
        "routes[1].deliver",
        ("wait for ever", "digests"),
    ),
    Case(
        "a digest that goes elsewhere",
        FILE,
        routing("deliver: digest", 'deliver: digest\n    channel: "#health"'),
        10,
        "routes[1].channel",
        ("no digest goes to #health",),
    ),
    Case(
        "a week without its day",
        FILE,
        routing("every: day", "every: week"),
        14,
        "digests[0]",
        ("on: mon",),
    ),
    Case(
        "a day with a day",
        FILE,
        routing("every: day", "on: mon, every: day"),
        14,
        "digests[0].on",
        ("every: week",),
    ),
    Case(
        "a time that is none",
        FILE,
        routing("09:00", "9 o'clock"),
        14,
        "digests[0].at",
        ("09:00", "9 o'clock"),
    ),
    Case(
        "a silence without end",
        FILE,
        routing("19:00-08:00", "00:00-24:00"),
        11,
        "routes[2].quiet.hours",
        ("has no end",),
    ),
    Case(
        "a silence without hours",
        FILE,
        routing('{hours: "19:00-08:00", free_days: true}', "{but: critical}"),
        11,
        "routes[2].quiet",
        ("nothing is quiet",),
    ),
    Case(
        "an unknown field in the first line",
        FILE,
        routing("{severity}:", "{severty}:"),
        12,
        "routes[2].lead",
        ('no field "severty"', "severity, kind, source, findings", "did you mean severity?"),
    ),
    Case(
        "a field that reaches into another",
        FILE,
        routing("{severity}:", "{severity.__class__}:"),
        12,
        "routes[2].lead",
        ("no field",),
    ),
    Case(
        "a field with a format",
        FILE,
        routing("{severity}:", "{severity:>500000}:"),
        12,
        "routes[2].lead",
        ("no field",),
    ),
    Case(
        "an open brace",
        FILE,
        routing("{severity}:", "{severity:"),
        12,
        "routes[2].lead",
        ("brace", "twice"),
    ),
    Case(
        "a pace for a channel that nothing goes to",
        FILE,
        also('intervals: {"#secrts": 2s}'),
        15,
        "intervals.#secrts",
        ("nothing is sent to #secrts", "did you mean #secrets?"),
    ),
    Case(
        "a holiday that is a work day",
        FILE,
        also("calendar: {holidays: [2026-12-29], work_days: [2026-12-29]}"),
        15,
        "calendar.holidays[0]",
        ("work day as well",),
    ),
    Case(
        "a day that does not exist",
        FILE,
        also("calendar: {holidays: [2026-02-30]}"),
        15,
        "calendar.holidays[0]",
        ("a date that exists",),
    ),
    Case(
        "a secret",
        FILE,
        also("fallback: xoxb-1234-abcd"),
        15,
        "fallback",
        ("a secret stands in this file", "${NAME}"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail: Fail, case: Case) -> None:
    check_case(fail, case)


def said(settings: Settings) -> list[str]:
    return [notice.message.format(**notice.values) for notice in settings.warnings]


def test_the_right_routing_is_read_and_nothing_is_said(load: Load) -> None:
    settings = load()
    assert [route.name for route in settings.routing.routes] == ["secrets", "health", "rest"]
    assert settings.routing.routes[1].where == "config/routing.yaml:7"
    assert said(settings) == []


def test_without_the_file_everything_goes_where_it_went(load: Load) -> None:
    assert load({FILE: None}).routing.routes == ()


def test_channels_that_are_configured_are_taken(load: Load) -> None:
    lines = ('intervals: {"#secrets": 500ms, "#leakwatch": 2s, terminal: 1s}', "fallback: terminal")
    main = MAIN + "slack: {channel: '#leakwatch'}\n"
    intervals = load({FILE: also(*lines), "leakwatch.yaml": main}).routing.intervals
    assert intervals == {"#secrets": 0.5, "#leakwatch": 2.0, "terminal": 1.0}


def test_a_route_for_the_digest_behind_one_for_everything_is_reached(load: Load) -> None:
    content = 'routes: [{name: all}, {name: reports, when: {alert: digest}, channel: "#r"}]\n'
    assert len(load({FILE: content}).routing.routes) == 2


def test_a_deputy_whom_slack_cannot_call_is_said(load: Load) -> None:
    files = {"reviewers.yaml": REVIEWERS}
    (notice,) = said(load(files))
    assert notice.startswith("config/reviewers.yaml: jiro is to be called")


def test_a_fallback_that_fails_with_the_rest_is_said(load: Load) -> None:
    files = {FILE: also('fallback: "#leakwatch"'), "leakwatch.yaml": SLACK}
    (notice,) = said(load(files, {"SLACK_BOT_TOKEN": "xoxb-test"}))
    assert notice.startswith("config/routing.yaml:15: the fallback channel is the default one")


@pytest.mark.parametrize("broken", ["leakwatch.yaml", "reviewers.yaml", "sources/experts.yaml"])
def test_a_file_that_cannot_be_read_is_not_held_against_routing(fail: Fail, broken: str) -> None:
    error = fail({broken: "a: [", FILE: also('intervals: {"#secrets": 2s}')})
    assert {mistake.file for mistake in error.mistakes} == {f"config/{broken}"}
