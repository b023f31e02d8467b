from __future__ import annotations

import pytest

from leakwatch.match import Reading
from tests.sample_watch import make_sighting, match


def labels(text: str) -> list[tuple[str, str]]:
    return [(each.label, each.text) for each in Reading(make_sighting(text)).sentences]


def test_the_line_under_a_label_is_its_value() -> None:
    assert ("employer", "架空電子株式会社") in labels("所属\n架空電子株式会社\nその次の行")
    assert ("", "その次の行") in labels("所属\n架空電子株式会社\nその次の行")


def test_a_label_may_stand_in_front_of_its_value_and_several_on_one_line() -> None:
    assert labels("氏名：編集局　所属：架空新報") == [("name", "編集局"), ("employer", "架空新報")]


def test_lines_of_japanese_are_not_joined_across_the_page() -> None:
    assert [text for _, text in labels("一行目\n二行目")] == ["一行目", "二行目"]


def test_an_abbreviation_ends_no_sentence() -> None:
    (one, two) = labels("I work at Sorei Ceramics Co., Ltd. in Gifu. It is fine")
    assert "gifu" in one[1]
    assert two[1].strip() == "it is fine"


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        pytest.param("一つ。!?二つ", ["一つ。!?", "二つ"], id="marks in a row"),
        pytest.param("終わり。.次", ["終わり。", ".次"], id="a point behind a full stop"),
        pytest.param("ok.次", ["ok.", "次"], id="a point before Japanese"),
        pytest.param("version 1.5 of it", ["version 1.5 of it"], id="a point within a number"),
        pytest.param("dept. a. sato", ["dept. a. sato"], id="an abbreviation and an initial"),
        pytest.param("a disco. next", ["a disco.", " next"], id="a word that ends like one"),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(line: str, pieces: list[str]) -> None:
    assert [text for _, text in labels(line)] == pieces


@pytest.mark.parametrize(
    "heading",
    [
        "関連する講師",
        "この人を見た人はこちらも見ています",
        "People also viewed",
        "同じ分野のアドバイザー",
    ],
)
def test_what_stands_in_a_box_about_others_is_set_aside_and_told(heading: str) -> None:
    matches = match(f"自己紹介\n材料の話ができます。\n{heading}\n髙瀬凉子 蒼嶺セラミックス")
    assert matches.hits == ()
    assert {"of_others"} == {each.rule for each in matches.suppressions}
    assert {"person_named", "company_named"} <= {each.hit.rule for each in matches.suppressions}


def test_a_secret_is_one_in_a_box_about_others_too() -> None:
    matches = match("関連する講師\nミナモの担当者")
    assert {hit.entry for hit in matches.hits} == {"T03"}
