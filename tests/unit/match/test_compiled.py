from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match import compile_watchlist, find_hits, packed, unpacked
from leakwatch.match.compiled import Compiled, meanings_of
from leakwatch.models import EntryKind, Term, TermKind, Watchlist
from tests.sample_watch import COMPILED, WATCHLIST, make_sighting

PAGES = (
    "蒼嶺セラミックス株式会社の髙瀬 凉子は土岐川工場でミナモを担当、焼成1,320℃",
    "静電チャックの真空脱脂は露点が要。GL-204B、ミナモの湯、Ken Hayashi、SR-50",
    "なし",
)


def terms(*texts: str) -> Watchlist:
    return Watchlist(
        companies=(),
        terms=tuple(
            Term(id=f"T{number}", text=text, sensitivity=2, kind=TermKind.CODE_NAME)
            for number, text in enumerate(texts)
        ),
    )


def naive(forms: list[str], text: str) -> list[tuple[int, int, str]]:
    """What a loop of `in` would find, with its places."""
    return sorted(
        (at, at + len(form), form)
        for form in forms
        for at in range(len(text))
        if text.startswith(form, at)
    )


@given(
    st.lists(st.text("aｱア山田 -1", min_size=2, max_size=6), min_size=1, max_size=8),
    st.text("aア山田 -1", max_size=60),
    st.integers(1, 20),
)
@settings(max_examples=400, deadline=None)
def test_automaton_and_windows_find_what_a_naive_loop_finds(
    texts: list[str], page: str, window: int
) -> None:
    watchlist = terms(*texts)
    compiled, forms = compile_watchlist(watchlist), list(meanings_of(watchlist))
    found = [(a, b, page[a:b]) for a, b, _ in compiled.occurrences(page, window=window)]
    assert sorted(found) == naive(forms, page)
    assert all(forms[number] == page[a:b] for a, b, number in compiled.occurrences(page))


@pytest.mark.parametrize(
    ("forms", "page"),
    [
        pytest.param(["山田", "山田川", "田川"], "山田川", id="nested and crossing"),
        pytest.param(["aaa", "aa"], "aaaaa", id="crossing itself"),
        pytest.param(["abcd", "bc", "bcd", "cde"], "abcde", id="inside, at the end, across"),
        pytest.param(["ab", "ab cd", "b c"], "ab cd", id="across a blank"),
    ],
)
def test_entries_within_and_across_others_are_not_lost(forms: list[str], page: str) -> None:
    compiled = compile_watchlist(terms(*forms))
    assert sorted((a, b, page[a:b]) for a, b, _ in compiled.occurrences(page)) == naive(forms, page)


def test_each_occurrence_is_told_once_whatever_the_window() -> None:
    compiled = compile_watchlist(terms("山田川", "田川"))
    page = "山田川" * 7
    whole = sorted(compiled.occurrences(page))
    for window in range(1, len(page) + 2):
        assert sorted(compiled.occurrences(page, window=window)) == whole


def test_a_string_may_be_spelling_trap_and_context_at_once() -> None:
    one = Term(id="T1", text="青海波", sensitivity=2, kind=TermKind.CODE_NAME, context=("藍染",))
    other = Term(id="T2", text="藍染", sensitivity=1, kind=TermKind.TECHNOLOGY, not_in=("青海波",))
    meanings = meanings_of(Watchlist(companies=(), terms=(one, other)))
    assert (meanings["藍染"].context_of, meanings["青海波"].trap_of) == (("T1",), ("T2",))
    assert [variant.entry for variant in meanings["藍染"].variants] == ["T2"]


def test_what_many_terms_share_is_one_string() -> None:
    shared = Watchlist(
        companies=(),
        terms=tuple(
            Term(id=f"T{n}", text="青海波", sensitivity=2, kind=TermKind.CODE_NAME)
            for n in range(50)
        ),
    )
    compiled = compile_watchlist(shared)
    assert len(compiled.literals) == 1
    hits = find_hits(make_sighting("青海波"), compiled).hits
    assert {hit.entry for hit in hits} == {f"T{n}" for n in range(50)}


def same(one: Compiled, other: Compiled) -> bool:
    return all(
        find_hits(make_sighting(text, title=title), one)
        == find_hits(make_sighting(text, title=title), other)
        for text in PAGES
        for title in PAGES
    )


def test_what_was_packed_finds_the_same_when_unpacked() -> None:
    assert find_hits(make_sighting(PAGES[0]), COMPILED).hits
    kept = unpacked(packed(COMPILED, key="k1"), WATCHLIST, key="k1")
    assert kept is not None
    assert same(kept, COMPILED)
    assert (len(kept.literals), kept.longest) == (len(COMPILED.literals), COMPILED.longest)


@given(st.lists(st.text(min_size=2, max_size=5), max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_watchlist_is_packed_and_unpacked(texts: list[str]) -> None:
    watchlist = terms(*texts)
    kept = unpacked(packed(compile_watchlist(watchlist), key="k"), watchlist, key="k")
    assert kept is not None
    page = make_sighting("、".join(texts))
    assert find_hits(page, kept) == find_hits(page, compile_watchlist(watchlist))


def test_an_empty_watchlist_is_packed_too() -> None:
    nothing = Watchlist(companies=())
    kept = unpacked(packed(compile_watchlist(nothing), key="k"), nothing, key="k")
    assert kept is not None
    assert list(kept.occurrences("山田")) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x80\x04pickled", id="not ours"),
        pytest.param(b"{}\n", id="no head"),
        pytest.param(b"[]\n", id="another head"),
        pytest.param(packed(COMPILED, key="k2"), id="another key"),
        pytest.param(
            packed(COMPILED, key="k1").replace(b'"layout":1', b'"layout":9', 1), id="layout"
        ),
        pytest.param(packed(COMPILED, key="k1").replace(b'"rule"', b'"role"', 1), id="fields"),
        pytest.param(packed(COMPILED, key="k1")[:200], id="torn"),
    ],
)
def test_what_is_not_ours_is_no_compiled_watchlist(content: bytes) -> None:
    assert unpacked(content, WATCHLIST, key="k1") is None


def test_entry_kinds_are_kinds_again() -> None:
    kept = unpacked(packed(COMPILED, key="k1"), WATCHLIST, key="k1")
    assert kept is not None
    kinds = {
        each.entry_kind
        for n in range(len(kept.literals))
        for each in kept.literals.read(n).variants
    }
    assert kinds == set(EntryKind) - {EntryKind.PAGE}  # a watched page is no entry of a watchlist
