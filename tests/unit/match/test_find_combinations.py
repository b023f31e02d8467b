from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import Matches, compile_watchlist, find_hits
from leakwatch.match.combined import LISTED
from leakwatch.models import (
    Combination,
    Company,
    EntryKind,
    Person,
    Site,
    Term,
    TermKind,
    Watchlist,
)
from tests.sample_watch import make_sighting

TERM = Term(id="T1", text="銀鱗膜", sensitivity=1, kind=TermKind.TECHNOLOGY, variants=("ginrin",))
BASE = Watchlist(
    companies=(Company(id="own", name="零零零零", owner=True),),
    sites=(Site(id="lab", name="白砂研究所"),),
    terms=(TERM,),
    people=(Person(id="E1", surname="白砂", given="翠"),),
)


def matches(text: str, *combinations: Combination, **changes: object) -> Matches:
    watchlist = Watchlist(
        companies=BASE.companies,
        sites=BASE.sites,
        terms=BASE.terms,
        people=BASE.people,
        combinations=combinations,
    )
    return find_hits(make_sighting(text, **changes), compile_watchlist(watchlist))


def combination(*every: str, **changes: object) -> Combination:
    return Combination(id="C1", sensitivity=2, all=every, **changes)  # type: ignore[arg-type]


def quotes(found: Matches, entry: str = "C1") -> list[str]:
    return [hit.quote for hit in found.hits if hit.entry == entry]


def test_its_hits_are_those_of_a_term_under_its_own_id_and_sensitivity() -> None:
    found = matches("膜厚と粘度", combination("膜厚", "粘度"))
    assert [(hit.entry, hit.entry_kind, hit.rule) for hit in found.hits] == [
        ("C1", EntryKind.TERM, "term_named")
    ] * 2
    assert {(hit.quote, hit.folded, hit.sensitivity) for hit in found.hits} == {
        ("膜厚", "膜厚", 2),
        ("粘度", "粘度", 2),
    }


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        pytest.param("膜厚と粘度", {"all": ("膜厚", "粘度")}, ["膜厚", "粘度"], id="all"),
        pytest.param("膜厚です", {"all": ("膜厚", "粘度")}, [], id="one is missing"),
        pytest.param("粘度です", {"any": ("膜厚", "粘度")}, ["粘度"], id="any"),
        pytest.param(
            "膜厚の密度", {"all": ("膜厚",), "any": ("粘度", "密度")}, ["膜厚", "密度"], id="both"
        ),
        pytest.param("膜厚です", {"all": ("膜厚",), "any": ("粘度",)}, [], id="none of any"),
        pytest.param("膜厚です", {"all": ("膜厚",), "none": ("粘度",)}, ["膜厚"], id="not barred"),
        pytest.param("膜厚と粘度", {"all": ("膜厚",), "none": ("粘度",)}, [], id="barred"),
        pytest.param("GINRINの膜厚", {"all": ("T1", "膜厚")}, ["GINRIN", "膜厚"], id="by id"),
        pytest.param(
            "白砂研究所の膜厚", {"all": ("lab", "膜厚")}, ["白砂研究所", "膜厚"], id="site"
        ),
        pytest.param("白砂翠の膜厚", {"all": ("E1", "膜厚")}, [], id="people do not count"),
        pytest.param("膜厚計と粘度", {"all": ("膜厚", "粘度")}, [], id="a longer word"),
        pytest.param("膜\n厚とﾈﾝﾄﾞ", {"all": ("膜厚", "ネンド")}, ["膜\n厚", "ﾈﾝﾄﾞ"], id="folded"),
    ],
)
def test_what_must_be_there_and_what_must_not(
    text: str, wanted: dict[str, tuple[str, ...]], found: list[str]
) -> None:
    assert quotes(matches(text, Combination(id="C1", sensitivity=2, **wanted))) == found  # type: ignore[arg-type]


