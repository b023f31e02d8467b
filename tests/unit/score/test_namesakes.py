"""Known namesakes of people on the roster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.match import compile_watchlist, find_hits
from leakwatch.models import Finding, Namesake
from leakwatch.score import assess, weigh
from tests.sample_watch import WATCHLIST, make_sighting

KNOWN = replace(WATCHLIST, namesakes=(Namesake(person="E001", employer="青磁商事株式会社"),))
COMPILED = compile_watchlist(KNOWN)
PAGE = "林健です。土岐川工場の静電チャック開発部と取引があります。"


def weighed(text: str, *, watchlist: Any = KNOWN, **changes: Any) -> tuple[Finding, ...]:
    page = make_sighting(text, **changes)
    return weigh(page, find_hits(page, COMPILED), watchlist)


def rules(found: tuple[Finding, ...], subject: str = "person:E001") -> set[str]:
    return {reason.rule for one in found if one.subject == subject for reason in one.reasons}


@pytest.mark.parametrize(
    "employer",
    ["青磁商事株式会社", "青磁商事㈱", "青磁商事", "株式会社青磁商事", "青 磁 商 事"],
)
def test_a_page_that_states_the_known_employer_is_doubted(employer: str) -> None:
    assert "known_namesake" in rules(weighed(f"{PAGE}勤務先は{employer}。"))


def test_the_doubt_keeps_the_page_below_the_alert() -> None:
    page = make_sighting(f"{PAGE}勤務先は青磁商事。")
    matches = find_hits(page, COMPILED)
    found = {one.subject for one in assess(page, matches, WATCHLIST)}
    assert "person:E001" in found
    assert "person:E001" not in {one.subject for one in assess(page, matches, KNOWN)}


def test_another_page_of_that_name_is_not_doubted() -> None:
    assert "known_namesake" not in rules(weighed(PAGE))


def test_where_the_employers_field_names_us_it_is_no_namesake() -> None:
    fields = {"organisation": "蒼嶺セラミックス株式会社", "body": f"{PAGE}前職は青磁商事。"}
    found = weighed("", fields=fields)
    assert "person_named" in rules(found)
    assert "known_namesake" not in rules(found)


def test_nobody_else_is_doubted() -> None:
    found = weighed("髙瀬凉子と林健です。土岐川工場、京都研究所。勤務先は青磁商事。")
    assert "known_namesake" in rules(found)
    assert "known_namesake" not in rules(found, "person:E002")
    assert "known_namesake" not in rules(found, "unknown")


def test_an_employer_that_folds_to_a_legal_form_alone_doubts_nothing() -> None:
    watchlist = replace(WATCHLIST, namesakes=(Namesake(person="E001", employer="・"),))
    assert "known_namesake" not in rules(weighed(PAGE, watchlist=watchlist))
