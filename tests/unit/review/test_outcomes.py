from __future__ import annotations

import pytest

from leakwatch.models import COMPANY, UNKNOWN, Kind, LoggedReason
from leakwatch.review import outcome_without, score_of, turning
from leakwatch.review.outcomes import ALTERNATIVES, POSSIBLE
from leakwatch.score import ALERT_FROM, PRIOR, WEIGHTS, logistic


def reasons(*rules: str, **weights: float) -> list[LoggedReason]:
    """Reasons at their full weight, or at the one given."""
    given = {rule: WEIGHTS[rule].value for rule in rules} | weights
    return [LoggedReason(rule=rule, weight=weight) for rule, weight in given.items()]


def added(kind: Kind, subject: str, given: list[LoggedReason]) -> dict[str, float]:
    return {one.rule: one.score for one in turning(kind, subject, given)}


def test_a_score_is_the_prior_and_the_weights() -> None:
    assert score_of([]) == logistic(PRIOR)
    assert score_of(reasons(a=1.5, b=-0.5)) == logistic(PRIOR + 1.0)


def test_without_a_reason_the_score_is_that_of_the_others() -> None:
    given = reasons("company_named", "technology_named")
    without = outcome_without(given[0], given)
    assert without.score == score_of(given[1:])
    assert (without.rule, without.change) == ("company_named", -given[0].weight)
    assert not without.alerts


def test_two_reasons_alike_are_told_apart() -> None:
    given = reasons(a=9.0) + reasons(a=9.0)
    assert outcome_without(given[0], given).score == score_of(given[1:])


def test_without_a_doubt_the_score_rises() -> None:
    given = reasons("company_named", "technology_named", "outsider_wording")
    without = outcome_without(given[2], given)
    assert without.alerts
    assert without.score > ALERT_FROM > score_of(given)


@pytest.mark.parametrize(
    ("rest", "alerts"),
    [
        pytest.param({"person_named": 9.0}, False, id="the name"),
        pytest.param({"person_named": 9.0, "name_in_heading": 9.0}, False, id="in the heading"),
        pytest.param({"person_romaji": 9.0, "other_employer": -1.0}, False, id="and a doubt"),
        pytest.param({"person_named": 9.0, "site_named": 1.0}, True, id="and a site"),
        pytest.param({"company_named": 9.0}, True, id="no name at all"),
    ],
)
def test_a_name_alone_is_no_finding_however_much_it_weighs(
    rest: dict[str, float], *, alerts: bool
) -> None:
    given = [*reasons(**rest), LoggedReason(rule="division_named", weight=1.0)]
    without = outcome_without(given[-1], given)
    assert without.score >= ALERT_FROM
    assert without.alerts is alerts


def test_below_the_alert_only_what_would_make_one_is_told() -> None:
    given = reasons("company_weak", "site_region", "profile_industry")
    assert score_of(given) < ALERT_FROM
    told = added(Kind.REGISTRATION, UNKNOWN, given)
    assert told
    assert all(score >= ALERT_FROM for score in told.values())
    assert all(WEIGHTS[rule].value > 0 for rule in told)


def test_above_the_alert_only_what_would_undo_it_is_told() -> None:
    given = reasons("company_named", "technology_named")
    told = added(Kind.REGISTRATION, UNKNOWN, given)
    assert "other_employer" in told
    assert all(score < ALERT_FROM for score in told.values())


def test_a_better_reason_takes_the_place_of_the_weaker_one() -> None:
    given = reasons("company_weak", "profile_industry")
    told = added(Kind.REGISTRATION, UNKNOWN, given)
    expected = score_of(reasons("company_named", "profile_industry"))
    assert told["company_named"] == expected


def test_a_weaker_reason_beside_the_better_one_adds_nothing() -> None:
    given = reasons("own_site", company_weak=1.2)
    assert "site_named" not in added(Kind.REGISTRATION, "person:E001", given)


def test_what_fits_a_person_is_told_of_people_only() -> None:
    given = reasons(person_named=1.0, company_weak=1.2)
    personal = {"own_division", "own_site", "title_fits", "years_fit"}
    assert personal & set(added(Kind.REGISTRATION, "person:E001", given))
    assert not personal & set(added(Kind.REGISTRATION, UNKNOWN, given))


def test_a_reason_that_is_there_is_not_added_again() -> None:
    given = reasons("shows_request", "company_named")
    assert "company_named" not in added(Kind.SOLICITATION, COMPANY, given)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_what_its_pages_may_have(kind: Kind) -> None:
    assert set(POSSIBLE[kind]) <= set(WEIGHTS), "a rule was renamed"
    assert len(POSSIBLE[kind]) == len(set(POSSIBLE[kind]))
    assert turning(kind, UNKNOWN, reasons(nothing=99.0, against=-99.0)) == turning(
        kind, UNKNOWN, []
    )


def test_alternatives_are_rules_and_no_rule_is_in_two() -> None:
    named = [rule for group in ALTERNATIVES for rule in group]
    assert set(named) <= set(WEIGHTS), "a rule was renamed"
    assert len(named) == len(set(named))
