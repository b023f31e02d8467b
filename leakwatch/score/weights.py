"""WEIGHTS and SEVERITY: what each piece of evidence is worth, and how grave a finding is.

A weight is log-odds: 0.7 doubles the odds, 2.3 makes them ten times as high. The score of a finding is
`logistic(PRIOR + sum of weights)`. They were set by hand and are the first version of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from leakwatch.errors import N_
from leakwatch.models import Kind, Severity

#: Odds of about 1 to 33 that a page with any hit at all concerns us.
PRIOR = -3.5

#: From here on a finding is worth a person's time.
ALERT_FROM = 0.50


@dataclass(frozen=True, slots=True)
class Weight:
    value: float
    words: str  #: msgid: the reason in plain words


WEIGHTS: Mapping[str, Weight] = {
    # Who
    "person_named": Weight(2.5, N_("The full name of a person on the roster stands here")),
    "person_kana": Weight(2.2, N_("The reading of a roster name stands here in kana")),
    "person_romaji": Weight(2.2, N_("A roster name stands here in Latin letters")),
    "person_address": Weight(2.4, N_("A mail address of a roster name stands here")),
    "person_initials": Weight(0.4, N_("A surname and initial of the roster stand here")),
    "name_in_heading": Weight(0.8, N_("The page is headed by that name")),
    "name_in_passing": Weight(-1.2, N_("The page is not headed by that name")),
    "name_elsewhere": Weight(-3.5, N_("The page is about somebody of another name")),
    "name_reported": Weight(-5.0, N_("The page speaks of that person as news and letters do")),
    "name_shared": Weight(-0.7, N_("Several people on the roster have that name")),
    "known_namesake": Weight(-6.0, N_("Somebody of that name is known to work at this employer")),
    # For whom
    "company_named": Weight(3.2, N_("A company of the group is named")),
    "company_weak": Weight(1.2, N_("A short form of the company's name stands here")),
    "company_misspelt": Weight(
        2.4, N_("The company's name stands here with one kana wrong or missing")
    ),
    "former_name": Weight(2.8, N_("A former name of the company stands here")),
    "domain_named": Weight(2.8, N_("A domain or mail address of the group stands here")),
    "employer_field": Weight(1.2, N_("The company stands in the field for the employer")),
    "employed_wording": Weight(1.5, N_("The words around the company speak of working there")),
    "former_wording": Weight(0.8, N_("The words around the company speak of having left it")),
    "outsider_wording": Weight(
        -3.5, N_("The words around the company speak of a customer, supplier or competitor")
    ),
    "unsaid_wording": Weight(-1.2, N_("The page does not say what the company is to its writer")),
    "reported_wording": Weight(-4.5, N_("The words around the company are those of a news item")),
    "other_employer": Weight(-4.5, N_("Another employer is stated")),
    "other_profession": Weight(
        -2.5, N_("The writer is an analyst, a journalist, a recruiter or a scholar")
    ),
    "news_page": Weight(
        -3.0, N_("The page is news, a press release or an advertisement for a post")
    ),
    # What else fits
    "own_division": Weight(1.6, N_("The division is the one this person works in")),
    "division_named": Weight(1.2, N_("A division of the company is described")),
    "own_site": Weight(1.4, N_("The site is the one this person works at")),
    "site_named": Weight(1.2, N_("A site of the company is named")),
    "site_region": Weight(0.5, N_("The area is one where the company has a site")),
    "technology_named": Weight(0.7, N_("A technology of the company is mentioned")),
    "title_fits": Weight(0.5, N_("The job title is that person's")),
    "years_fit": Weight(0.5, N_("The years of experience are that person's")),
    "fits_one": Weight(1.5, N_("What is said of the post fits one person on the roster alone")),
    "employer_described": Weight(0.8, N_("The page describes its writer's own employer")),
    "profile_industry": Weight(1.2, N_("The employer is in our trade")),
    "profile_listing": Weight(0.5, N_("The employer is listed as we are")),
    "profile_headquarters": Weight(1.4, N_("The employer has its seat where we have ours")),
    "profile_market": Weight(2.8, N_("The employer has our place in our market")),
    "profile_employees": Weight(1.7, N_("The employer has as many people as we have")),
    "profile_founded": Weight(1.2, N_("The employer is as old as we are")),
    "other_industry": Weight(-1.5, N_("The employer is in another trade")),
    "other_headquarters": Weight(-2.5, N_("The employer has its seat elsewhere")),
    "other_market": Weight(-2.0, N_("The employer is known for another market")),
    "other_employees": Weight(-2.5, N_("The employer has more or fewer people than we have")),
    "other_workplace": Weight(-1.5, N_("The place of work is where we have none")),
    # What is given away
    "term_secret": Weight(5.0, N_("A secret term stands here (sensitivity 3)")),
    "term_internal": Weight(4.0, N_("An internal term stands here (sensitivity 2)")),
    "term_beside": Weight(1.5, N_("An internal or secret term stands on the same page")),
    "company_beside": Weight(1.0, N_("The company is named on the same page")),
    # Where
    "shows_request": Weight(1.0, N_("The page asks for expertise")),
    "own_request": Weight(-4.0, N_("The request is the company's own")),
    "site_sought": Weight(1.6, N_("The request names a site of the company")),
    "shows_article": Weight(-2.0, N_("An article or page merely mentions the company")),
    "page_watched": Weight(3.6, N_("The page itself is watched for changes")),
    "page_changed": Weight(4.0, N_("Something is new on the watched page")),
    "page_shortened": Weight(3.7, N_("Lines of the watched page are gone: their number is quoted")),
    "own_page": Weight(4.0, N_("The page stands on the company's own domain")),
}


def log_odds(rule: str, strength: float = 1.0) -> float:
    """What `rule` adds for evidence of that strength (0-1); doubts always count in full."""
    value = WEIGHTS[rule].value
    return round(value * strength, 3) if value > 0 else value


def words(rule: str) -> str:
    """The msgid of a rule's words."""
    return WEIGHTS[rule].words


def logistic(odds: float) -> float:
    """Probability of log-odds; far out it is 0 or 1 rather than an overflow."""
    return round(1 / (1 + exp(-max(min(odds, 60.0), -60.0))), 4)


#: From this score on a finding is a step graver.
SURE = 0.85

_L, _M, _H, _C = Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL

#: Kind → for the highest sensitivity among its terms (0-1, 2, 3): severity below and from `SURE`.
SEVERITY: Mapping[Kind, tuple[tuple[Severity, Severity], ...]] = {
    Kind.REGISTRATION: ((_M, _H), (_H, _H), (_H, _C)),
    Kind.FORMER_REGISTRATION: ((_M, _M), (_M, _H), (_H, _C)),
    Kind.SOLICITATION: ((_M, _M), (_M, _H), (_H, _C)),
    Kind.LEAK: ((_L, _L), (_M, _H), (_H, _C)),
    Kind.OFFICIAL: ((_L, _L), (_L, _L), (_L, _M)),
    Kind.MENTION: ((_L, _L), (_L, _M), (_M, _M)),
}


def severity(kind: Kind, *, sensitivity: int, score: float) -> Severity:
    """How grave, by the matrix."""
    row = SEVERITY[kind][max(0, min(sensitivity, 3) - 1)]
    return row[1] if score >= SURE else row[0]
