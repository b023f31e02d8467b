from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match.misspelt import LONG_ENOUGH, misspelt, mistaken
from leakwatch.text import fold_key

NAME = "蒼嶺セラミックス"


@pytest.mark.parametrize(
    "slip",
    [
        pytest.param("蒼嶺セラミック", id="last one missing"),
        pytest.param("蒼嶺セラミクス", id="one missing within"),
        pytest.param("蒼嶺ゼラミックス", id="voiced"),
        pytest.param("蒼嶺セラミックズ", id="voiced at the end"),
        pytest.param("蒼嶺セラミツクス", id="large for small"),
        pytest.param("蒼嶺セラミッワス", id="look-alike"),
        pytest.param("蒼嶺セラ三ックス", id="kanji that looks alike"),
        pytest.param("蒼嶺セラミックヌ", id="another look-alike"),
    ],
)
def test_one_kana_wrong_or_missing_in_a_long_katakana_name_is_foreseen(slip: str) -> None:
    assert slip in set(misspelt(NAME))


@pytest.mark.parametrize(
    "never",
    [
        pytest.param(NAME, id="the name itself"),
        pytest.param("蒼セラミックス", id="a kanji missing"),
        pytest.param("蒼嶺セラミッ", id="two missing"),
        pytest.param("蒼嶺アラミックス", id="a kana nobody mistakes"),
    ],
)
def test_other_mistakes_are_not_foreseen(never: str) -> None:
    assert never not in set(misspelt(NAME))


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        pytest.param("蒼嶺フィルター", "蒼嶺フィルタ", id="long vowel missing"),
        pytest.param("蒼嶺フィルター", "蒼嶺フイルター", id="large for small"),
        pytest.param("蒼嶺ガードナー", "蒼嶺カードナー", id="unvoiced"),
        pytest.param("ガラスキ蒼嶺フィルター", "ガラスキ蒼嶺フィルタ", id="behind a short run"),
    ],
)
def test_five_katakana_beside_kanji_are_enough(name: str, slip: str) -> None:
    assert slip in set(misspelt(name))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("フィルター", id="five katakana alone"),
        pytest.param("蒼嶺ガラス", id="three beside kanji"),
        pytest.param("蒼嶺フィルム", id="four beside kanji"),
        pytest.param("ガラスキ蒼嶺", id="four in front of kanji"),
    ],
)
def test_fewer_or_nothing_beside_them_are_not(name: str) -> None:
    assert list(misspelt(name)) == []


@pytest.mark.parametrize("name", ["蒼嶺フィルム", "蒼嶺陶器", "Sorei Ceramics", "", "セラミッ"])
def test_a_name_without_a_long_run_of_katakana_is_not_misspelt(name: str) -> None:
    assert list(misspelt(name)) == []


def test_the_singular_of_a_name_of_katakana_alone_is_a_common_word() -> None:
    assert "マテリアル" not in set(misspelt("マテリアルズ"))
    assert "蒼嶺マテリアル" in set(misspelt("蒼嶺マテリアルズ"))


@pytest.mark.parametrize(
    ("kana", "taken"),
    [
        ("ハ", "バパ八"),
        ("ズ", "スヅ"),
        ("ッ", "ツ"),
        ("ヤ", "ャ"),
        ("シ", "ジツ"),
        ("ー", "一-"),
        ("ネ", ""),
    ],
)
def test_a_kana_is_mistaken_for_a_few_others(kana: str, taken: str) -> None:
    assert sorted(mistaken(kana)) == sorted(taken)


@given(st.text("セラミックスデバイスヴァーハパ", min_size=LONG_ENOUGH, max_size=16))
@settings(deadline=None)
def test_misspellings_are_few_folded_and_never_the_name(name: str) -> None:
    found = list(misspelt(name))
    assert len(found) == len(set(found)) <= 8 * len(name)
    assert name not in found
    assert all(fold_key(each) == each for each in found)
