from __future__ import annotations

from dataclasses import replace

import pytest

from leakwatch.match.companies import company_variants
from leakwatch.match.forms import all_variants
from leakwatch.match.variant import strongest
from leakwatch.models import Company, Watchlist

AOI = Company(id="c", name="蒼井マテリアルズ株式会社", owner=True)


def forms(company: Company, rule: str = "company_named") -> set[str]:
    return {each.form for each in strongest(company_variants(company)) if each.rule == rule}


@pytest.mark.parametrize(
    "spelled",
    [
        "蒼井マテリアルズ株式会社",
        "株式会社蒼井マテリアルズ",
        "(株)蒼井マテリアルズ",
        "蒼井マテリアルズ(株)",
        "蒼井マテリアルズ",
        "蒼井・マテリアルズ",
    ],
)
def test_a_company_is_looked_for_with_its_legal_form_on_either_side_or_none(spelled: str) -> None:
    assert spelled in forms(AOI)


@pytest.mark.parametrize(
    "spelled",
    [
        "aoi materials co., ltd.",
        "aoi materials co.,ltd",
        "aoi materials corporation",
        "aoi materials inc.",
        "aoi materials k.k.",
        "aoi materials kabushiki kaisha",
        "aoi materials",
        "aoimaterials",
        "aoi-materials",
    ],
)
def test_an_english_name_is_looked_for_with_every_legal_form(spelled: str) -> None:
    assert spelled in forms(replace(AOI, english=("Aoi Materials Co., Ltd.",)))


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("蒼井HD株式会社", "蒼井ホールディングス"),
        ("蒼井ホールディングス株式会社", "蒼井hd"),
        ("AOIマテリアルズ株式会社", "aoi マテリアルズ"),
        ("株式会社AOIマテリアルズ", "株式会社 aoiマテリアルズ"),
        ("蒼井ヴェール株式会社", "蒼井ベール"),
    ],
)
def test_words_and_borders_within_a_name_are_written_in_several_ways(
    name: str, spelled: str
) -> None:
    assert spelled in forms(replace(AOI, name=name))


@pytest.mark.parametrize(
    "kana", ["あおいまてりあるず", "アオイマテリアルズ", "アオイマテリアルズカブシキガイシャ"]
)
def test_a_reading_is_looked_for_in_either_kana_and_beside_the_names_own_katakana(
    kana: str,
) -> None:
    found = forms(replace(AOI, kana=kana))
    assert {"あおいまてりあるず", "アオイマテリアルズ", "あおいマテリアルズ"} <= found


def test_small_kana_of_a_reading_may_be_written_large() -> None:
    assert "キヨウワ" in forms(replace(AOI, name="響和株式会社", kana="きょうわ"))


DENKI = Company(
    id="c",
    name="蒼嶺電機株式会社",
    owner=True,
    kana="そうれいでんき",
    english=("Sorei Electric Co., Ltd.",),
)


@pytest.mark.parametrize(
    "spelled",
    [
        "そうれい電機",
        "ソウレイ電機",
        "sorei electric",
        "sorei denki",
        "sourei denki",
        "sourei electric",
    ],
)
def test_a_name_is_looked_for_half_read_aloud_where_its_english_name_tells_the_parts(
    spelled: str,
) -> None:
    assert spelled in {each.casefold() for each in forms(DENKI)}


def test_a_hyphen_may_part_two_vowels_of_the_part_read_aloud() -> None:
    found = forms(replace(DENKI, kana="こうえいでんき", english=("Koei Electric Co., Ltd.",)))
    assert {"ko-ei electric", "ko-ei denki", "kouei denki"} <= {each.casefold() for each in found}


@pytest.mark.parametrize(
    "never",
    [
        pytest.param("そうれいでん機", id="parted elsewhere"),
        pytest.param("蒼嶺でんき", id="the second part aloud"),
        pytest.param("sohrei denki", id="another company as likely as not"),
        pytest.param("sorei", id="the first part alone"),
        pytest.param("そうれい", id="the first part alone, in kana"),
        pytest.param("denki", id="the second part alone"),
    ],
)
def test_what_is_as_likely_another_name_is_not_looked_for(never: str) -> None:
    assert never not in {each.casefold() for each in forms(DENKI)}


@pytest.mark.parametrize(
    "company",
    [
        pytest.param(replace(DENKI, english=()), id="no English name"),
        pytest.param(replace(DENKI, english=("Blue Ridge Electric",)), id="a translated one"),
        pytest.param(replace(DENKI, kana=None), id="no reading"),
        pytest.param(replace(DENKI, name="蒼嶺電株式会社"), id="three kanji"),
    ],
)
def test_where_the_parts_cannot_be_told_the_name_is_not_parted(company: Company) -> None:
    reading = {form for form in forms(company) if form.startswith("そうれい")}
    assert reading <= {"そうれいでんき"}


def test_a_misspelling_is_weak_and_has_a_rule_of_its_own() -> None:
    found = list(strongest(company_variants(AOI)))
    slips = [each for each in found if each.rule == "company_misspelt"]
    assert "蒼井マテリアルス" in {each.form for each in slips}
    assert all(each.strength < 0.7 for each in slips)


def test_a_misspelling_that_is_another_companys_name_is_left_to_that_company() -> None:
    other = Company(id="d", name="蒼井マテリアル株式会社")
    found = list(all_variants(Watchlist(companies=(AOI, other))))
    (only,) = [each for each in found if each.form == "蒼井マテリアル"]
    assert (only.entry, only.rule) == ("d", "company_named")


def test_a_former_name_is_looked_for_in_every_spelling_under_its_own_rule() -> None:
    found = forms(replace(AOI, former_names=("株式会社蒼井窯業",)), "former_name")
    assert {"蒼井窯業", "蒼井窯業株式会社", "(株)蒼井窯業"} <= found


def test_a_name_of_nothing_but_a_legal_form_does_no_harm() -> None:
    assert "株式会社" in forms(replace(AOI, name="株式会社"))
    assert forms(replace(AOI, name="株式会社・"))
