from __future__ import annotations

import pytest

from leakwatch.text import fold_key, numbers_in


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("従業員4,800名", [4800]),
        ("約五千名", [5000]),
        ("5千人", [5000]),
        ("四千八百人", [4800]),
        ("1.2万人", [12000]),
        ("二〇一九年に入社し十二年目", [2019, 12]),
        ("３千５百", [3500]),
        ("数なし", []),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, values: list[float]) -> None:
    assert [number.value for number in numbers_in(fold_key(written))] == values


def test_a_number_says_where_it_stands() -> None:
    text = fold_key("社員は二百人")
    (number,) = numbers_in(text)
    assert text[number.start : number.end] == "二百"
