"""Mistakes in source definitions: keys of other kinds, schedules, limits, networks."""

from __future__ import annotations

import pytest

from tests.unit.config.right import SOURCE, Case, Fail, check_case

SOURCE_FILE = "sources/experts.yaml"


def source(*lines: str) -> str:
    return SOURCE + "\n".join(lines) + "\n"


SOURCES = [
    Case(
        "key of another kind",
        SOURCE_FILE,
        source("follow: true"),
        8,
        "follow",
        ("for the kind feed, search, api only",),
    ),
    Case(
        "browser for what no browser reads",
        SOURCE_FILE,
        "kind: api\nstart: https://a.example/\nshows: page\nitems: {json: a}\nbrowser: {}\n",
        5,
        "browser",
        ("for the kind directory, requests",),
    ),
    Case(
        "broken wait_for",
        SOURCE_FILE,
        source("browser: {wait_for: 'a['}"),
        8,
        "browser.wait_for",
        ("a selector that can be read",),
    ),
    Case(
        "wait_for a text",
        SOURCE_FILE,
        source("browser: {wait_for: 'h1::text'}"),
        8,
        "browser.wait_for",
        ("names an element",),
    ),
    Case(
        "broken include",
        SOURCE_FILE,
        "kind: sitemap\nstart: https://a.example/\nshows: page\ninclude: ['(x']\n",
        4,
        "include[0]",
        ("a regular expression",),
    ),
    *(
        Case(
            f"include: {name}",
            SOURCE_FILE,
            f"kind: sitemap\nstart: https://a.example/\nshows: page\ninclude: ['{pattern}']\n",
            4,
            "include[0]",
            ("a regular expression",),
        )
        for name, pattern in {
            "doubtful set": "[[a]x]",
            "endless repetition": "a{99999999999}",
            "deep nesting": "(" * 1_900,
        }.items()
    ),
    Case(
        "since without unit",
        SOURCE_FILE,
        "kind: sitemap\nstart: https://a.example/\nshows: page\nsince: 30\n",
        4,
        "since",
        ("its unit",),
    ),
    Case(
        "cron and every",
        SOURCE_FILE,
        source("schedule:", '  cron: "0 6 * * *"', "  every: 6h"),
        10,
        "schedule.every",
        ("not both",),
    ),
    Case(
        "neither cron nor every",
        SOURCE_FILE,
        source("schedule: {jitter: 5m}"),
        8,
        "schedule",
        ("needs cron or every",),
    ),
    Case(
        "four fields",
        SOURCE_FILE,
        source('schedule: {cron: "0 6 * *"}'),
        8,
        "schedule.cron",
        ("five fields", "0 6 * *"),
    ),
    Case(
        "hour 25",
        SOURCE_FILE,
        source('schedule: {cron: "0 25 * * *"}'),
        8,
        "schedule.cron",
        ("0 to 23 for the hour", "25"),
    ),
    Case(
        "30 February",
        SOURCE_FILE,
        source('schedule: {cron: "0 6 30 2 *"}'),
        8,
        "schedule.cron",
        ("exists in its month",),
    ),
    Case(
        "no interval",
        SOURCE_FILE,
        source("schedule: {every: 0s}"),
        8,
        "schedule.every",
        ("1s - 366d", '"0s"'),
    ),
    Case(
        "long jitter",
        SOURCE_FILE,
        source("schedule: {every: 1h, jitter: 2h}"),
        8,
        "schedule.jitter",
        ("shorter than the interval",),
    ),
    Case(
        "public network",
        SOURCE_FILE,
        source("allow_private: [0.0.0.0/0]"),
        8,
        "allow_private[0]",
        ("a private network",),
    ),
    Case(
        "host bits",
        SOURCE_FILE,
        source("allow_private: [10.0.0.1/8]"),
        8,
        "allow_private[0]",
        ("CIDR", "10.0.0.1/8"),
    ),
    Case(
        "canary without text",
        SOURCE_FILE,
        source("canaries:", "  - url: https://platform.example/"),
        9,
        "canaries[0]",
        ("contains beside url",),
    ),
    Case(
        "canary of one letter",
        SOURCE_FILE,
        source("canaries:", "  - {url: 'https://platform.example/', contains: a}"),
        9,
        "canaries[0].contains",
        ("two characters",),
    ),
    Case(
        "size without unit",
        SOURCE_FILE,
        source("limits: {page_size: 10000000}"),
        8,
        "limits.page_size",
        ("KB, MB, GB",),
    ),
    Case(
        "robots off",
        SOURCE_FILE,
        source("politeness: {robots: false}"),
        8,
        "politeness.robots",
        ("robots.txt is obeyed",),
    ),
    Case(
        "word for a truth",
        SOURCE_FILE,
        source("enabled: maybe"),
        8,
        "enabled",
        ("true or false", '"maybe"'),
    ),
    Case(
        "file name",
        "sources/Our_Experts.yaml",
        SOURCE,
        1,
        "",
        ("small letters, digits and hyphens",),
    ),
    Case("file ending", "sources/more.yml", SOURCE, None, "", (".yaml", "rename")),
]


@pytest.mark.parametrize("case", SOURCES, ids=str)
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail: Fail, case: Case) -> None:
    check_case(fail, case)