def test_an_entry_that_plays_a_part_is_still_a_hit_of_its_own() -> None:
    found = matches("銀鱗膜の膜厚", combination("T1", "膜厚"))
    assert quotes(found, "T1") == ["銀鱗膜"]
    assert quotes(found) == ["銀鱗膜", "膜厚"]


def test_without_reach_the_fields_count_together_and_with_reach_each_alone() -> None:
    apart = {"title": "膜厚", "fields": {"skills": "粘度"}}
    assert quotes(matches("", combination("膜厚", "粘度"), **apart)) == ["膜厚", "粘度"]
    assert quotes(matches("", combination("膜厚", "粘度", within=500), **apart)) == []


def test_only_the_fields_named_count() -> None:
    wanted = combination("膜厚", "粘度", fields=("skills", "title"))
    assert quotes(matches("膜厚と粘度", wanted)) == []
    assert quotes(matches("粘度", wanted, title="膜厚")) == []
    assert quotes(matches("", wanted, title="膜厚", fields={"skills": "粘度"})) == ["膜厚", "粘度"]


def test_a_long_field_that_stands_in_the_text_counts_as_that_field() -> None:
    body = "経歴の行。" * 40 + "膜厚と粘度"
    wanted = combination("膜厚", "粘度", fields=("body",))
    found = matches("前書き。" + body, wanted, fields={"body": body})
    assert {hit.field for hit in found.hits} == {"text", "body"}
    assert quotes(matches("膜厚と粘度。" + body[:-5], wanted, fields={"body": body[:-5]})) == []


@pytest.mark.parametrize(("gap", "held"), [(6, True), (7, False)])
def test_reach_is_counted_from_the_first_character_to_the_last(gap: int, held: bool) -> None:
    text = "膜厚" + "。" * gap + "粘度"
    assert bool(quotes(matches(text, combination("膜厚", "粘度", within=10)))) is held


def test_a_barred_item_counts_only_within_reach() -> None:
    wanted = combination("膜厚", "粘度", within=10, none=("展示",))
    assert quotes(matches("膜厚と粘度。展示", wanted)) == []
    assert quotes(matches("膜厚と粘度" + "。" * 20 + "展示", wanted)) == ["膜厚", "粘度"]


def test_what_a_barred_item_spoils_is_told_as_set_aside() -> None:
    found = matches("膜厚の展示", combination("膜厚", none=("展示",)))
    assert [(one.rule, one.hit.entry, one.hit.quote) for one in found.suppressions] == [
        ("with_barred_word", "C1", "膜厚")
    ]


def test_places_far_down_the_page_are_found_behind_any_number_of_single_items() -> None:
    text = "膜厚。" * 300 + "粘度。" + "。" * 50
    found = matches(text + "密度と粘度", combination("密度", "粘度", within=10))
    assert quotes(found) == ["密度", "粘度"]


def test_a_page_that_repeats_it_lists_some_and_counts_the_rest() -> None:
    found = matches("膜厚と粘度。" * 200, combination("膜厚", "粘度", within=6))
    assert len(found.hits) == 2 * LISTED
    assert found.unlisted == 200 - LISTED


@given(
    st.lists(st.sampled_from(["膜厚", "粘度", "密度", "。", "。。。"]), max_size=14),
    st.integers(2, 14),
)
@settings(max_examples=250, deadline=None)
def test_reach_agrees_with_trying_every_choice_of_places(pieces: list[str], within: int) -> None:
    text = "。".join(pieces)
    wanted = ("膜厚", "粘度", "密度")
    places = [[at for at in range(len(text)) if text.startswith(word, at)] for word in wanted]
    naive = any(max(choice) + 2 - min(choice) <= within for choice in product(*places))
    assert bool(quotes(matches(text, combination(*wanted, within=within)))) == naive


def test_two_combinations_do_not_disturb_each_other() -> None:
    other = Combination(id="C2", sensitivity=3, any=("粘度",), none=("密度",))
    found = matches("膜厚と粘度", combination("膜厚", "粘度"), other)
    assert (quotes(found), quotes(found, "C2")) == (["膜厚", "粘度"], ["粘度"])
