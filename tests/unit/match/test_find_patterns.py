from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import compile_watchlist, find_hits
from leakwatch.match.patterns import LONGEST, MOST, WINDOW, Patterns, compiled, refusal
from leakwatch.models import EntryKind, Hit, Term, TermKind, Watchlist
from leakwatch.text import fold_key
from tests.sample_watch import make_sighting


def term(*patterns: str, id: str = "T1", **changes: object) -> Term:  # noqa: A002 - a term's own word
    given = {"text": "銀鱗台帳", "sensitivity": 2, "kind": TermKind.CODE_NAME, **changes}
    return Term(id=id, patterns=patterns, **given)  # type: ignore[arg-type]


def hits(text: str, *terms: Term, **changes: object) -> tuple[Hit, ...]:
    watchlist = Watchlist(companies=(), terms=terms)
    return find_hits(make_sighting(text, **changes), compile_watchlist(watchlist)).hits


@pytest.mark.parametrize(
    ("pattern", "text", "quote"),
    [
        pytest.param(r"zk-\d{3}", "型番はＺＫ‐３０１です", "ＺＫ‐３０１", id="width and dash"),
        pytest.param(r"ZK-\d{3}", "zk-301", "zk-301", id="case of the pattern"),
        pytest.param(r"焼成[0-9]+時間", "焼 成\n48 時間", None, id="a blank after digits stays"),
        pytest.param(r"焼成 ?[0-9]+ ?時間", "焼\n成48 時間", "焼\n成48 時間", id="a wrapped word"),
        pytest.param(r"高温.{1,4}処理", "髙温ミナモ処理", "髙温ミナモ処理", id="old kanji"),
        pytest.param(r"\d+度±\d", "９８０℃±５で", "９８０℃±５", id="units are folded"),
        pytest.param(r"  zk ", "a zk b", None, id="a blank is a blank"),
        pytest.param(r" zk ", "a zk b", "zk", id="blanks at the edges are left out"),
    ],
)
def test_a_pattern_is_matched_on_the_folded_text_and_quotes_the_original(
    pattern: str, text: str, quote: str | None
) -> None:
    assert [hit.quote for hit in hits(text, term(pattern))] == ([quote] if quote else [])


def test_a_hit_of_a_pattern_is_one_of_its_term() -> None:
    (hit,) = hits("管理は ZK-301 で", term(r"zk-\d{3}", id="T9", sensitivity=3))
    assert (hit.entry, hit.entry_kind, hit.rule) == ("T9", EntryKind.TERM, "term_named")
    assert (hit.folded, hit.sensitivity, hit.strength) == ("zk-301", 3, 1.0)


def test_a_pattern_obeys_context_and_traps_as_a_spelling_does() -> None:
    wanted = term(r"zk-\d", context=("焼成",), not_in=("zk-9号棟",))
    assert [hit.quote for hit in hits("焼成 zk-1。zk-9号棟", wanted)] == ["zk-1"]
    assert hits("配送 zk-1", wanted) == ()


def test_a_pattern_matches_within_one_part_of_a_sighting_whose_edges_are_its_edges() -> None:
    fields = {"skills": "zk", "career": "zk 時代"}
    found = hits("終わりは zk", term(r"^zk"), title="zk", fields=fields)
    assert {hit.field for hit in found} == {"title", "skills", "career"}
    assert {hit.field for hit in hits("zk", term(r"zk$"), title="zk", fields=fields)} == {
        "title",
        "skills",
        "text",
    }
    assert hits("zk", term(r"zk\s+zk"), title="zk") == ()


def test_a_spelling_and_a_pattern_of_one_term_that_find_the_same_are_one_hit() -> None:
    wanted = term(r"zk-\d+[a-z]?", text="ZK-3")
    assert [hit.quote for hit in hits("ZK-3b", wanted)] == ["ZK-3b"]
    assert [hit.quote for hit in hits("ZK-3", wanted)] == ["ZK-3"]


def test_a_match_without_end_is_quoted_by_its_first_characters() -> None:
    (hit,) = hits("zk" + "、あ" * LONGEST, term(r"zk.*"))
    assert len(hit.quote) == LONGEST


@pytest.mark.parametrize("at", [0, 1, WINDOW - 3, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW - 2])
def test_a_match_across_two_windows_is_found_once(at: int) -> None:
    places, cut = Patterns([term(r"zk-\d+")]).places("。" * at + "zk-301。" + "。" * WINDOW)
    assert [place[:2] for place in places] == [(at, at + 6)]
    assert cut == 0


