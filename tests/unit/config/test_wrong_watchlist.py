"""Mistakes in watchlist.yaml."""

from __future__ import annotations

import pytest

from tests.unit.config.right import WATCHLIST, Case, Fail, check_case


def term(*lines: str) -> str:
    return WATCHLIST + "".join(f"    {line}\n" for line in lines)


WATCHLIST_FILE = [
    Case(
        "number as text",
        "watchlist.yaml",
        WATCHLIST.replace("低温焼結", "1180"),
        14,
        "terms[0].text",
        ("a text", "found 1180", "quotes"),
    ),
    Case(
        "number as id",
        "watchlist.yaml",
        WATCHLIST.replace("id: T01", "id: 1").replace("[T01]", "[]"),
        13,
        "terms[0].id",
        ("a text", "quotes"),
    ),
    Case(
        "bool as level",
        "watchlist.yaml",
        WATCHLIST.replace("sensitivity: 1", "sensitivity: true"),
        15,
        "terms[0].sensitivity",
        ("a whole number", "true"),
    ),
    Case(
        "level 4",
        "watchlist.yaml",
        WATCHLIST.replace("sensitivity: 1", "sensitivity: 4"),
        15,
        "terms[0].sensitivity",
        ("3 or less", "found 4"),
    ),
    Case(
        "level 0",
        "watchlist.yaml",
        WATCHLIST.replace("sensitivity: 1", "sensitivity: 0"),
        15,
        "terms[0].sensitivity",
        ("1 or more", "found 0"),
    ),
    Case(
        "unknown kind",
        "watchlist.yaml",
        WATCHLIST.replace("kind: technology", "kind: codename"),
        16,
        "terms[0].kind",
        ("code_name", "did you mean code_name?"),
    ),
    Case(
        "missing key",
        "watchlist.yaml",
        WATCHLIST.replace("    sensitivity: 1\n", ""),
        13,
        "terms[0].sensitivity",
        ("missing",),
    ),
    Case(
        "key without value",
        "watchlist.yaml",
        WATCHLIST.replace("sensitivity: 1", "sensitivity:"),
        15,
        "terms[0].sensitivity",
        ("no value",),
    ),
    Case(
        "empty term",
        "watchlist.yaml",
        WATCHLIST.replace("低温焼結", "''"),
        14,
        "terms[0].text",
        ("not empty",),
    ),
    Case(
        "one character",
        "watchlist.yaml",
        WATCHLIST.replace("低温焼結", "銅"),
        14,
        "terms[0].text",
        ("two characters", "longer form"),
    ),
    Case(
        "invisible term",
        "watchlist.yaml",
        WATCHLIST.replace("低温焼結", '"\\u200b\\u00ad\\u2060"'),
        14,
        "terms[0].text",
        ("two characters",),
    ),
    Case(
        "one-letter variant",
        "watchlist.yaml",
        term("variants: [低温焼成, X]"),
        17,
        "terms[0].variants[1]",
        ("two characters",),
    ),
    Case(
        "list for a mapping",
        "watchlist.yaml",
        WATCHLIST.replace("{id: toyokawa, name: 豊川工場}", "[x]").replace("[toyokawa]", "[]"),
        6,
        "sites[0]",
        ("a mapping", "a list"),
    ),
    Case(
        "mapping for a list",
        "watchlist.yaml",
        "companies: {id: own}\n",
        1,
        "companies",
        ("a list", "a mapping"),
    ),
    Case("no companies", "watchlist.yaml", "terms: []\n", 1, "companies", ("missing",)),
    Case(
        "no owner",
        "watchlist.yaml",
        WATCHLIST.replace("    owner: true\n", ""),
        1,
        "companies",
        ("no company is the owner", "owner: true"),
    ),
    Case(
        "two owners",
        "watchlist.yaml",
        WATCHLIST.replace("sites:\n", "  - {id: fine, name: 藍川ファイン, owner: true}\nsites:\n"),
        5,
        "companies[1].owner",
        ("second owner", "line 4"),
    ),
    Case(
        "same id",
        "watchlist.yaml",
        WATCHLIST + "  - {id: T01, text: 別の語, sensitivity: 2, kind: code_name}\n",
        17,
        "terms[1].id",
        ("T01", "line 13"),
    ),
    Case(
        "unknown site",
        "watchlist.yaml",
        WATCHLIST.replace("sites: [toyokawa]", "sites: [toyokwa]"),
        10,
        "divisions[0].sites[0]",
        ("no toyokwa", "did you mean toyokawa?"),
    ),
    Case(
        "unknown term",
        "watchlist.yaml",
        WATCHLIST.replace("[T01]", "[T01, T02]"),
        11,
        "divisions[0].technologies[1]",
        ("no T02", "T01"),
    ),
    Case(
        "secret that may leave",
        "watchlist.yaml",
        WATCHLIST.replace("sensitivity: 1", "sensitivity: 3\n    may_leave: true"),
        16,
        "terms[0].may_leave",
        ("never leave", "disclosure"),
    ),
    Case(
        "domain with scheme",
        "watchlist.yaml",
        WATCHLIST.replace("owner: true", "owner: true\n    domains: [https://a.example/]"),
        5,
        "companies[0].domains[0]",
        ("a domain", "https://a.example/"),
    ),
    Case(
        "unknown language",
        "watchlist.yaml",
        WATCHLIST.replace("owner: true", "owner: true\n    profile: {jp: {industry: 素材}}"),
        5,
        "companies[0].profile.jp",
        ("known here: ja, en",),
    ),
    Case(
        "slip in a profile",
        "watchlist.yaml",
        WATCHLIST.replace(
            "owner: true", "owner: true\n    profile:\n      ja:\n        employes: 10"
        ),
        7,
        "companies[0].profile.ja.employes",
        ("did you mean employees?",),
    ),
    Case(
        "id with blanks",
        "watchlist.yaml",
        WATCHLIST.replace("id: own", "id: our company"),
        2,
        "companies[0].id",
        ("an id", "our company"),
    ),
]


@pytest.mark.parametrize("case", WATCHLIST_FILE, ids=str)
def test_the_mistake_is_told_once_with_line_key_and_remedy(fail: Fail, case: Case) -> None:
    check_case(fail, case)
