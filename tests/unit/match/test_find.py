from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import Matches, compile_watchlist, find_hits, part
from leakwatch.match.combined import LISTED
from leakwatch.match.compiled import WINDOW
from leakwatch.models import Company, EntryKind, Term, TermKind, Watchlist
from leakwatch.text import fold_key
from tests.sample_watch import COMPILED, make_sighting, match, told


def _terms(*texts: str) -> Watchlist:
    return Watchlist(
        companies=(Company(id="c", name="零零零零", owner=True),),
        terms=tuple(
            Term(id=f"T{number}", text=text, sensitivity=2, kind=TermKind.CODE_NAME)
            for number, text in enumerate(texts)
        ),
    )


def test_an_unrelated_page_gives_nothing_at_all() -> None:
    assert match("週末は畑と釣りで過ごします。") == Matches()
    assert match("") == Matches()


def test_an_empty_watchlist_finds_nothing() -> None:
    nothing = Watchlist(companies=())
    assert find_hits(make_sighting("蒼嶺セラミックス"), compile_watchlist(nothing)) == Matches()


def test_hits_are_found_in_title_text_and_every_field_with_exact_quotes() -> None:
    sighting = make_sighting(
        "所属は㈱蒼嶺ｾﾗﾐｯｸｽ。",
        title="髙瀬 凉子のページ",
        fields={"organisation": "蒼嶺セラ", "name": "", "title": "静電ﾁｬｯｸの主任"},
    )
    matches = find_hits(sighting, COMPILED)
    places = {(hit.field, hit.quote) for hit in matches.hits}
    assert places == {
        ("title", "髙瀬 凉子"),
        ("organisation", "蒼嶺セラ"),
        ("fields.title", "静電ﾁｬｯｸ"),
        ("text", "㈱蒼嶺ｾﾗﾐｯｸｽ"),
    }
    for hit in matches.hits:
        assert part(sighting, hit.field)[hit.start : hit.end] == hit.quote
        assert fold_key(hit.quote) == hit.folded


def test_a_long_field_that_stands_in_the_text_is_quoted_by_its_own_offsets() -> None:
    body = "経歴です。" * 30 + "土岐川工場で三段ゾルゲル法を担当。"
    sighting = make_sighting("見出し\n" + body + "\n終わり", fields={"body": body})
    hits = find_hits(sighting, COMPILED).hits
    assert {hit.field for hit in hits if hit.entry == "T02"} == {"text", "body"}
    for hit in hits:
        assert part(sighting, hit.field)[hit.start : hit.end] == hit.quote


def test_nothing_is_found_across_two_parts_of_a_sighting() -> None:
    matches = match("ゾルゲル法", title="三段", fields={"headline": "ミナ", "career": "モ"})
    assert matches.hits == ()


def test_nested_entries_are_all_found_but_a_shorter_spelling_of_the_same_entry_is_not() -> None:
    compiled = compile_watchlist(_terms("青海波", "青海波格子", "波格子焼成"))
    hits = find_hits(make_sighting("青海波格子焼成"), compiled).hits
    assert {(hit.entry, hit.quote) for hit in hits} == {
        ("T0", "青海波"),
        ("T1", "青海波格子"),
        ("T2", "波格子焼成"),
    }
    assert told(match("蒼嶺セラミックス株式会社")) == {
        ("company_named", "sorei", "蒼嶺セラミックス株式会社")
    }


@given(
    st.lists(st.text("山川海田", min_size=3, max_size=6), min_size=1, max_size=8, unique=True),
    st.text("山川海田", max_size=40),
)
@settings(max_examples=200, deadline=None)
def test_the_automaton_finds_what_a_naive_loop_finds(texts: list[str], page: str) -> None:
    hits = find_hits(make_sighting(page), compile_watchlist(_terms(*texts))).hits
    naive = {
        (f"T{number}", start)
        for number, text in enumerate(texts)
        for start in range(len(page))
        if page.startswith(text, start)
    }
    # Crossing occurrences of one entry are all there: they are equally long.
    assert {(hit.entry, hit.start) for hit in hits} == naive


@given(st.lists(st.text("abｱｶ山田-7 ・", min_size=1, max_size=5), max_size=6), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_whatever_the_watchlist_and_the_page_say_quotes_are_exact(
    texts: list[str], page: str
) -> None:
    sighting = make_sighting(page + "".join(texts))
    matches = find_hits(sighting, compile_watchlist(_terms(*texts)))
    for hit in (*matches.hits, *(each.hit for each in matches.suppressions)):
        assert sighting.text[hit.start : hit.end] == hit.quote
        assert fold_key(hit.quote) == hit.folded


@pytest.mark.parametrize("distance", [WINDOW - 4, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW - 3])
def test_a_hit_across_two_windows_is_found_once(distance: int) -> None:
    matches = match("。" * distance + "三段ゾルゲル法")
    assert [(hit.start, hit.quote) for hit in matches.hits] == [(distance, "三段ゾルゲル法")]


def test_a_page_of_nothing_but_hits_lists_some_and_counts_the_rest() -> None:
    repeats = 5_000
    matches = match("林健はSR-5、" * repeats)
    assert len(matches.hits) == 2 * LISTED
    assert matches.unlisted == 2 * (repeats - LISTED)


def test_a_page_of_nothing_but_traps_lists_some_and_counts_the_rest() -> None:
    repeats = 3_000
    matches = match("ミナモト、" * repeats)
    assert matches.hits == ()
    assert len(matches.suppressions) == LISTED
    assert matches.unlisted == repeats - LISTED


def test_a_real_hit_after_any_number_of_traps_is_still_found() -> None:
    assert ("term_named", "T03", "ミナモ") in told(match("ミナモト、" * 500 + "ミナモ"))


def test_work_grows_with_the_page_and_not_with_its_square() -> None:
    """Counted, not timed: the rules look at each occurrence once, whatever stands around it."""
    text = "焼成1,320℃と林健とミナモの湯。"
    small, large = match(text * 200), match(text * 2_000)
    assert large.unlisted - small.unlisted == 1_800 * 3
    assert len(small.hits) == len(large.hits)


def test_context_counts_within_reach_in_text_and_anywhere_in_a_labelled_field() -> None:
    near, far = "焼成" + "あ" * 50 + "1,320℃", "焼成" + "あ" * 80 + "1,320℃"
    assert told(match(near)) == {("term_named", "T05", "1,320℃")}
    assert told(match(far)) == set()
    assert told(match(fields={"skills": far})) == {("term_named", "T05", "1,320℃")}
    assert told(match("1,320℃", title="焼成")) == set()


def test_strength_and_sensitivity_are_those_of_the_spelling_and_the_term() -> None:
    (plain,) = match("SR-5").hits
    (bare,) = match("SR5").hits
    assert (plain.strength, plain.sensitivity, plain.entry_kind) == (1.0, 3, EntryKind.TERM)
    assert bare.sensitivity == 3
    (reading,) = match("タカセリョウコ").hits
    assert (reading.strength, reading.sensitivity) == (0.8, 0)


def test_hostile_characters_do_no_harm() -> None:
    matches = match("\0\ud800林\u200b健\udfff\x1b[2J")
    assert [hit.quote for hit in matches.hits] == ["林\u200b健"]
