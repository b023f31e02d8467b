from __future__ import annotations

import pytest

from leakwatch.text import fold_key, places_in, prefectures_of


@pytest.mark.parametrize(
    ("word", "prefecture"),
    [
        ("滋賀", "滋賀県"),
        ("琵琶湖", "滋賀県"),
        ("Shiga", "滋賀県"),
        ("都内", "東京都"),
        ("四日市", "三重県"),
    ],
)
def test_a_place_stands_for_its_prefecture(word: str, prefecture: str) -> None:
    assert prefectures_of(word) == {prefecture}


def test_an_area_stands_for_each_of_its_prefectures() -> None:
    assert {"京都府", "大阪府"} < prefectures_of("関西")
    assert prefectures_of("月面") == frozenset()


def test_a_shorter_place_is_not_found_within_a_longer_one() -> None:
    assert places_in(fold_key("東京都に本社")) == [frozenset({"東京都"})]
    assert places_in("notkyoto") == []


def test_places_are_found_side_by_side_and_the_longer_of_those_that_begin_alike() -> None:
    assert places_in("大津市大阪府") == [frozenset({"滋賀県"}), frozenset({"大阪府"})]
    assert places_in("shiga prefecture, osaka") == [frozenset({"滋賀県"}), frozenset({"大阪府"})]
