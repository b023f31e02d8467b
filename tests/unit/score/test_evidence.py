from __future__ import annotations

from typing import Any

import pytest

from leakwatch.match import find_hits
from leakwatch.score.evidence import Evidence
from tests.sample_watch import COMPILED, WATCHLIST, make_sighting


def evidence(text: str = "", **changes: Any) -> Evidence:
    sighting = make_sighting(text, **changes)
    return Evidence(sighting, find_hits(sighting, COMPILED), WATCHLIST)


@pytest.mark.parametrize(
    ("text", "former"),
    [
        pytest.param("元蒼嶺セラミックスです", True, id="prefix"),
        pytest.param("地元の蒼嶺セラミックスです", False, id="prefix of another word"),
        pytest.param("2020年に蒼嶺セラミックスを退職", True, id="behind"),
        pytest.param("前職:蒼嶺セラミックス(2020年まで)", True, id="until"),
        pytest.param("退職しました。今は蒼嶺セラミックスです", False, id="another sentence"),
        pytest.param("Formerly at Sorei Ceramics", True, id="English"),
        pytest.param("I left Sorei Ceramics in 2020", True, id="English, left"),
        pytest.param("蒼嶺セラミックスに勤務", False, id="still there"),
        pytest.param("退職しました", False, id="no company"),
    ],
)
def test_leaving_is_read_from_the_sentence_that_names_the_company(text: str, former: bool) -> None:
    assert evidence(text).says_former is former


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        pytest.param("蒼嶺セラミックスに勤務", "employed", id="works there"),
        pytest.param("蒼嶺セラミックスの研究員", "employed", id="a role"),
        pytest.param("I work at Sorei Ceramics", "employed", id="works there, English"),
        pytest.param("顧客の蒼嶺セラミックス", "outsider", id="customer"),
        pytest.param("our supplier Sorei Ceramics", "outsider", id="supplier"),
        pytest.param("蒼嶺セラミックスは増産を発表した", "reported", id="news"),
    ],
)
def test_the_wording_says_how_the_page_stands_to_the_company(text: str, meaning: str) -> None:
    assert [each.value for each in evidence(text).relations] == [meaning]


@pytest.mark.parametrize(
    ("stated", "other"),
    [
        pytest.param("架空電子株式会社", True, id="another company"),
        pytest.param("架空大学", True, id="a university"),
        pytest.param("蒼嶺セラミックス(株)", False, id="ours"),
        pytest.param("非公開(メーカー)", False, id="not disclosed"),
        pytest.param("個人事業主", False, id="nobody's"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_another_employer_is_one_that_is_stated_and_not_ours(stated: str, other: bool) -> None:
    assert evidence("林健", fields={"organisation": stated}).other_employer is other


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://sorei-ceramics.example/", True),
        ("https://WWW.Sorei-Ceramics.example./a", True),
        ("https://sorei-ceramics.example.net/", False),
        ("https://notsorei-ceramics.example/", False),
        ("https://other.example/?q=sorei-ceramics.example", False),
        ("", False),
    ],
)
def test_a_page_is_ours_by_its_host(url: str, own: bool) -> None:
    assert evidence(url=url).own_page is own


def test_the_most_literal_naming_of_the_company_is_the_one_that_counts() -> None:
    page = evidence("蒼嶺の社員。蒼嶺陶器から蒼嶺セラミックスへ。a@sorei-ceramics.example")
    assert page.employer is not None
    assert (page.employer.rule, page.employer.quote) == ("company_named", "蒼嶺セラミックス")
    assert evidence("静電チャック").employer is None


def test_people_are_those_whose_names_stand_on_the_page_in_its_order() -> None:
    assert [person.id for person in evidence("大貫みき、林健").people] == ["E003", "E001"]
