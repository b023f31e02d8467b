from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match.numerals import renumbered, with_exponents, with_units
from leakwatch.match.variant import one_line


@pytest.mark.parametrize(
    ("form", "others"),
    [
        ("三段法", {"3段法"}),
        ("3段法", {"三段法"}),
        ("第3世代", {"第三世代"}),
        ("第十二期と2層", {"第12期と2層", "第十二期と二層"}),
        ("20段", {"二十段"}),
        ("10工程", {"十工程"}),
        ("三木", set()),
        ("一郎", set()),
        ("123段", set()),
        ("1.5倍", set()),
        ("二百三十段", {"二百30段"}),
        ("0段", set()),
        ("2-段", set()),
    ],
)
def test_small_numbers_beside_a_counter_are_written_both_ways(form: str, others: set[str]) -> None:
    assert set(renumbered(form)) == others


@pytest.mark.parametrize(
    ("form", "also"),
    [
        ("1180度", {"1180 degrees c", "1180 deg c", "1180c", "1180 celsius"}),
        ("1180 degrees c", {"1180度", "1180 deg. c"}),
        ("5 nm", {"5nm", "5ナノメートル", "5 nanometers"}),
        ("粒径3μm以下", {"粒径3um以下", "粒径3ミクロン以下"}),
        ("60%", {"60パーセント", "60 percent"}),
        ("24時間", {"24 hours", "24h"}),
    ],
)
def test_a_unit_is_written_by_symbol_and_by_name(form: str, also: set[str]) -> None:
    assert also <= set(with_units(form))


@pytest.mark.parametrize("form", ["nm", "rv-4 nms", "5c", "3h", "sr-5", "5 nmr", "焼成"])
def test_what_is_no_unit_behind_a_number_is_left_alone(form: str) -> None:
    assert list(with_units(form)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "10^-11",
        "1E-11",
        "1e-11",
        "１０の−１１乗",
        "10⁻¹¹",
        "10**-11",
        "10のマイナス11乗",
        "1×10^-11",
        "1 x 10^(-11)",
        "1.0e-11",
        "10^{-11}",
        "10^−11",
    ],
)
def test_a_power_of_ten_is_the_same_in_every_notation(typed: str) -> None:
    every = {one_line(f"pO2={form}") for form in ("10^-11", "1e-11", "10の-11乗", "1・10^-11")}
    assert every <= {one_line(f"pO2={typed}"), *with_exponents(one_line(f"pO2={typed}"))}


@pytest.mark.parametrize(
    ("form", "also"),
    [
        ("2.5×10^3", {"2.5e3", "2.5x10^3"}),
        ("2.5e3", {"2.5×10^3", "2.5・10^3"}),
        ("10^23", {"1e23", "10の23乗"}),
        ("圧力10^-4", {"圧力10-4"}),
    ],
)
def test_mantissa_and_sign_are_kept(form: str, also: set[str]) -> None:
    assert also <= set(with_exponents(form))


@pytest.mark.parametrize("form", ["10", "10-11", "3e", "te-11", "10の次", "core"])
def test_what_is_no_power_is_left_alone(form: str) -> None:
    assert list(with_exponents(form)) == []


def test_a_bare_power_does_not_become_a_range() -> None:
    assert "10-11" not in set(with_exponents("10^-11"))


@given(st.text("0123456789.^*e-x×の乗マイナス度nmμ%第段一十 ()", max_size=14))
@settings(deadline=None, max_examples=300)
def test_any_form_can_be_rewritten(text: str) -> None:
    form = one_line(text)
    for step in (renumbered, with_units, with_exponents):
        assert all(other for other in step(form))
