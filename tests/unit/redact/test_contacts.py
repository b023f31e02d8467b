from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.redact.contacts import contact_spans
from leakwatch.text import fold_key


def found_in(text: str) -> set[str]:
    folded = fold_key(text)
    return {folded[start:end] for start, end in contact_spans(folded)}


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("宛先はa.b+c@mail.exampleまで", "a.b+c@mail.example"),
        ("a (at) mail (dot) example", "a (at) mail (dot) example"),
        ("電話は03-1234-5678へ", "03-1234-5678"),
        ("+81-90-1234-5678", "+81-90-1234-5678"),
        ("tel:0312345678", "tel:0312345678"),
        ("詳しくはhttps://x.example/a?b=1を見て", "https://x.example/a?b=1"),
        ("x.example/in/somebodyです", "x.example/in/somebody"),
        ("ツイートは@some_bodyで", "@some_body"),
        ("Telegram: some_body", "telegram: some_body"),
        ("LINE ID some.body", "line id some.body"),
        ("〒123-4567", "〒123-4567"),
        (
            "090-1234-5678090-1234-5678 (090-1234-5678へ",
            "090-1234-5678090-1234-5678 (090-1234-5678",
        ),
        ("03-1234-5678(代)", "03-1234-5678"),
    ],
)
def test_contact_data_is_found_whole(text: str, contact: str) -> None:
    assert contact in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "1,234,567円",
        "2019年4月-2021年3月",
        "2019/04/01",
        "10時-18時",
        "3.14",
        "e.g. this",
        "Co., Ltd.",
        "online",
        "SR-5",
        "従業員 2340",
    ],
)
def test_dates_amounts_and_words_are_no_contact_data(text: str) -> None:
    assert found_in(text) == set()


@given(st.text("0123456789-() .@a/:", max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_searched_and_spans_lie_inside_it(text: str) -> None:
    folded = fold_key(text)
    assert all(0 <= start < end <= len(folded) for start, end in contact_spans(folded))


@pytest.mark.parametrize(
    "unit", ["x", "a.", "(", "1 ", "@", "a@", "a@a.", "www.", "line id ", "a%", "090-1234-5678 "]
)
def test_a_hostile_page_is_read_once_and_not_from_each_of_its_letters(unit: str) -> None:
    # its square would be 40,000,000,000 steps, which the time limit of the suite ends
    assert sum(1 for _span in contact_spans(unit * (200_000 // len(unit)))) >= 0
