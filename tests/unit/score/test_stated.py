"""Years, titles and surnames an anonymous page states of its writer, and whom they fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leakwatch.match import Reading, find_hits
from leakwatch.score.fitting import Stated, read_stated, who_fits
from leakwatch.score.roster import indexed
from leakwatch.text import fold_key
from tests.sample_watch import COMPILED, PEOPLE, WATCHLIST, make_sighting

ROSTER = (*PEOPLE, replace(PEOPLE[1], id="E031", surname="葉山", title="担当課長", years=20))
WATCHED = replace(WATCHLIST, people=ROSTER)
DIVISION = "静電チャック開発部の者です。"


def stated(text: str, *, initials: bool = False) -> Stated:
    page = make_sighting(text)
    reading = Reading(page)
    placed = [
        (hit, mention.sentence)
        for hit in find_hits(page, COMPILED).hits
        if (mention := reading.mention(hit))
    ]
    return read_stated(tuple(reading.about()), placed, WATCHED, named=initials)


def about(years: int, spread: int = 0) -> frozenset[int]:
    return frozenset(range(years - spread, years + spread + 1))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("この仕事をして20年です", about(20)),
        ("20年目です", about(20)),
        ("約20年の経験", about(20, 2)),
        ("およそ20年", about(20, 2)),
        ("20年近く続けています", about(20, 2)),
        ("20年ほど続けています", about(20, 2)),
        ("20年以上の経験", about(20, 2)),
        ("20年余り", about(20, 2)),
        ("20年弱", about(20, 2)),
        ("経験年数: 20", about(20)),
        ("20 years of kilns", about(20)),
        ("about 20 years of kilns", about(20, 2)),
        ("nearly 20 years", about(20, 2)),
        ("20+years", about(20, 2)),
        ("20 years or so", about(20, 2)),
        ("創業120年", frozenset()),
        ("2019年に入社", frozenset()),
        ("20名の班", frozenset()),
    ],
)
def test_years_are_read_and_rounded_ones_may_be_two_off(text: str, years: frozenset[int]) -> None:
    assert stated(text).years == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("業界歴25年、勤続12年です", about(12)),
        ("社会に出て25年。在籍12年", about(12)),
        ("12年在籍し、茶道は25年", about(12)),
        ("25年の経験があり、入社して12年ほど", about(12, 2)),
        ("茶道は25年", about(25)),
        ("25 years of kilns, 12 years with the firm", about(12)),
        ("25 years of kilns, 12 years at my company", about(12)),
        ("25 years of kilns, 12 years here", about(12)),
        ("After 25 years of kilns I have been here for 12 years", about(12)),
    ],
)
def test_years_at_the_present_employer_outweigh_others(text: str, years: frozenset[int]) -> None:
    assert stated(text).years == years


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("主任です", {"主任"}),
        ("主任として見ています", {"主任"}),
        ("主任で、部下はいません", {"主任"}),
        ("主任で,部下はいません", {"主任"}),
        ("主任になりました", {"主任"}),
        ("役職: 担当課長", {"担当課長"}),
        ("開発主任です", {"主任"}),
        ("開発主任です。担当課長として兼務", {"担当課長"}),
        ("主任を置いています", set()),
        ("主任でない者です", set()),
        ("役職なし", set()),
    ],
)
def test_a_title_is_one_by_what_follows_and_by_itself_outweighs_the_end_of_a_longer_word(
    text: str, titles: set[str]
) -> None:
    assert stated(text).titles == frozenset(map(fold_key, titles))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param(f"{DIVISION}主任です。12年目です。", ["E001"], id="division, title and years"),
        pytest.param(f"{DIVISION}主任です。約14年。", ["E001"], id="rounded years two off"),
        pytest.param(f"{DIVISION}主任です。15年目。", [], id="years that are not"),
        pytest.param(f"{DIVISION}主任です。勤続12年、業界歴25年。", ["E001"], id="tenure decides"),
        pytest.param(f"{DIVISION}主任です。", [], id="two things are too few"),
        pytest.param("葉山\n京都の職場にいます。\n約20年。", ["E031"], id="surname, place and years"),
        pytest.param("葉山\n岐阜県の工場に勤務。\n約20年。", [], id="surname and another place"),
        pytest.param("林\n岐阜県の工場に勤務。\n12年目。", ["E001"], id="surname of another"),
        pytest.param("京都の職場にいます。\n担当課長です。\n約20年。", [], id="neither name nor division"),
    ],
)  # fmt: skip
def test_who_fits_is_told_by_three_things_with_division_or_surname(
    text: str, ids: list[str]
) -> None:
    fit = who_fits(stated(text), indexed(ROSTER))
    assert [person.id for person in fit.people] == ids


def test_initials_are_a_thing_said_where_they_may_be_trusted() -> None:
    page = "K.H.\n岐阜県の工場に勤務。\n12年目。"
    assert stated(page).called is None
    trusted = stated(page, initials=True)
    assert trusted.called == frozenset({"E001"})
    assert who_fits(trusted, indexed(ROSTER)).only is PEOPLE[0]
