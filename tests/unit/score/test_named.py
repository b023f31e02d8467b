"""What on a line names an employer, describes one, or is a sentence."""

from __future__ import annotations

import pytest

from leakwatch.match import Sentence
from leakwatch.score.named import (
    COMPANY,
    ends_line,
    fills_in,
    may_be_unnamed,
    names_employer,
    opens_with_company,
    past,
)
from leakwatch.text import fold_key


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("架空電子株式会社", True),
        ("株式会社架空電子", True),
        ("Kakuu Denshi Co., Ltd.", True),
        ("Kakuu Denshi Inc.", True),
        ("林健 / 架空電子株式会社", True),
        ("林健(架空電子株式会社)", True),
        ("林健、架空電子株式会社", True),
        ("Hayashi / Kakuu Denshi Inc.", True),
        ("Ken Hayashi @ Kakuu Denshi Inc.", True),
        ("Ken Hayashi, Kakuu Denshi Co., Ltd.", True),
        ("林健", False),
        ("セラミックスの会社", False),
        ("Fine chemicals company", False),
        ("架空電子株式会社で働いています", False),
        ("架空電子株式会社に在籍。", False),
        ("林健 / 主任 / 架空電子株式会社", False),
        ("架空電子株式会社 / 林健", False),
        ("", False),
    ],
)
def test_a_line_names_an_employer_by_its_legal_form_alone_or_behind_a_name(
    line: str, names: bool
) -> None:
    assert names_employer(fold_key(line)) is names


def test_behind_a_name_is_asked_for_where_the_line_itself_is_to_introduce_somebody() -> None:
    assert names_employer("林健 / 架空電子株式会社", behind=True)
    assert not names_employer("架空電子株式会社", behind=True)


def test_what_is_known_to_be_a_company_needs_no_legal_form() -> None:
    assert names_employer("林健 / 架空電子", anyway=True)
    assert not names_employer("林健 / 架空電子")
    assert not names_employer("架空電子で働いています", anyway=True)


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("架空電子株式会社 設計部 主任", True),
        ("株式会社架空電子 主任", True),
        ("Kakuu Denshi Inc., Design Dept.", True),
        ("設計部、架空電子株式会社", False),
        ("架空電子株式会社で設計をしています", False),
        ("I left Kakuu Denshi Inc. last year", False),
        ("Currently with Kakuu Denshi Inc.", False),
        ("架空電子 主任", False),
        ("架空電子株式会社 " + "設計" * 40, False),
    ],
)
def test_a_short_line_opens_with_a_company(line: str, opens: bool) -> None:
    assert opens_with_company(fold_key(line)) is opens


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("大手化学メーカー", True),
        ("窯業系", True),
        ("会社員", True),
        ("10年目の技術者", True),
        ("A mid-sized manufacturer", True),
        ("a trading firm", True),
        ("林健", False),
        ("Ken Hayashi", False),
        ("架空電子", False),
    ],
)
def test_a_trade_or_a_size_may_stand_in_place_of_a_company(text: str, unnamed: bool) -> None:
    assert may_be_unnamed(fold_key(text)) is unnamed


@pytest.mark.parametrize(
    ("value", "fills"),
    [
        ("架空電子", True),
        ("Kakuu Denshi", True),
        ("架空電子 設計部", False),
        ("非公開", False),
        ("面談時にお話しします", False),
        ("大手メーカー", False),
        ("京都府", False),
        ("某社", False),
        ("架空電子で設計をしています。", False),
        ("架", False),
        ("架空" * 30, False),
    ],
)
def test_a_field_for_the_employer_is_filled_by_what_may_be_the_name_of_one(
    value: str, fills: bool
) -> None:
    assert fills_in(Sentence(fold_key(value), "organisation", "employer")) is fills


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        ("2001 - 2005 架空電子", True),
        ("2001年4月〜2005年3月 架空電子", True),
        ("2019年4月〜現在 架空電子", False),
        ("架空電子 2001 - 2005", False),
        ("2019年に入社", False),
    ],
)
def test_a_period_with_an_end_opens_a_line_of_the_past(line: str, ended: bool) -> None:
    assert past(fold_key(line)) is ended


@pytest.mark.parametrize(
    ("rest", "ends"), [("", True), (" )", True), ("」", True), (" 主任", False)]
)
def test_a_closing_bracket_may_follow_the_end_of_a_line(rest: str, ends: bool) -> None:
    assert ends_line(rest) is ends


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("前は架空電子株式会社にいました", "架空電子株式会社"),
        ("いまは(株)架空電子、その前は別", "(株)架空電子"),
        ("i joined kakuu denshi co., ltd. in 2019", "i joined kakuu denshi co., ltd."),
        ("架空大学を出ました", "架空大学"),
    ],
)
def test_a_company_is_found_in_a_sentence_by_its_legal_form(text: str, company: str) -> None:
    found = COMPANY.search(text)
    assert found is not None
    assert found[0] == company
