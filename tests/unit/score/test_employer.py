"""An employer that is described and not named, held against our own company's profile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leakwatch.match import Reading
from leakwatch.score.employer import Described
from tests.sample_watch import SEEN_AT, SOREI, make_sighting, match


def cues(text: str, *, unnamed: bool = True, **profile: Any) -> dict[str, float]:
    """Rule → strength, of what the page says of its writer's employer."""
    reading = Reading(make_sighting(text))
    hits = [
        (hit, mention.sentence) for hit in match(text).hits if (mention := reading.mention(hit))
    ]
    profiles = tuple(replace(each, **profile) for each in SOREI.profiles) or SOREI.profiles
    described = Described(
        company=replace(SOREI, profiles=profiles),
        sentences=tuple(reading.about()),
        hits=tuple(hits),
        this_year=SEEN_AT.year,
        unnamed=unnamed,
    )
    return {cue.rule: cue.strength for cue in described.cues()}


def market(text: str, ours: str) -> str:
    """Whether a claim of a rank is of our market, of another one, or none."""
    found = cues(f"{text}の会社に勤務しています。", market=(ours,)) | cues(
        f"I work for {text}.", market=(ours,)
    )
    return " ".join(rule for rule in ("profile_market", "other_market") if rule in found)


LATIN = "third in Japan for alumina heater plates"
KANJI = "国内3位のアルミナヒーター板"


@pytest.mark.parametrize(
    ("text", "ours", "said"),
    [
        ("the third-largest maker of alumina heater plates", LATIN, "profile_market"),
        ("a firm ranked third for alumina plates", LATIN, "profile_market"),
        ("the No. 3 in alumina heaters", LATIN, "profile_market"),
        ("the number 3 in alumina heater plates", LATIN, "profile_market"),
        ("the second-largest maker of brass door handles", LATIN, "other_market"),
        ("the market leader in brass door handles", LATIN, "other_market"),
        ("a maker of alumina heater plates", LATIN, ""),
        ("アルミナヒーターで国内3位", KANJI, "profile_market"),
        ("アルミナヒーター板の三番手", KANJI, "profile_market"),
        ("アルミナヒーター板で国内三位", KANJI, "profile_market"),
        ("真鍮ドアノブで世界3位", KANJI, "other_market"),
        ("真鍮ドアノブの二番手", KANJI, "other_market"),
        ("アルミナヒーター板", KANJI, ""),
    ],
)
def test_a_rank_in_figures_or_words_is_one_in_our_market_or_in_another(
    text: str, ours: str, said: str
) -> None:
    assert market(text, ours) == said


def test_ranks_that_agree_need_fewer_words_of_the_market() -> None:
    ours = "third for alumina heater plates in vacuum furnaces"
    assert market("the third-largest for alumina heater lines", ours) == "profile_market"
    assert market("the fifth-largest for alumina heater lines", ours) == "other_market"


def test_our_market_outweighs_a_trade_that_differs() -> None:
    placed = cues("製薬会社に勤務。半導体製造装置向け静電チャックで国内2位です。")
    assert "profile_market" in placed
    assert "other_industry" not in placed
    assert "other_industry" in cues("製薬会社に勤務しています。")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("社員2,340名の会社に勤務しています。", "profile_employees"),
        ("従業員は約2,400人で、当社は古い会社です。", "profile_employees"),
        ("My company has a headcount of 2,300.", "profile_employees"),
        ("I work for a firm. Company size: about 2,300.", "profile_employees"),
        ("I work for a 2,340-person firm.", "profile_employees"),
        ("My employer has 2,340 employees.", "profile_employees"),
        ("Company size: about 600. I work for them.", "other_employees"),
        ("My company has a headcount of 48,000.", "other_employees"),
        ("従業員180名の会社に勤務しています。", "other_employees"),
        ("従業員3,100名の会社に勤務しています。", ""),
        ("当社で6人のチームを見ています。", ""),
        ("My team at the company I work for: a staff of 6.", ""),
    ],
)
def test_a_head_count_is_ours_near_to_ours_anothers_far_from_it_and_a_teams_neither(
    text: str, rule: str
) -> None:
    assert [each for each in cues(text) if each.endswith("_employees")] == [rule] * bool(rule)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("窯業メーカーに勤務しています。", True, id="says so itself"),
        pytest.param("窯業メーカー。\n従業員2,340名。", True, id="two facts beside each other"),
        pytest.param("勤務先の話です。\n窯業メーカー。", True, id="beside one that says so"),
        pytest.param("窯業メーカー(従業員2,340名)。", True, id="two facts in one sentence"),
        pytest.param("窯業メーカー。", False, id="one fact alone"),
        pytest.param("勤務先の話です。\n茶の話。\n窯業メーカー。", False, id="one that says so, further off"),
        pytest.param("取引先は窯業メーカー(従業員2,340名)。", False, id="a customer"),
    ],
)  # fmt: skip
def test_a_sentence_is_about_the_own_employer_by_itself_or_by_the_one_beside_it(
    text: str, *, told: bool
) -> None:
    assert ("employer_described" in cues(text)) is told


def test_where_another_employer_is_named_only_what_says_so_is_about_the_own() -> None:
    assert cues("窯業メーカー(従業員2,340名)。", unnamed=False) == {}
    assert "profile_industry" in cues("窯業メーカーに勤務しています。", unnamed=False)


@pytest.mark.parametrize(
    ("text", "rule", "strength"),
    [
        ("岐阜県に本社を置く会社に勤務。", "profile_headquarters", 1.0),
        ("岐阜県の窯業メーカーに勤務。", "profile_headquarters", 0.7),
        ("東海地方に本社を置く会社に勤務。", "profile_headquarters", 0.6),
        ("大阪府に本社を置く会社に勤務。", "other_headquarters", 1.0),
        ("創業95年の会社に勤務。", "profile_founded", 0.8),
        ("1931年創業の会社に勤務。", "profile_founded", 1.0),
        ("東証スタンダード上場の会社に勤務。", "profile_listing", 1.0),
        ("製薬会社に勤務。", "other_industry", 1.0),
    ],
)
def test_what_is_said_of_the_employer_counts_by_how_literal_it_is(
    text: str, rule: str, strength: float
) -> None:
    assert cues(text)[rule] == strength
