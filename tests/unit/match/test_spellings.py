from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match.spellings import (
    MOST,
    company_worded,
    place_spellings,
    spelled,
    term_spellings,
)
from leakwatch.match.variant import one_line
from leakwatch.text import fold_key


@pytest.mark.parametrize(
    ("text", "also"),
    [
        pytest.param("core-shell process", {"core shell processes", "coreshell process"}, id="es"),
        pytest.param("oxide filler", {"oxide fillers", "oxide-filler"}, id="s"),
        pytest.param("oxide fillers", {"oxide filler"}, id="singular"),
        pytest.param("glass switches", {"glass switch"}, id="singular of es"),
        pytest.param("oxide assembly", {"oxide assemblies"}, id="ies"),
        pytest.param("RV-4", {"rv-4", "rv 4", "rv4", "rv_4"}, id="code"),
        pytest.param("RV4", {"rv-4", "rv 4"}, id="code without a hyphen"),
        pytest.param("ＲＶ－４", {"rv-4", "rv4"}, id="code in full width"),
        pytest.param("第2期RV4", {"第二期rv4", "第2期rv-4"}, id="code within Japanese"),
        pytest.param(
            "two-stage sintering", {"2-stage sintering", "two stage sintering"}, id="number"
        ),
        pytest.param("3-layer film", {"three-layer film"}, id="number in digits"),
        pytest.param("aluminum fiber", {"aluminium fiber", "aluminum fibre"}, id="American"),
        pytest.param("sulphide colour", {"sulfide color", "sulfide colour"}, id="British"),
        pytest.param("抑制剤ZQ", {"抑制剤 zq"}, id="Latin letters behind Japanese"),
        pytest.param("ZQ 抑制剤", {"zq抑制剤"}, id="Latin letters before Japanese"),
        pytest.param("酸化物フィラー", {"酸化物フィラ"}, id="long vowel"),
        pytest.param("ヴェール材料", {"ベール材料"}, id="vu"),
        pytest.param("分圧=10^-9", {"分圧 = 1e-9", "分圧=10**-9"}, id="measure"),
        pytest.param("1,320℃", {"1320 degrees c", "1320度"}, id="degrees"),
        pytest.param("三段焼成", {"3段焼成"}, id="counter"),
    ],
)
def test_a_term_is_spelled_as_others_would(text: str, also: set[str]) -> None:
    assert also <= set(term_spellings(one_line(text)))


@pytest.mark.parametrize(
    ("text", "never"),
    [
        pytest.param("R-5", {"r5"}, id="a code that would be anything"),
        pytest.param("ミナモ計画", {"ミナモの計画", "ミナモ・計画"}, id="particles and dots"),
        pytest.param("MINAMO", {"ミナモ", "minamos"}, id="kana for letters, plural of a word"),
        pytest.param("1,320℃", {"1320 degrees cs", "1320 deg-c"}, id="inflected measures"),
        pytest.param("a-b", {"ab"}, id="single letters run together"),
        pytest.param("カバー", {"カバ"}, id="a short word without its vowel"),
        pytest.param("glass", {"glas"}, id="an ss"),
    ],
)
def test_nothing_is_guessed(text: str, never: set[str]) -> None:
    assert not never & set(term_spellings(one_line(text)))


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("第二工場", {"第2工場"}),
        ("Process Engineering Dept.", {"process engineering department", "process eng. dept."}),
        ("R&D Center", {"research and development center", "r&d centre"}),
    ],
)
def test_a_place_is_spelled_in_full_and_abbreviated(name: str, also: set[str]) -> None:
    assert also <= set(place_spellings(one_line(name)))


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("蒼嶺ホールディングス", {"蒼嶺ホールディング", "蒼嶺hd"}),
        ("蒼嶺hd", {"蒼嶺ホールディング", "蒼嶺ホールディングス"}),
        ("hd", set()),
        ("蒼嶺", set()),
        ("蒼嶺アンド湊", {"蒼嶺&湊"}),
        ("蒼嶺&湊", {"蒼嶺アンド湊"}),
        ("sorei & minato", {"sorei and minato"}),
    ],
)
def test_words_of_company_names_have_several_spellings(name: str, others: set[str]) -> None:
    assert others <= set(company_worded(name)) <= {name, *others}


def test_an_entry_of_very_many_parts_ends_somewhere_and_begins_with_itself() -> None:
    phrase = " ".join(f"two-fiber-{letter}" for letter in "abcdefghijk")
    found = list(term_spellings(phrase))
    assert found[0] == phrase
    assert len(found) <= MOST
    assert list(spelled("x")) == ["x"]


@given(st.text("abRV-4_ 第2段三ァーヴβ&.10^e℃", max_size=14))
@settings(deadline=None, max_examples=200)
def test_every_spelling_is_as_folding_leaves_it(text: str) -> None:
    for form in (*term_spellings(one_line(text)), *place_spellings(one_line(text))):
        assert form
        assert fold_key(form) == form == one_line(form)
