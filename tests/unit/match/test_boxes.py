"""The quick look for boxes about others misses none that reading the page line by line finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings, strategies as st

from leakwatch.match import Reading
from leakwatch.match.boxes import parts_with_boxes
from leakwatch.match.page import LONG, lay_out
from leakwatch.text import labels
from tests.sample_watch import make_sighting, match, told

SIDE = sorted(label for label, means in labels().items() if means == "side")
OTHER_HEADINGS = (
    "この分野で人気の専門家はこちら",
    "■ 似た経験のある方",
    "people also viewed",
    "You might also like",
    "Recently added experts in ceramics",
    "[関連する 記事]",
    "おすすめの講師",
    "最近、この記事を読んだ人がいます",
)
PLAIN = (
    "蒼嶺セラミックスに勤務しています。",
    "氏名: 林健",
    "最近は焼成の仕事をしています。",
    "他の会社の方法も知っています。",
    "経歴",
    "関連会社で働きました。",
    "",
)
LINES = st.lists(
    st.sampled_from([*SIDE[:12], *OTHER_HEADINGS, *PLAIN, "関連: 蒼嶺セラ"]), max_size=9
)


def read_whole(text: str) -> bool:
    return any(sentence.aside for sentence in Reading(make_sighting(text)).sentences)


def seen(text: str = "", **changes: object) -> frozenset[str]:
    return parts_with_boxes(lay_out(make_sighting(text, **changes)))


@pytest.mark.parametrize("label", SIDE)
@pytest.mark.parametrize("shape", ["{}", "■ {}", "【{}】", "前の行。\n{}\n次の行", "{}: 誰か"])
def test_every_heading_for_others_is_seen(label: str, shape: str) -> None:
    text = shape.format(label) + "\n蒼嶺セラミックス"
    assert not read_whole(text) or seen(text) == {"text"}
    assert read_whole(f"{label}\n蒼嶺セラミックス")


@pytest.mark.parametrize("heading", OTHER_HEADINGS)
def test_every_heading_by_its_words_is_seen(heading: str) -> None:
    assert not read_whole(f"{heading}\n林健") or seen(f"{heading}\n林健") == {"text"}


@given(LINES, st.sampled_from(["\n", "\n\n", " \n　"]))
@example(["関連: 蒼嶺セラ", "おすすめの講師"], "\n")
@settings(max_examples=300, deadline=None)
def test_what_reading_finds_the_quick_look_does_not_miss(lines: list[str], between: str) -> None:
    text = between.join(lines)
    if read_whole(text):
        assert "text" in seen(text)


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_lines_head_no_box(text: str) -> None:
    assert seen(text) == frozenset()


def test_a_field_for_others_is_one_whatever_it_says() -> None:
    assert seen("本文", fields={"related articles": "蒼嶺セラ", "body": "蒼嶺セラ"}) == {
        "related articles"
    }


def test_a_long_field_that_stands_in_the_text_counts_with_it() -> None:
    body = "経歴の行です。\n" * LONG + "おすすめのエキスパート\n林健"
    assert seen(body, fields={"body": body}) == {"text", "body"}


def test_a_hit_in_a_box_about_others_is_set_aside_and_one_above_it_is_not() -> None:
    found = match("蒼嶺セラミックスの者です。\n\nおすすめのエキスパート\n土岐川工場の人")
    assert told(found) == {("company_named", "sorei", "蒼嶺セラミックス")}
    assert [(one.rule, one.hit.entry) for one in found.suppressions] == [("of_others", "toki")]


def test_a_page_of_headings_is_looked_at_once_for_each_line() -> None:
    many = "おすすめ記事のまとめ方を説明する長い文章です。" * 2_000
    assert seen(many + "\n" + many) == frozenset()
