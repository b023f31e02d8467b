"""Whom a surname or initials in place of a name may mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leakwatch.match import Reading
from leakwatch.score.called import called
from tests.sample_watch import PEOPLE, make_sighting

#: Beside the sample's people: a second Hayashi, whose given name nobody would take for the first's.
NAMED = (*PEOPLE, replace(PEOPLE[0], id="E021", given="誠", given_kana="まこと"))
BOTH = frozenset({"E001", "E021"})
TAKASE = frozenset({"E002"})


def meant(text: str, *, initials: bool = False) -> frozenset[str] | None:
    return called(Reading(make_sighting(text)).about(), NAMED, initials=initials)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("髙瀬", TAKASE),
        ("高瀬さん", TAKASE),
        ("高瀬氏", TAKASE),
        ("高瀬（30代）", TAKASE),
        ("たかせさん", TAKASE),
        ("Takase", TAKASE),
        ("Ms. Takase", TAKASE),
        ("Takase-san", None),
        ("Takase san", TAKASE),
        ("氏名: 高瀬", TAKASE),
        ("ニックネーム／氏名\nたかせ", TAKASE),
        ("林", BOTH),
        ("はやし", BOTH),
    ],
)
def test_a_surname_means_everybody_who_bears_it(text: str, ids: frozenset[str] | None) -> None:
    assert meant(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("山吹さん", id="nobody on the roster bears it"),
        pytest.param("匿名", id="a pen name"),
        pytest.param("高瀬さんに聞いた話です", id="within a sentence"),
        pytest.param("高瀬川のほとり", id="within a word"),
        pytest.param("涼子", id="a given name"),
        pytest.param("所属: 高瀬", id="under another label"),
        pytest.param("一行。\n" * 12 + "高瀬", id="far down the page"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_surname_of_ours_says_nothing(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("R.T.", TAKASE),
        ("T. R.", TAKASE),
        ("r.t", TAKASE),
        ("K.H", frozenset({"E001"})),
        ("氏名: M.H.", frozenset({"E021"})),
        ("Q.X.", None),
        ("TR", None),
    ],
)
def test_initials_mean_somebody_only_where_the_employer_is_named(
    text: str, ids: frozenset[str] | None
) -> None:
    assert meant(text, initials=True) == ids
    assert meant(text, initials=False) is None


def test_the_first_line_that_means_somebody_decides() -> None:
    assert meant("高瀬\n林") == TAKASE
    assert meant("山吹\n林") == BOTH


def test_nobody_is_meant_on_an_empty_roster() -> None:
    assert called(Reading(make_sighting("高瀬")).about(), (), initials=True) is None
