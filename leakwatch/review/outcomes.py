"""What would have changed an outcome: each reason left out, and each that is missing added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leakwatch.models import Kind, LoggedReason, person_of
from leakwatch.score import ALERT_FROM, PRIOR, WEIGHTS, logistic

_EMPLOYER = ("company_named", "employer_field", "employed_wording")
_FITTING = ("division_named", "site_named", "technology_named", "term_beside")
_CUES = ("profile_market", "profile_employees", "profile_industry", "profile_headquarters")
_REGISTRATION = (
    *_EMPLOYER,
    "own_division",
    "own_site",
    *_FITTING,
    "title_fits",
    "years_fit",
    *_CUES,
    "outsider_wording",
    "reported_wording",
    "other_employer",
    "name_elsewhere",
)
#: What a page of each kind may have besides; in the order in which it is told.
POSSIBLE: Mapping[Kind, tuple[str, ...]] = {
    Kind.REGISTRATION: _REGISTRATION,
    Kind.FORMER_REGISTRATION: _REGISTRATION,
    Kind.SOLICITATION: ("company_named", "site_sought", *_FITTING, *_CUES, "own_request"),
    Kind.LEAK: ("company_beside", "term_beside"),
    Kind.MENTION: ("company_named", *_FITTING, "outsider_wording", "reported_wording"),
    Kind.OFFICIAL: (),
}
#: Of these only one counts: the better one takes the place of the other.
ALTERNATIVES = (
    frozenset({"company_named", "company_weak", "former_name", "domain_named"}),
    frozenset({"own_division", "division_named"}),
    frozenset({"own_site", "site_named", "site_sought", "site_region"}),
)
#: Reasons that are about a person: for anybody else they do not count.
_PERSONAL = frozenset({"own_division", "own_site", "title_fits", "years_fit", "name_elsewhere"})
#: Rules that speak of a name alone, which is never a finding.
_NAMING = ("person_", "name_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it would have ended otherwise."""

    rule: str  #: the reason left out or added
    change: float  #: in log-odds
    score: float
    alerts: bool


def outcome_without(left_out: LoggedReason, reasons: Sequence[LoggedReason]) -> Outcome:
    """The outcome without one of `reasons`; a name alone is no finding, whatever it is worth."""
    rest = [reason for reason in reasons if reason is not left_out]
    score = score_of(rest)
    alone = not any(_says_more(reason) for reason in rest) and any(
        reason.rule.startswith(_NAMING) for reason in rest
    )
    return Outcome(
        rule=left_out.rule,
        change=-left_out.weight,
        score=score,
        alerts=score >= ALERT_FROM and not alone,
    )


def turning(kind: Kind, subject: str, reasons: Sequence[LoggedReason]) -> tuple[Outcome, ...]:
    """The missing reasons of which one alone would have turned the outcome round.

    Below the alert these are such as speak for it, above it such as speak against it. Each is taken
    as literal; what it would replace is taken off.
    """
    alerts = score_of(reasons) >= ALERT_FROM
    possible = (outcome for outcome in _additions(kind, subject, reasons))
    return tuple(outcome for outcome in possible if outcome.alerts != alerts)


def score_of(reasons: Iterable[LoggedReason]) -> float:
    """The score that `reasons` sum up to."""
    return logistic(PRIOR + sum(reason.weight for reason in reasons))


def _says_more(reason: LoggedReason) -> bool:
    return reason.weight > 0 and not reason.rule.startswith(_NAMING)


def _additions(kind: Kind, subject: str, reasons: Sequence[LoggedReason]) -> Iterator[Outcome]:
    given = {reason.rule: reason.weight for reason in reasons}
    personal = person_of(subject)
    for rule in POSSIBLE[kind]:
        if rule in given or (rule in _PERSONAL and not personal):
            continue
        change = WEIGHTS[rule].value - _replaced(rule, given)
        if change * WEIGHTS[rule].value <= 0:
            continue  # what stands there already says more
        score = logistic(PRIOR + sum(given.values()) + change)
        yield Outcome(rule=rule, change=change, score=score, alerts=score >= ALERT_FROM)


def _replaced(rule: str, given: Mapping[str, float]) -> float:
    """The weight of what `rule` would take the place of."""
    same = next((group for group in ALTERNATIVES if rule in group), frozenset())
    return sum(weight for other, weight in given.items() if other in same)