@given(st.integers(0, 900), st.text("zk-19。", max_size=60), st.sampled_from(["zk-[19]+", "k|zk"]))
@settings(max_examples=60, deadline=None)
def test_windows_find_what_one_search_finds(shift: int, page: str, pattern: str) -> None:
    text = "。" * (WINDOW - shift % 40) + page + "。" * shift
    places, _ = Patterns([term(pattern)]).places(text)
    assert [place[:2] for place in places] == [m.span() for m in compiled(pattern).finditer(text)]


@given(
    st.lists(st.sampled_from([r"zk-\d", "山.海", "^山", "海$", "[ab]+c", r"\bzk"]), unique=True),
    st.text("zk-1山海abc \n", max_size=40),
)
@settings(max_examples=150, deadline=None)
def test_patterns_asked_together_find_what_each_finds_alone(patterns: list[str], page: str) -> None:
    text = fold_key(page)
    together = Patterns([term(each, id=f"T{n}") for n, each in enumerate(patterns)])
    expected = {
        (f"T{number}", match.group().strip())
        for number, each in enumerate(patterns)
        for match in compiled(each).finditer(text)
        if match.group().strip()
    }
    found, _ = together.places(text)
    assert {(variant.entry, variant.form) for _, _, variant in found} == expected


def test_hundreds_of_patterns_are_all_asked() -> None:
    many = Patterns([term(rf"[a-c]zk{n}\d+x?", id=f"T{n}") for n in range(400)])
    found, _ = many.places(" ".join(f"bzk{n}07" for n in range(400)))
    assert {variant.entry for _, _, variant in found} >= {f"T{n}" for n in range(10, 400)}


def test_a_page_of_nothing_but_matches_lists_some_and_counts_that_there_are_more() -> None:
    text = "zk、" * (3 * MOST)
    matches = find_hits(
        make_sighting(text), compile_watchlist(Watchlist(companies=(), terms=(term("zk"),)))
    )
    assert len(matches.hits) == 20
    assert matches.unlisted == MOST - 20 + 1


@pytest.mark.parametrize(
    ("pattern", "said", "position"),
    [
        pytest.param(r"abc(", "missing )", 1, id="open bracket"),
        pytest.param(r"ab[z-a]", "invalid character class range: z-a", 4, id="range"),
        pytest.param(r"a**", "bad repetition operator: **", 2, id="repetition"),
        pytest.param(r"社外(?=秘)", "invalid perl operator: (?=", 3, id="look-ahead"),
        pytest.param(r"(a)\1", r"invalid escape sequence: \1", 4, id="reference back"),
        pytest.param(r"x*", "it matches the empty text", 1, id="empty"),
        pytest.param(r"a{2000}", "invalid repetition size: {2000}", 2, id="too many"),
        pytest.param(
            "((((a{99}){99}){99}){99})", "invalid repetition size: {99}", 21, id="too many together"
        ),
    ],
)
def test_what_re2_refuses_is_told_with_its_place(pattern: str, said: str, position: int) -> None:
    refused = refusal(pattern)
    assert refused is not None
    assert (said in refused[0], refused[1]) == (True, position)


def test_what_re2_takes_is_not_refused() -> None:
    assert refusal(r"(?:zk|sr)-\d{2,4}[a-c]?") is None


def test_a_hostile_expression_on_a_hostile_page_costs_no_more_than_reading_it() -> None:
    """Backtracking would take longer than the age of the earth: that this ends is the test."""
    assert hits("a" * 20_000, term(r"(a|a)*(a|aa)*b")) == ()
    assert len(hits("a、" * 200_000, term(r"a.*b|a"))) == 20


def test_patterns_too_many_for_one_set_are_all_looked_for() -> None:
    large = [f"k{number}[a-zあ-ん]{{200}}[xyあ-ん]{{200}}z" for number in range(300)]
    text = f"k7{'a' * 200}{'x' * 200}z と k299{'a' * 200}{'x' * 200}z"
    found, _ = Patterns([term(*large)]).places(fold_key(text))
    assert {variant.form.partition("a")[0] for _, _, variant in found} == {"k7", "k299"}


def test_a_word_longer_than_is_quoted_is_found_all_the_same() -> None:
    (hit,) = hits("key " + "k7" * 400, term("[a-z0-9]{600,}"))
    assert hit.quote == "k7" * (LONGEST // 2)
