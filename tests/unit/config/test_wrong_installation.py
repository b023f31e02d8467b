"""Mistakes in leakwatch.yaml, reviewers.yaml and charter.yaml."""

from __future__ import annotations

import pytest

from tests.unit.config.right import CHARTER, MAIN, REVIEWERS, Case, Fail, check_case


def main(line: str) -> str:
    return MAIN + line + "\n"


MAIN_FILE = [
    Case(
        "unknown key",
        "leakwatch.yaml",
        main("langauge: en"),
        3,
        "langauge",
        ("no such key", "did you mean language?"),
    ),
    Case(
        "other language",
        "leakwatch.yaml",
        "language: jp\n",
        1,
        "language",
        ("one of en, ja", '"jp"'),
    ),
    Case(
        "time zone",
        "leakwatch.yaml",
        main("timezone: Asia/Tokio"),
        3,
        "timezone",
        ("a time zone", "Asia/Tokyo", "Tokio"),
    ),
    Case(
        "time zone folder",
        "leakwatch.yaml",
        main("timezone: Asia"),
        3,
        "timezone",
        ("a time zone",),
    ),
    Case(
        "time zone path",
        "leakwatch.yaml",
        main("timezone: ../../etc/passwd"),
        3,
        "timezone",
        ("a time zone",),
    ),
    Case(
        "no mail address",
        "leakwatch.yaml",
        "contact: watch at example\n",
        1,
        "contact",
        ("a mail address",),
    ),
    Case("no contact", "leakwatch.yaml", "language: en\n", 1, "contact", ("experts", "User-Agent")),
    Case(
        "spider module",
        "leakwatch.yaml",
        main("spiders: [our-spiders]"),
        3,
        "spiders[0]",
        ("Python module",),
    ),
    Case(
        "our own module",
        "leakwatch.yaml",
        main("spiders: spiders.more"),
        3,
        "spiders",
        ("belongs to leakwatch",),
    ),
    Case(
        "deep default",
        "leakwatch.yaml",
        main("defaults: {politeness: {dealy: 2s}}"),
        3,
        "defaults.politeness.dealy",
        ("did you mean delay?",),
    ),
    Case(
        "bare number",
        "leakwatch.yaml",
        main("defaults: {politeness: {delay: 2}}"),
        3,
        "defaults.politeness.delay",
        ("its unit", "found 2"),
    ),
    Case(
        "channel without #",
        "leakwatch.yaml",
        main("slack: {token: '${T}', channel: leaks}"),
        3,
        "slack.channel",
        ("#leakwatch", '"leaks"'),
    ),
    Case(
        "channel lost to a comment",
        "leakwatch.yaml",
        main("slack:\n  token: ${T}\n  channel: #leaks"),
        5,
        "slack.channel",
        ("no value", "quotes"),
    ),
    Case(
        "Slack in the clear",
        "leakwatch.yaml",
        main("slack: {base_url: 'http://slack.example/api/', channel: '#a'}"),
        3,
        "slack.base_url",
        ("in the clear",),
    ),
]


REVIEWERS_FILE = [
    Case(
        "unknown role",
        "reviewers.yaml",
        "reviewers:\n  - {id: a, role: leed}\n",
        2,
        "reviewers[0].role",
        ("reviewer, lead, legal, auditor", "did you mean lead?"),
    ),
    Case(
        "unknown deputy",
        "reviewers.yaml",
        REVIEWERS.replace("deputy: jiro", "deputy: jirou"),
        2,
        "reviewers[0].deputy",
        ("no jirou", "did you mean jiro?"),
    ),
    Case(
        "own deputy",
        "reviewers.yaml",
        REVIEWERS.replace("deputy: jiro", "deputy: hanako"),
        2,
        "reviewers[0].deputy",
        ("his own deputy",),
    ),
    Case(
        "same login",
        "reviewers.yaml",
        REVIEWERS.replace("os_user: jiro", "os_user: hanako"),
        3,
        "reviewers[1].os_user",
        ("twice", "line 2"),
    ),
    Case(
        "same mail address in other letters",
        "reviewers.yaml",
        "reviewers:\n"
        "  - {id: a, role: lead, email: a@example.com, roster_id: E1}\n"
        "  - {id: b, role: lead, email: A@example.com, roster_id: E2}\n",
        3,
        "reviewers[1].email",
        ("twice", "line 2"),
    ),
    Case(
        "display name",
        "reviewers.yaml",
        "reviewers:\n  - {id: a, role: lead, slack: '@hanako'}\n",
        2,
        "reviewers[0].slack",
        ("member id",),
    ),
    Case(
        "impossible day",
        "reviewers.yaml",
        "reviewers:\n  - {id: a, role: lead, from: 2026-02-30}\n",
        2,
        "reviewers[0].from",
        ("a date that exists", "2026-02-30"),
    ),
    Case(
        "over before it begins",
        "reviewers.yaml",
        "reviewers:\n  - {id: a, role: lead, from: 2026-02-03, until: 2026-02-01}\n",
        2,
        "reviewers[0].until",
        ("before the first day",),
    ),
    Case(
        "name of the noun",
        "reviewers.yaml",
        "reviewers:\n  - {id: a, role: lead, valid_from: 2026-02-03}\n",
        2,
        "reviewers[0].valid_from",
        ("no such key",),
    ),
]


CHARTER_FILE = [
    Case(
        "unknown key",
        "charter.yaml",
        CHARTER + "retention: 30d\n",
        8,
        "retention",
        ("did you mean retention_days?",),
    ),
    Case(
        "no number",
        "charter.yaml",
        CHARTER.replace("365", "one year"),
        5,
        "retention_days",
        ("a whole number", '"one year"'),
    ),
    Case(
        "no date",
        "charter.yaml",
        CHARTER.replace("2026-04-01", "April 2026"),
        6,
        "notice_date",
        ("a date that exists",),
    ),
    Case("broken", "charter.yaml", "purpose: [\n", 2, "", ("not valid YAML",)),
]


@pytest.mark.parametrize("case", [*MAIN_FILE, *REVIEWERS_FILE, *CHARTER_FILE], ids=str)
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail: Fail, case: Case) -> None:
    check_case(fail, case)
