from __future__ import annotations

import pytest

from leakwatch.text import hiragana, katakana, romanised


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
        pytest.param("ケーシー", {"keeshii", "keesii"}, id="long vowel sign"),
        pytest.param("りょうへい", {"ryohei", "ryohhei", "ryouhei"}, id="palatal"),
    ],
)
def test_a_reading_is_spelled_in_every_common_system(kana: str, spellings: set[str]) -> None:
    assert set(romanised(kana)) == spellings


@pytest.mark.parametrize("kana", ["", "山田", "さ x", "ー"])
def test_what_is_no_reading_has_no_romanisation(kana: str) -> None:
    assert romanised(kana) == ()
