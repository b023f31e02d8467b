"""The hash of what a page means: noise keeps it, words change it."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from leakwatch.extract import meaning_hash, without_noise

NOISE = [
    ("閲覧数 1,234", "閲覧数 98,765"),
    ("閲覧数：12", "閲覧数：1,300"),
    ("PV: 12345", "PV: 9"),
    ("いいね！ 12", "いいね！ 3"),
    ("12人が閲覧", "130人が閲覧"),
    ("1.2k views", "13k views"),
    ("18コメント", "2コメント"),
    ("3分前", "2時間前"),
    ("５日前", "１２日前"),
    ("5 days ago", "3 weeks ago"),
    ("2026年11月26日(木) 10:45", "2026年12月1日(火) 9:03"),
    ("11月26日", "1月3日"),
    ("2026-11-26T10:45:00Z", "2026-11-27T00:00:01+09:00"),
    ("更新：2026/11/26 10:45:12", "更新：2027/1/2 1:02:03"),
    ("2026.11.26", "2026.12.01"),
    ("Nov 26, 2026", "Nov 3, 2027"),
    ("26 Nov 2026", "3 Dec 2027"),
    ("10時45分", "9時3分"),
    ("csrf 8f14e45fceea167a5a36dedd4bea2543", "csrf c9f0f895fb98ab9159f51fd0297e236d"),
    ("550e8400-e29b-41d4-a716-446655440000", "123e4567-e89b-12d3-a456-426614174000"),
    ("aGVsbG8gd29ybGQxMjM0NTY3ODkwQUJD", "Zm9vYmFyIGJheiBxdXV4MTIzNDU2Nzg5"),
]
MEANING = [
    ("研究職10年", "研究職11年"),
    ("暁光計画00020号", "暁光計画00040号"),
    ("従業員 300名", "従業員 900名"),
    ("売上 120億円", "売上 130億円"),
    ("年収1,000万円", "年収1,200万円"),
    ("03-1234-5678", "03-1234-5679"),
    ("ISO9001取得", "ISO14001取得"),
    ("SAMPLE-ADVANCED-MATERIALS-2026", "SAMPLE-ADVANCED-MATERIALS-2027"),
    ("build01.internal.sample.example", "build02.internal.sample.example"),
    ("第3回", "第4回"),
    ("Q4 2026", "Q4 2027"),
    ("山田花子", "山田華子"),
]


def ids(rows: list[tuple[str, str]]) -> list[str]:
    return [row[0] for row in rows]


@pytest.mark.parametrize(("one", "other"), NOISE, ids=ids(NOISE))
def test_counters_dates_and_tokens_mean_nothing(one: str, other: str) -> None:
    assert meaning_hash("題", f"前 {one}\n後", {}) == meaning_hash("題", f"前 {other}\n後", {})


@pytest.mark.parametrize(("one", "other"), MEANING, ids=ids(MEANING))
def test_numbers_and_words_that_say_something_count(one: str, other: str) -> None:
    assert meaning_hash("題", one, {}) != meaning_hash("題", other, {})


def test_that_there_is_a_counter_counts() -> None:
    assert without_noise("閲覧数 12") != without_noise("閲覧数")


def test_title_text_and_fields_are_told_apart() -> None:
    assert meaning_hash("甲", "乙", {}) != meaning_hash("乙", "甲", {})
    assert meaning_hash("", "", {"a": "甲"}) != meaning_hash("", "", {"b": "甲"})


WORDS = st.text(
    st.sampled_from("山田花子研究開発材料計画サンプル。、 abc"), min_size=1, max_size=12
)


@given(WORDS, WORDS, st.sampled_from(NOISE))
def test_changing_only_noise_keeps_the_hash(
    before: str, after: str, noise: tuple[str, str]
) -> None:
    one, other = (f"{before}\n{each}\n{after}" for each in noise)
    assert meaning_hash("", one, {}) == meaning_hash("", other, {})


@given(WORDS, WORDS, st.sampled_from(NOISE))
def test_changing_a_word_changes_the_hash(before: str, after: str, noise: tuple[str, str]) -> None:
    one = meaning_hash("", f"{before}\n{noise[0]}\n{after}", {})
    assert one != meaning_hash("", f"{before}髙\n{noise[1]}\n{after}", {})


@given(st.text(max_size=400))
def test_any_text_is_taken_and_what_is_left_out_is_marked(text: str) -> None:
    left = without_noise(text)
    assert left == text or "\x01" in left
