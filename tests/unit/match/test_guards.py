"""Objections to a company's name that stands at another one's legal form, or goes on in capitals."""

from __future__ import annotations

import pytest

from leakwatch.match.guards import in_line_above, in_longer_latin_company
from leakwatch.match.page import lay_out
from leakwatch.match.spot import Spot
from leakwatch.match.variant import Variant
from leakwatch.models import EntryKind
from leakwatch.text import fold_key
from tests.sample_watch import make_sighting, match


def spot(text: str, form: str) -> Spot:
    page = lay_out(make_sighting(text))
    start = page.text.index(fold_key(form))
    variant = Variant(form=form, entry="sorei", entry_kind=EntryKind.COMPANY, rule="company_named")
    return Spot(variant, start, start + len(variant.form), page)


@pytest.mark.parametrize(
    ("text", "objected"),
    [
        pytest.param("架空電子株式会社\n蒼嶺セラミックス", True, id="the form ends the line above"),
        pytest.param("カクウ株式会社\n蒼嶺セラミックス", True, id="behind katakana"),
        pytest.param("Kakuu株式会社\n蒼嶺セラミックス", True, id="behind Latin letters"),
        pytest.param(
            "株式会社\n蒼嶺セラミックス", False, id="the form by itself on the line above"
        ),
        pytest.param("株式会社蒼嶺セラミックス", False, id="on one line"),
        pytest.param("勤務先\n株式会社蒼嶺セラミックス", False, id="on the line below a label"),
        pytest.param("勤務先は株式会社蒼嶺セラミックス", False, id="behind a particle"),
    ],
)
def test_a_legal_form_at_the_end_of_a_line_is_that_lines(text: str, *, objected: bool) -> None:
    assert in_line_above(spot(text, "株式会社蒼嶺セラミックス")) is objected


def test_the_name_on_its_own_line_is_found_without_the_form_above_it() -> None:
    found = match("前職 架空電子株式会社\n蒼嶺セラミックスで働いています")
    assert [hit.quote for hit in found.hits] == ["蒼嶺セラミックス"]
    assert [each.rule for each in found.suppressions] == ["in_line_above"]


@pytest.mark.parametrize(
    ("text", "objected"),
    [
        pytest.param("SCX Motors Inc.", True, id="capitals up to a legal form"),
        pytest.param("SCX Motors Co., Ltd.", True, id="another form"),
        pytest.param("SCX 3 Motors Inc.", True, id="a figure among them"),
        pytest.param("SCX Inc.", False, id="the form right behind it"),
        pytest.param("SCX joined Motors Inc.", False, id="a small letter between"),
        pytest.param("SCX Motors", False, id="no form"),
        pytest.param("SCX. Motors Inc.", False, id="another sentence"),
    ],
)
def test_capitals_that_go_on_to_a_legal_form_are_another_company(
    text: str, *, objected: bool
) -> None:
    assert in_longer_latin_company(spot(text, "scx")) is objected


def test_a_japanese_name_never_goes_on_in_capitals() -> None:
    assert not in_longer_latin_company(spot("蒼嶺 Motors Inc.", "蒼嶺"))
