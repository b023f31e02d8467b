from __future__ import annotations

import pytest

from leakwatch.text import (
    enlarged,
    hiragana,
    katakana,
    lengthened,
    romanisations,
    romanised,
    without_vu,
)


def test_the_two_kana_are_turned_into_one_another() -> None:
    assert katakana("さくらぎ ゔぁー") == "サクラギ ヴァー"
    assert hiragana("サクラギ ヴァー") == "さくらぎ ゔぁー"


@pytest.mark.parametrize(
    ("kana", "spellings"),
    [
        pytest.param("さとう", {"sato", "satoh", "satou"}, id="long o"),
        pytest.param("おおの", {"ono", "ohno", "oono"}, id="double o"),
        pytest.param("しんじ", {"shinji", "sinzi"}, id="kunrei"),
        pytest.param("ほんま", {"honma", "homma"}, id="m before a lip sound"),
        pytest.param("はっとり", {"hattori"}, id="doubled"),
        pytest.param("ぼっちゃん", {"botchan", "bottyan"}, id="tch"),
        pytest.param("ゆうこ", {"yuko", "yuuko"}, id="long u"),
        pytest.param("ケーシ", {"keshi", "keeshi", "kesi", "keesi"}, id="long vowel sign"),
        pytest.param("りょうへい", {"ryohei", "ryohhei", "ryouhei"}, id="palatal"),
        pytest.param(
            "こうたろう",
            {"kotaro", "koutarou", "kohtaroh", "koutaro", "kotarou", "kohtaro"},
            id="two long vowels",
        ),
        pytest.param("じゅん", {"jun", "zyun", "jyun"}, id="kunrei and wapuro of a voiced palatal"),
        pytest.param(
            "しんえ", {"shine", "sine", "shin'e", "shin-e", "sin'e"}, id="n before a vowel"
        ),
        pytest.param("いのうえ", {"inoe", "inohe", "inoue"}, id="vowels of two syllables"),
    ],
)
def test_a_reading_is_spelled_in_every_common_system(kana: str, spellings: set[str]) -> None:
    assert set(romanised(kana)) == spellings


@pytest.mark.parametrize("kana", ["", "山田", "さ x", "ー"])
def test_what_is_no_reading_has_no_romanisation(kana: str) -> None:
    assert romanised(kana) == romanisations(kana) == ()


def test_systems_stand_in_the_same_order_whatever_the_reading() -> None:
    assert len(romanisations("おおの")) == len(romanisations("けん")) > 5
    assert set(romanised("おおの")) >= set(romanisations("おおの"))


def test_kana_are_rewritten_as_registers_nicknames_and_loan_words_have_them() -> None:
    assert enlarged("シュンイチ しょう") == "シユンイチ しよう"
    assert lengthened("サトウ ユウコ おおの しゅうと") == "サトー ユーコ おーの しゅーと"
    assert lengthened("イノウエ うえ") == "イノーエ うえ"
    assert without_vu("ヴェール ヴィラ ヴ") == "ベール ビラ ブ"
