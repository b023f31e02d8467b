"""Known namesakes in watchlist.yaml."""

from __future__ import annotations

import pytest

from leakwatch.models import Namesake
from tests.unit.config.right import WATCHLIST, Case, Fail, Load, check_case

ONE = "namesakes:\n  - {person: E012, employer: 株式会社蒼天商事}\n"

CASES = [
    Case(
        "no employer",
        "watchlist.yaml",
        WATCHLIST + "namesakes:\n  - person: E012\n    employer:\n",
        19,
        "namesakes[0].employer",
        ("this key has no value",),
    ),
    Case(
        "no person",
        "watchlist.yaml",
        WATCHLIST + "namesakes:\n  - employer: 蒼天商事\n",
        18,
        "namesakes[0].person",
        ("this key is missing",),
    ),
    Case(
        "another key",
        "watchlist.yaml",
        WATCHLIST + "namesakes:\n  - {person: E012, employer: 蒼天商事, name: 甲}\n",
        18,
        "namesakes[0].name",
        ("there is no such key", "person, employer"),
    ),
    Case(
        "the group itself",
        "watchlist.yaml",
        WATCHLIST + "namesakes:\n  - person: E012\n    employer: （株）藍川マテリアル\n",
        19,
        "namesakes[0].employer",
        ("is a name of the group",),
    ),
    Case(
        "twice",
        "watchlist.yaml",
        WATCHLIST + ONE + "  - {person: E012, employer: ㈱蒼天商事}\n",
        19,
        "namesakes[1]",
        ("stands here twice, first in line 18",),
    ),
]


def test_namesakes_are_read_with_person_and_employer(load: Load) -> None:
    watchlist = load({"watchlist.yaml": WATCHLIST + ONE}).watchlist
    assert watchlist.namesakes == (Namesake(person="E012", employer="株式会社蒼天商事"),)


def test_a_namesake_changes_what_findings_are_judged_by(load: Load) -> None:
    without = load().watchlist
    assert without.namesakes == ()
    assert load({"watchlist.yaml": WATCHLIST + ONE}).watchlist.digest != without.digest


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_namesake_that_lacks_something_is_told_with_its_line(case: Case, fail: Fail) -> None:
    check_case(fail, case)
