"""Mistakes in routing.yaml: routes nothing reaches, waits without end, first lines nobody can fill."""

from __future__ import annotations

import pytest

from tests.unit.config.right import Case, Fail, check_case
from tests.unit.config.routed import FILE, also, routing

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
        "a digest that is never sent",
        FILE,
        routing('digests:\n  - {every: day, at: "09:00"}\n', ""),
        9,
        "routes[1].deliver",
        ("wait for ever", "digests"),
    ),
    Case(
        "a copy of what waits for a digest",
        FILE,
        routing("deliver: digest", 'deliver: digest\n    also: "#audit"'),
        10,
        "routes[1].also",
        ("no copy is made",),
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
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail_routed: Fail, case: Case) -> None:
    check_case(fail_routed, case)
