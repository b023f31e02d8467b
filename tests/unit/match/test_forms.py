from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from leakwatch.match.companies import company_variants
from leakwatch.match.forms import (
    all_variants,
    division_variants,
    site_variants,
    term_variants,
)
from leakwatch.match.profiles import profile_variants
from leakwatch.match.variant import Variant, one_line
from leakwatch.models import Company, Division, Profile, Site, Term, TermKind
from leakwatch.text import fold_key
from tests.sample_watch import SOREI, WATCHLIST


def forms_by_rule(variants: list[Variant], rule: str) -> set[str]:
    return {variant.form for variant in variants if variant.rule == rule}


def company(name: str, **changes: object) -> list[Variant]:
    plain = Company(id="c", name=name, owner=True)
    return list(company_variants(replace(plain, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "strong", "weak"),
    [
        pytest.param("青海波株式会社", "青海波", None, id="three kanji are distinctive"),
        pytest.param("青海株式会社", None, "青海", id="two kanji are not"),
        pytest.param("Sorei Inc.", "sorei", None, id="five letters are distinctive"),
        pytest.param("ABC Inc.", None, "abc", id="three letters are not"),
    ],
)
def test_a_core_is_strong_only_when_it_is_distinctive(
    name: str, strong: str | None, weak: str | None
) -> None:
    found = company(name)
    assert (strong in forms_by_rule(found, "company_named")) == (strong is not None)
    assert forms_by_rule(found, "company_weak") == ({weak} if weak else set())


def test_what_the_watchlist_calls_an_alias_is_strong_however_short() -> None:
    assert "青海" in forms_by_rule(company("青海波株式会社", aliases=("青海",)), "company_named")


def test_a_reading_is_looked_for_only_when_it_is_given() -> None:
    silent = company("蒼嶺セラミックス株式会社")
    assert not any(fold_key("ソウレイ") in variant.form for variant in silent)
    spoken = forms_by_rule(
        company("蒼嶺セラミックス株式会社", kana="ソウレイセラミックス"), "company_named"
    )
    assert {"そうれいせらみっくす", "ソウレイセラミックス", "そうれいセラミックス"} <= spoken


def test_former_names_and_domains_have_rules_of_their_own() -> None:
    found = list(company_variants(SOREI))
    assert {"蒼嶺陶器", "(株)蒼嶺陶器", "株式会社蒼嶺陶器"} <= forms_by_rule(found, "former_name")
    assert forms_by_rule(found, "domain_named") == {"sorei-ceramics.example"}


def test_an_area_is_also_looked_for_without_its_ending_unless_that_leaves_one_character() -> None:
    site = Site(id="s", name="土岐川工場", region=("滋賀県", "津府"))
    found = list(site_variants(site))
    assert forms_by_rule(found, "site_region") == {"滋賀県", "滋賀", "津府"}
    assert all(variant.strength < 1 for variant in found if variant.rule == "site_region")


def test_loose_names_of_a_division_are_weaker_than_its_own() -> None:
    division = Division(id="d", name="調達部", english=("Procurement",), aliases=("調達部門",))
    strengths = {variant.form: variant.strength for variant in division_variants(division)}
    assert strengths == {"調達部": 1.0, "procurement": 1.0, "調達部門": 0.8}


def test_a_site_is_looked_for_by_number_in_kanji_and_digits_and_by_word_in_full() -> None:
    site = Site(id="s", name="第二工場", english=("Fiber Lab.",))
    found = forms_by_rule(list(site_variants(site)), "site_named")
    assert {"第2工場", "fiber laboratory", "fibre lab."} <= found


def test_a_domain_among_the_terms_is_looked_for_as_it_is_typed() -> None:
    term = Term(id="t", text="cad-7.sorei.example", sensitivity=2, kind=TermKind.DOMAIN)
    assert {variant.form for variant in term_variants(term)} == {"cad-7.sorei.example"}


@pytest.mark.parametrize(
    ("text", "also"),
    [
        pytest.param("SR-50", {"sr50", "sr 50", "sr_50"}, id="a code without its hyphen"),
        pytest.param("R-5", {"r 5", "r_5"}, id="too short to be run together"),
        pytest.param("ミナモ-5", set(), id="Japanese is not inflected"),
        pytest.param("一次ミナモ", {"1次ミナモ"}, id="a number beside a counter"),
    ],
)
def test_terms_are_looked_for_as_they_are_also_written(text: str, also: set[str]) -> None:
    term = Term(id="t", text=text, sensitivity=2, kind=TermKind.CODE_NAME)
    assert {variant.form for variant in term_variants(term)} == {fold_key(text)} | also


def test_a_term_hands_its_sensitivity_and_need_of_context_to_every_spelling() -> None:
    term = Term(
        id="t",
        text="1,320℃",
        sensitivity=3,
        kind=TermKind.PARAMETER,
        variants=("1320 degrees C",),
        context=("焼成",),
    )
    assert {(each.sensitivity, each.context) for each in term_variants(term)} == {(3, True)}


def test_a_head_count_is_looked_for_exactly_and_rounded_with_less_strength() -> None:
    profile = Profile(language="ja", employees=2340)
    found = profile_variants(Company(id="c", name="零", owner=True, profiles=(profile,)))
    strengths = {variant.form: variant.strength for variant in found}
    assert (strengths["2340名"], strengths["2300人"], strengths["従業員約2000"]) == (1.0, 0.8, 0.6)


def test_a_small_head_count_is_not_rounded() -> None:
    profile = Profile(language="en", employees=42)
    found = profile_variants(Company(id="c", name="零", owner=True, profiles=(profile,)))
    assert {variant.strength for variant in found} == {1.0}


def test_every_spelling_is_as_folding_leaves_it_and_stands_once_per_rule() -> None:
    found = list(all_variants(WATCHLIST))
    assert [each.form for each in found if fold_key(each.form) != each.form] == []
    counts = Counter((each.form, each.entry_kind, each.entry, each.rule) for each in found)
    assert max(counts.values()) == 1


@given(st.text(max_size=20))
@settings(deadline=None)
def test_a_form_has_no_line_break_and_no_blank_at_its_edges(text: str) -> None:
    form = one_line(text)
    assert "\n" not in form
    assert form == form.strip()
