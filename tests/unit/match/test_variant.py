from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match.spellings import place_spellings, term_spellings
from leakwatch.match.variant import one_line
from leakwatch.text import fold_key

ASCII = st.text(st.characters(max_codepoint=0x7F), max_size=14)


@given(ASCII)
@settings(max_examples=500, deadline=None)
def test_the_short_way_for_ascii_leads_where_folding_leads(text: str) -> None:
    assert one_line(text) == " ".join(fold_key(text).split())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("rv-4 two-stage", "rv-4 two-stage"),
        ("RV-4", "rv-4"),
        ("rv  4", "rv 4"),
        (" tx", "tx"),
        ("1,180", "1180"),
        ("a,b", "a,b"),
        ("a\nb", "a b"),
        ("a\0b", "ab"),
        ("\x7f", ""),
        ("", ""),
    ],
)
def test_a_form_is_folded_and_stands_on_one_line(text: str, form: str) -> None:
    assert one_line(text) == form


@pytest.mark.parametrize(
    "form", ["fiber", "sulfur dept. 2", "焼成 fibre", "r&d", "三段焼成", "rv-4"]
)
def test_every_spelling_is_a_form_already(form: str) -> None:
    for spellings in (term_spellings(form), place_spellings(form)):
        assert all(one_line(each) == each for each in spellings)
