"""Mistakes in source definitions: what it is, where it begins, what it selects."""

from __future__ import annotations

import pytest

from tests.unit.config.right import SOURCE, Case, Fail, check_case

SOURCE_FILE = "sources/experts.yaml"


def source(*lines: str) -> str:
    return SOURCE + "\n".join(lines) + "\n"


SOURCES = [
    Case(
        "unknown kind",
        SOURCE_FILE,
        SOURCE.replace("kind: directory", "kind: directry"),
        1,
        "kind",
        ("directory, requests, feed", "did you mean directory?", "spiders"),
    ),
    Case(
        "no start",
        SOURCE_FILE,
        SOURCE.replace("start: https://platform.example/experts\n", ""),
        1,
        "start",
        ("needs start",),
    ),
    Case(
        "empty start",
        SOURCE_FILE,
        SOURCE.replace("https://platform.example/experts", "[]"),
        2,
        "start",
        ("needs start",),
    ),
    Case(
        "ftp",
        SOURCE_FILE,
        SOURCE.replace("https:", "ftp:"),
        2,
        "start",
        ("http or https", "ftp://platform"),
    ),
    Case("no scheme", SOURCE_FILE, SOURCE.replace("https://", ""), 2, "start", ("http or https",)),
    Case(
        "password in the address",
        SOURCE_FILE,
        SOURCE.replace("https://", "https://u:hunter2@"),
        2,
        "start",
        ("without user name",),
    ),
    Case(
        "impossible port",
        SOURCE_FILE,
        SOURCE.replace("example/", "example:99999/"),
        2,
        "start",
        ("http or https",),
    ),
    Case(
        "what it shows",
        SOURCE_FILE,
        SOURCE.replace("shows: profile", "shows: profiles"),
        3,
        "shows",
        ("profile, request, article, page", "did you mean profile?"),
    ),
    Case(
        "no listing",
        SOURCE_FILE,
        SOURCE.replace("listing:\n  links: a.expert::attr(href)\n", ""),
        1,
        "listing",
        ("needs listing",),
    ),
    Case(
        "selector of two sorts",
        SOURCE_FILE,
        SOURCE.replace("h1.name", "{css: h1, xpath: //h1}"),
        7,
        "fields.name",
        ("one of css, xpath",),
    ),
    Case(
        "selector of no sort",
        SOURCE_FILE,
        SOURCE.replace("h1.name", "{regex: h1}"),
        7,
        "fields.name.regex",
        ("known here: css, xpath, url",),
    ),
    Case(
        "url selects no field",
        SOURCE_FILE,
        SOURCE.replace("h1.name", "{url: '/(.*)'}"),
        7,
        "fields.name",
        ("identity only",),
    ),
    Case(
        "selector as a number",
        SOURCE_FILE,
        SOURCE.replace("h1.name", "5"),
        7,
        "fields.name",
        ("a mapping", "found 5"),
    ),
    Case(
        "broken CSS",
        SOURCE_FILE,
        SOURCE.replace("h1.name", "h1..name"),
        7,
        "fields.name",
        ("a selector that can be read",),
    ),
    Case(
        "broken XPath",
        SOURCE_FILE,
        SOURCE.replace("h1.name", "{xpath: '//h1['}"),
        7,
        "fields.name",
        ("a selector that can be read",),
    ),
    Case(
        "broken expression",
        SOURCE_FILE,
        source("identity: {url: '/x/(\\d+'}"),
        8,
        "identity",
        ("a selector that can be read",),
    ),
    Case(
        "field name",
        SOURCE_FILE,
        source('  "full name": h2'),
        8,
        "fields.full name",
        ("small letters",),
    ),
]


@pytest.mark.parametrize("case", SOURCES, ids=str)
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail: Fail, case: Case) -> None:
    check_case(fail, case)
