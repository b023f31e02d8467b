"""Tables of answers: which column holds what, and each row as an entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.extract import Row
from leakwatch.models import Inbox, Selector, SelectorKind, Shows, Sighting
from spiders.columns import Answers, read_columns
from tests.answers import SEEN_AT, make_source

SOURCE = make_source(kind="inbox", start=(), inbox=Inbox(folder="/nowhere"))


def row(headings: str, cells: str, chosen: dict[str, str] | None = None, **more: Any) -> Sighting:
    columns = read_columns(headings.split(","), chosen or {})
    assert columns is not None
    answers = Answers(source=SOURCE, columns=columns, folder="", file="a.csv", place="inbox:a.csv")
    return replace(answers, **more).sighting(Row(2, tuple(cells.split(","))), seen_at=SEEN_AT)


def test_japanese_headings_are_known() -> None:
    read = row(
        "登録番号,氏名,会社,経歴,URL,謝礼,登録日,備考",
        "A-17,架空 太郎,サンプル商会,焼成 10年,https://a.example/p/1,3万円,2026-04-01,紹介",
    )
    assert read.identity == "A-17"
    assert read.url == "https://a.example/p/1"
    assert read.fields == {
        "name": "架空 太郎",
        "organisation": "サンプル商会",
        "career": "焼成 10年",
        "reward": "3万円",
        "published": "2026-04-01",
    }
    assert read.text.splitlines()[0] == "登録番号: A-17"
    assert read.text.splitlines()[-1] == "備考: 紹介"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("氏名", "name"),
        ("お名前", "name"),
        ("所属", "organisation"),
        ("会社名", "organisation"),
        ("前職", "career"),
        ("職歴", "career"),
        ("役職", "title"),
        ("自己紹介", "body"),
        ("専門分野", "skills"),
        ("経験年数", "years"),
        ("勤務地", "location"),
        ("依頼者", "buyer"),
        ("募集期間", "period"),
        ("ﾀｲﾄﾙ", "headline"),
        (" Employer ", "organisation"),
        ("reward", "reward"),
    ],
)
def test_a_heading_says_what_its_column_holds(heading: str, field: str) -> None:
    assert row(heading, "値").fields == {field: "値"}


def test_what_the_definition_maps_goes_before_what_a_heading_says() -> None:
    read = row("氏名,区分", "架空 太郎,研究", {"career": "氏名", "skills": "区分"})
    assert read.fields == {"career": "架空 太郎", "skills": "研究"}


def test_surname_and_given_name_are_one_name() -> None:
    assert row("姓,名", "架空,太郎").fields == {"name": "架空 太郎"}


def test_a_table_without_a_known_heading_has_none() -> None:
    assert read_columns(["架空 太郎", "12"], {}) is None


def test_an_entry_is_known_by_its_id_then_its_address_then_what_it_says() -> None:
    assert row("id,url,氏名", "7,https://a.example/1,x").identity == "7"
    read = row("id,url,氏名", ",https://a.example/1?utm_source=mail#top,x")
    assert read.identity == "https://a.example/1"
    nothing = row("id,url,氏名", ",,x")
    assert nothing.identity == f"a.csv {nothing.content_hash}"
    assert nothing.url == nothing.page == "inbox:a.csv"


def test_ids_of_two_platforms_do_not_meet() -> None:
    assert row("id,氏名", "7,x", folder="takumi/").identity == "takumi/7"


def test_a_pattern_finds_the_id_in_the_address() -> None:
    pattern = Selector(kind=SelectorKind.URL, expression=r"/p/(\d+)")
    source = replace(SOURCE, identity=pattern, shows=Shows.REQUEST)
    read = row("url,件名", "https://a.example/p/31,焼成の専門家", source=source)
    assert (read.identity, read.title, read.shows) == ("31", "焼成の専門家", Shows.REQUEST)


@pytest.mark.parametrize("cell", ["javascript:alert(1)", "//", "見てください", "ftp://a.example/"])
def test_what_is_no_web_address_leads_nowhere(cell: str) -> None:
    assert row("url,氏名", f"{cell},x").url == "inbox:a.csv"


def test_cells_beyond_the_headings_are_read_too() -> None:
    assert row("氏名", "x,余り").text == "氏名: x\n余り"
