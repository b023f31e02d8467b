"""Names in routing.yaml that lead nowhere: sources, channels, reviewers; and what is only warned of."""

from __future__ import annotations

import pytest

from leakwatch.config import Settings
from tests.unit.config.right import MAIN, REVIEWERS, Case, Fail, Load, check_case
from tests.unit.config.routed import FILE, also, routing

SLACK = MAIN + "slack: {token: '${SLACK_BOT_TOKEN}', channel: '#leakwatch'}\n"

CASES = [
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
        "a digest that goes elsewhere",
        FILE,
        routing("deliver: digest", 'deliver: digest\n    channel: "#health"'),
        10,
        "routes[1].channel",
        ("no digest goes to #health",),
    ),
    Case(
        "a pace for a channel that nothing goes to",
        FILE,
        also('intervals: {"#secrts": 2s}'),
        15,
        "intervals.#secrts",
        ("nothing is sent to #secrts", "did you mean #secrets?"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail_routed: Fail, case: Case) -> None:
    check_case(fail_routed, case)


def said(settings: Settings) -> list[str]:
    return [notice.message.format(**notice.values) for notice in settings.warnings]


def test_the_right_routing_is_read_and_nothing_is_said(load_routed: Load) -> None:
    settings = load_routed()
    assert [route.name for route in settings.routing.routes] == ["secrets", "health", "rest"]
    assert settings.routing.routes[1].where == "config/routing.yaml:7"
    assert said(settings) == []


def test_without_the_file_everything_goes_where_it_went(load_routed: Load) -> None:
    assert load_routed({FILE: None}).routing.routes == ()


def test_channels_that_are_configured_are_taken(load_routed: Load) -> None:
    lines = ('intervals: {"#secrets": 500ms, "#leakwatch": 2s, terminal: 1s}', "fallback: terminal")
    main = MAIN + "slack: {channel: '#leakwatch'}\n"
    intervals = load_routed({FILE: also(*lines), "leakwatch.yaml": main}).routing.intervals
    assert intervals == {"#secrets": 0.5, "#leakwatch": 2.0, "terminal": 1.0}


def test_a_route_for_the_digest_behind_one_for_everything_is_reached(load_routed: Load) -> None:
    content = 'routes: [{name: all}, {name: reports, when: {alert: digest}, channel: "#r"}]\n'
    assert len(load_routed({FILE: content}).routing.routes) == 2


def test_a_deputy_whom_slack_cannot_call_is_said(load_routed: Load) -> None:
    files = {"reviewers.yaml": REVIEWERS}
    (notice,) = said(load_routed(files))
    assert notice.startswith("config/reviewers.yaml: jiro is to be called")


def test_a_fallback_that_fails_with_the_rest_is_said(load_routed: Load) -> None:
    files = {FILE: also('fallback: "#leakwatch"'), "leakwatch.yaml": SLACK}
    (notice,) = said(load_routed(files, {"SLACK_BOT_TOKEN": "xoxb-test"}))
    assert notice.startswith("config/routing.yaml:15: the fallback channel is the default one")


@pytest.mark.parametrize("broken", ["leakwatch.yaml", "reviewers.yaml", "sources/experts.yaml"])
def test_a_file_that_cannot_be_read_is_not_held_against_routing(
    fail_routed: Fail, broken: str
) -> None:
    error = fail_routed({broken: "a: [", FILE: also('intervals: {"#secrets": 2s}')})
    assert {mistake.file for mistake in error.mistakes} == {f"config/{broken}"}
