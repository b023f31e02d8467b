from __future__ import annotations

import pytest

from leakwatch.text import fold_key, has_legal_form, respelled, stripped
from leakwatch.text.resources import rows


@pytest.mark.parametrize(
    ("name", "core", "group"),
    [
        pytest.param("蒼嶺セラミックス株式会社", "蒼嶺セラミックス", "kabushiki", id="behind"),
        pytest.param("株式会社　蒼嶺", "蒼嶺", "kabushiki", id="in front"),
        pytest.param("㈱蒼嶺", "蒼嶺", "kabushiki", id="squared"),
        pytest.param("㍿蒼嶺", "蒼嶺", "kabushiki", id="squared in full"),
        pytest.param("（有）蒼嶺", "蒼嶺", "yugen", id="wide brackets"),
        pytest.param("Sorei Ceramics Co., Ltd.", "sorei ceramics", "kabushiki", id="English"),
        pytest.param("SOREI CERAMICS CO.,LTD.", "sorei ceramics", "kabushiki", id="no blank"),
        pytest.param("Sorei Ceramics Inc", "sorei ceramics", "kabushiki", id="no dot"),
        pytest.param("Zinc", "zinc", "", id="a word that merely ends like one"),
        pytest.param("蒼嶺セラミックス", "蒼嶺セラミックス", "", id="none"),
        pytest.param("株式会社", "株式会社", "", id="nothing but the form"),
        pytest.param("株式会社・", "株式会社・", "", id="the form and a dot"),
        pytest.param("Sorei K.K.", "sorei", "kabushiki", id="K.K."),
        pytest.param("Sorei Kabushiki Kaisha", "sorei", "kabushiki", id="in Latin letters"),
        pytest.param("㈲蒼嶺", "蒼嶺", "yugen", id="squared yugen"),
        pytest.param("そうれいかぶしきがいしゃ", "そうれい", "reading", id="in a reading"),
        pytest.param("Sorei Pte. Ltd.", "sorei", "pte", id="abroad"),
    ],
)
def test_a_legal_form_is_taken_off_a_name(name: str, core: str, group: str) -> None:
    assert stripped(name) == (core, group)
    assert has_legal_form(name) == bool(group)


def test_a_name_is_respelled_with_the_forms_of_its_own_group_only() -> None:
    found = respelled("蒼嶺", "kabushiki")
    assert {"株式会社蒼嶺", "蒼嶺株式会社", "(株)蒼嶺", "蒼嶺(株)"} <= set(found)
    assert not any("有" in name for name in found)
    assert "sorei co., ltd." in respelled("sorei", "kabushiki")
    assert respelled("蒼嶺", "") == ()


def test_the_forms_are_written_as_folded() -> None:
    assert [form for _, form, _ in rows("legal_forms") if fold_key(form) != form] == []
