"""Advice on noise, patterns, context and combinations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leakwatch.match import check_watchlist
from leakwatch.match.noise import LENGTH, PAGES, Noise, noise
from leakwatch.models import Combination, Company, EntryKind, Term, TermKind, Watchlist
from leakwatch.text import rows
from tests.sample_watch import WATCHLIST

OWN = Company(id="own", name="零零零零株式会社", owner=True)


def term(text: str = "銀鱗台帳", **changes: object) -> Term:
    plain = Term(id="T1", text=text, sensitivity=2, kind=TermKind.CODE_NAME)
    return replace(plain, **changes)  # type: ignore[arg-type]


def listed(
    *terms: Term, company: Company = OWN, combined: tuple[Combination, ...] = ()
) -> Watchlist:
    return Watchlist(companies=(company,), terms=terms, combinations=combined)


def said(watchlist: Watchlist) -> list[str]:
    return [advice.message.format(**advice.values) for advice in check_watchlist(watchlist)]


def told(watchlist: Watchlist) -> list[Noise]:
    return list(noise(watchlist))


@pytest.mark.parametrize(
    "text", ["温度の記録", "センサー", "Project", "system", "プロジェクト", "ﾃﾞｰﾀ", "ＳＹＳＴＥＭ"]
)
def test_a_common_word_is_told_with_the_hits_to_expect(text: str) -> None:
    (one,) = told(listed(term(text)))
    size = sum(len(line) for (line,) in rows("everyday"))
    assert (one.entry, one.entry_kind) == ("T1", EntryKind.TERM)
    assert one.expected == round(one.times * PAGES * LENGTH / size) >= 100
    assert any(
        f"some {one.expected} hits in 1000 pages are to be expected" in each
        for each in said(listed(term(text)))
    )


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        pytest.param(term("銀鱗台帳"), "nobody says it", id="rare"),
        pytest.param(term("セン"), "a longer word each time", id="inside katakana"),
        pytest.param(term("yste"), "a longer word each time", id="inside Latin"),
        pytest.param(term("モデル", not_in=("モデルの精度",)), "a listed word", id="trap"),
        pytest.param(term("センサー", context=("銀鱗",)), "never in its context", id="context"),
    ],
)
def test_what_the_matcher_would_set_aside_is_no_noise(entry: Term, why: str) -> None:
    assert told(listed(entry)) == [], why


def test_a_pattern_that_stands_everywhere_is_noise_too() -> None:
    (one,) = told(listed(term(patterns=("[ァ-ヴー]{3,}",))))
    assert one.times >= 20


def test_an_alias_that_is_a_common_word_is_told_and_a_weak_one_is_not() -> None:
    strong = replace(OWN, aliases=("システム",))
    assert [one.entry_kind for one in told(listed(company=strong))] == [EntryKind.COMPANY]
    assert told(listed(company=replace(OWN, weak_aliases=("システム",)))) == []


def test_the_sample_has_no_name_of_the_invented_world() -> None:
    assert told(WATCHLIST) == []


def test_every_line_of_the_sample_is_a_sentence_of_its_own() -> None:
    lines = [line for (line,) in rows("everyday")]
    assert len(set(lines)) == len(lines) > 100
    assert all(line.endswith(("。", ".")) for line in lines)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        pytest.param(term(patterns=("髙温[0-9]+",)), "holds the “髙”", id="old kanji"),
        pytest.param(term(patterns=("[0-9]+℃",)), "℃ → 度", id="sign that becomes another"),
        pytest.param(term(patterns=("ＺＫ-[0-9]",)), "“Ｚ”", id="full width"),
        pytest.param(
            term(patterns=("焼成 [0-9]", "焼成 温度")), "blanks within Japanese", id="blank"
        ),
        pytest.param(term(context=("\u200b",)), "never be found", id="context of nothing"),
        pytest.param(term(context=("台帳", "倉庫")), "always near", id="context within the term"),
        pytest.param(
            term(id="T01", not_in=("銀鱗台帳館", "銀鱗堂")), "holds no spelling", id="idle trap"
        ),
    ],
)
def test_what_never_or_always_holds_is_told(entry: Term, words: str) -> None:
    assert any(words in each for each in said(listed(entry)))


def test_sound_patterns_and_context_give_no_advice() -> None:
    sound = term(patterns=(r"zk-[0-9]{3}[A-C]?", "高温.{1,4}処理"), context=("倉庫", "\u200b"))
    assert said(listed(sound)) == []


def test_a_word_of_a_combination_that_looks_like_an_id_is_asked_about() -> None:
    wrong = Combination(id="C1", sensitivity=2, all=("T-1", "膜厚"))
    (advice,) = check_watchlist(listed(term(), combined=(wrong,)))
    assert (advice.entry, advice.values) == ("C1", {"word": "T-1", "near": "T1"})
    right = Combination(id="C1", sensitivity=2, all=("T1", "膜厚"))
    assert said(listed(term(), combined=(right,))) == []


def test_a_combination_of_one_common_word_is_noise() -> None:
    loose = Combination(id="C1", sensitivity=2, any=("品質", "温度"))
    assert [one.entry for one in told(listed(combined=(loose,)))] == ["C1"]
