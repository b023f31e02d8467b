from __future__ import annotations

from datetime import date

import pytest

from leakwatch.casework.answer_values import column_of, read_count, read_day, read_kind
from leakwatch.errors import UsageError
from leakwatch.models import AnswerKind

DAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-05",
        "2026/11/05",
        "2026/11/5",
        "2026.11.5",
        "２０２６／１１／０５",
        "2026年11月5日",
        "2026年 11月 5日",
        "2026年11月5日(木)",
        "2026年11月5日（木曜日）",
        "20261105",
        "令和8年11月5日",
        "令和８年１１月５日",
        "R8.11.5",
        "R8/11/05",
        "5 Nov 2026",
        "5 November 2026",
        "Nov 5, 2026",
        "November 5th, 2026",
        "2026-11-05 10:30",
        "2026-11-05T10:30:00+09:00",
        "2026/11/5 9:05",
    ],
)
def test_a_day_is_read_as_it_is_written(cell: str) -> None:
    assert read_day(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("11/25/2026", date(2026, 11, 25)),
        ("25/11/2026", date(2026, 11, 25)),
        ("11/11/2026", date(2026, 11, 11)),
    ],
)
def test_a_day_that_can_only_be_one_is_that(cell: str, expected: date) -> None:
    assert read_day(cell) == expected


def test_a_day_that_can_be_two_is_refused_with_both() -> None:
    with pytest.raises(UsageError, match=r"2026-11-05 or 2026-05-11.*YYYY-MM-DD"):
        read_day("11/5/2026")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("11/5", "no day with its year"),
        ("11月5日", "no day with its year"),
        ("26/11/05", "no day with its year"),
        ("46331", "spreadsheet"),
        ("2026-02-30", "does not exist"),
        ("令和8年13月1日", "does not exist"),
        ("13/13/2026", "does not exist"),
        ("5 Foo 2026", "no day with its year"),
        ("未定", "no day with its year"),
    ],
)
def test_what_is_no_day_says_what_to_write(cell: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_day(cell)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("3", 3),
        ("３名", 3),
        ("3 人", 3),
        ("三人", 3),
        ("0", 0),
        ("０件", 0),
        ("十二名", 12),
        ("1,204", 1204),
        ("3 people", 3),
        ("計 3名", 3),
    ],
)
def test_a_number_of_people_is_read(cell: str, count: int) -> None:
    assert read_count(cell) == count


@pytest.mark.parametrize(
    "cell",
    ["数名", "-3", "2.5", "約3名", "3~5", "3-5", "多数", "3名以上", "九十九万", "1e3", "many"],
)
def test_what_is_no_number_of_people_is_refused(cell: str) -> None:
    with pytest.raises(UsageError, match="no number of people"):
        read_count(cell)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("該当なし", AnswerKind.NONE),
        ("ナシ", None),
        ("None", AnswerKind.NONE),
        ("あり", AnswerKind.NUMBER),
        ("○", AnswerKind.NUMBER),
        ("×", AnswerKind.NONE),
        ("取次済み", AnswerKind.RELAYED),
        ("Forwarded", AnswerKind.RELAYED),
        ("回答不可", AnswerKind.REFUSED),
        ("Declined.", AnswerKind.REFUSED),
        ("たぶん", None),
    ],
)
def test_a_cell_answers_by_its_whole_word(cell: str, kind: AnswerKind | None) -> None:
    assert read_kind(cell) is kind


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("サービス名", "platform"),
        ("Service Name", "platform"),
        ("回答（必須）", "answer"),
        ("登録者数 [名]", "count"),
        ("回答日：", "date"),
        ("ＤＡＴＥ", "date"),
        ("照会番号", "label"),
        ("備考", "aside"),
        ("色", None),
    ],
)
def test_a_heading_is_known_however_it_is_dressed(heading: str, column: str | None) -> None:
    assert column_of(heading) == column
