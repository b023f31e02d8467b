from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match.page import LONG, covered, lay_out, part, widest
from leakwatch.match.spot import Spot
from leakwatch.match.variant import Variant
from leakwatch.models import EntryKind
from tests.sample_watch import make_sighting, match

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], sum(pair))),
    max_size=12,
)


def spot(text: str, form: str) -> Spot:
    page = lay_out(make_sighting(text))
    start = page.text.index(form)
    variant = Variant(form=form, entry="E1", entry_kind=EntryKind.PERSON, rule="person_named")
    return Spot(variant, start, start + len(form), page)


@given(SPANS, SPANS)
@settings(deadline=None)
def test_covered_agrees_with_looking_at_every_span(
    spans: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    kept = widest(spans)
    for start, end in asked:
        naive = any(
            first <= start and end <= last and (first, last) != (start, end) for first, last in kept
        )
        assert covered(kept, start, end) == naive


@given(SPANS)
@settings(deadline=None)
def test_the_widest_spans_are_in_order_and_none_is_inside_another(
    spans: list[tuple[int, int]],
) -> None:
    kept = widest(spans)
    assert kept == sorted(kept)
    assert [end for _, end in kept] == sorted({end for _, end in kept})
    for start, end in spans:
        assert (start, end) in kept or covered(kept, start, end)


def test_parts_are_numbered_by_where_they_begin_in_the_folded_text() -> None:
    page = lay_out(make_sighting("本文", title="㈱題", fields={"name": "Ａ\u200bＢ", "body": ""}))
    assert page.names == ["title", "name", "text"]
    numbers = [page.number(page.text.index(piece)) for piece in ("(株)題", "ab", "本文")]
    assert numbers == [0, 1, 2]


def test_a_field_is_folded_again_only_when_it_is_short_or_not_in_the_text() -> None:
    long = "長い自己紹介。" * LONG
    page = lay_out(make_sighting(f"前置き{long}", fields={"body": long, "skills": "窯"}))
    assert page.copies == [("body", 3, 3 + len(long))]
    assert page.names == ["skills", "text"]


def test_a_field_called_like_the_page_itself_keeps_a_name_of_its_own() -> None:
    sighting = make_sighting("本文", title="題", fields={"title": "主任", "text": "別"})
    places = ("title", "text", "fields.title", "fields.text")
    assert [part(sighting, name) for name in places] == ["題", "本文", "主任", "別"]


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param("林健", "", "", id="the whole page"),
        pytest.param("小林健太", "小", "太", id="within a name"),
        pytest.param("小 林健 太", "", "", id="blanks part"),
        pytest.param("小\n林健\n太", "", "", id="lines part"),
        pytest.param("小 林 健 太", "小", "太", id="blanks only space letters out"),
        pytest.param("小\u200b林健\u200b太", "小", "太", id="zero-width parts nothing"),
        pytest.param("主任 林 健 太郎", "", "", id="a word beside spaced letters"),
        pytest.param("a林健,", "a", ",", id="other characters"),
    ],
)
def test_what_stands_beside_an_occurrence(text: str, before: str, after: str) -> None:
    found = spot(text, "林健")
    assert (found.before, found.after) == (before, after)


def test_words_beside_an_occurrence_are_seen_only_where_nothing_parts_them() -> None:
    assert spot("部長林健氏", "林健").follows(("部長",))
    assert spot("部長林健氏", "林健").precedes(("氏",))
    assert not spot("林健 氏", "林健").precedes(("氏",))
    assert not spot("林健", "林健").precedes(("",))


@pytest.mark.parametrize(
    ("text", "near"),
    [
        pytest.param("窯を1,320℃まで上げる焼成です", True, id="on the same line"),
        pytest.param("焼成の条件\n1,320℃", True, id="on the line above"),
        pytest.param("1,320℃\n焼成の条件", True, id="on the line below"),
        pytest.param("焼成の条件\n\n\n1,320℃", True, id="empty lines do not count"),
        pytest.param("焼成の条件\n三時間\n1,320℃", False, id="another line between"),
        pytest.param("1,320℃\n三時間\n焼成の条件", False, id="another line between, below"),
        pytest.param("1,320℃" + "と言われます" * 12 + "焼成", False, id="far off on the same line"),
        pytest.param("1,320℃の炎", False, id="none at all"),
    ],
)
def test_a_context_word_stands_on_the_same_or_a_neighbouring_line(text: str, *, near: bool) -> None:
    assert ("T05" in {hit.entry for hit in match(text).hits}) is near


@pytest.mark.parametrize("where", ["title", "skills"])
def test_in_a_title_or_a_short_field_it_may_stand_anywhere(where: str) -> None:
    value = "焼成 / 窯 / 炉 / 1,320℃"
    page = {"title": value} if where == "title" else {"fields": {where: value}}
    assert "T05" in {hit.entry for hit in match("本文", **page).hits}
    lines = value.replace(" / ", "\n")
    assert "T05" in {hit.entry for hit in match("本文", fields={"skills": lines}).hits}
    assert "T05" not in {hit.entry for hit in match(lines).hits}


def test_a_context_word_in_another_part_of_the_page_is_none() -> None:
    found = match("1,320℃の炎", title="焼成", fields={"skills": "焼成"})
    assert "T05" not in {hit.entry for hit in found.hits}
